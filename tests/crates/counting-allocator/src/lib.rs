//! Counts what a library allocates, for tests and benchmarks. A library or program that uses this crate gets this
//! allocator and these exports.

#![allow(unsafe_code, reason = "an allocator is unsafe to write, and an export has an unmangled name")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicI64, Ordering};

static LIVE_BYTES: AtomicI64 = AtomicI64::new(0);
static ALLOCATIONS: AtomicI64 = AtomicI64::new(0);

/// The bytes that this library has allocated and not yet freed, as requested, without what the allocator adds.
#[unsafe(no_mangle)]
pub extern "C" fn rust_interop_live_bytes() -> i64 {
    LIVE_BYTES.load(Ordering::Relaxed)
}

/// How often this library has allocated or resized a block since it was loaded.
#[unsafe(no_mangle)]
pub extern "C" fn rust_interop_allocations() -> i64 {
    ALLOCATIONS.load(Ordering::Relaxed)
}

/// Counts what the system's allocator allocates.
struct Counting;

#[global_allocator]
static COUNTING: Counting = Counting;

// A block has at most `isize::MAX` bytes.
#[expect(clippy::cast_possible_wrap, reason = "see above")]
fn count(allocated: usize, freed: usize) {
    LIVE_BYTES.fetch_add(allocated as i64 - freed as i64, Ordering::Relaxed);
    ALLOCATIONS.fetch_add(i64::from(allocated > 0), Ordering::Relaxed);
}

// SAFETY: the system's allocator does all the work; counting neither allocates nor unwinds.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise, passed on.
        counted(unsafe { System.alloc(layout) }, layout.size(), 0)
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise, passed on.
        counted(unsafe { System.alloc_zeroed(layout) }, layout.size(), 0)
    }

    unsafe fn realloc(&self, block: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // SAFETY: the caller's promise, passed on.
        counted(unsafe { System.realloc(block, layout, size) }, size, layout.size())
    }

    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise, passed on.
        unsafe { System.dealloc(block, layout) };
        count(0, layout.size());
    }
}

/// Counts nothing if the allocation failed.
fn counted(block: *mut u8, allocated: usize, freed: usize) -> *mut u8 {
    if !block.is_null() {
        count(allocated, freed);
    }
    block
}
