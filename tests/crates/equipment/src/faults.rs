//! Deliberate faults, for checking that a tool finds them.

#![allow(unsafe_code, reason = "Rust forbids faults")]

use std::convert::Infallible;
use std::ffi::{CStr, c_char};
use std::hint::black_box;
use std::sync::Barrier;
use std::{ptr, thread};

use interop::procedure;

/// How often each of the two racing threads writes.
const WRITES: u32 = 1000;

/// A procedure that makes replies for some of the faults.
#[expect(clippy::unnecessary_wraps, reason = "a procedure returns a result")]
fn planted_reply(_: ()) -> Result<(), Infallible> {
    Ok(())
}
procedure!(planted_reply);

fn reply() -> *mut c_char {
    unsafe extern "C" {
        #[link_name = concat!(env!("CARGO_CRATE_NAME"), "_planted_reply")]
        fn planted_reply(input_json: *const c_char) -> *mut c_char;
    }
    // SAFETY: the input is NUL-terminated.
    unsafe { planted_reply(c"null".as_ptr()) }
}

unsafe extern "C" {
    fn free_mem(string: *mut c_char);
}

/// A pointer that goes to another thread as if that were allowed.
#[derive(Clone, Copy)]
struct Shared(*mut u32);

// SAFETY: none, which is the point.
unsafe impl Send for Shared {}

/// Commits the fault of this name: `use_after_free`, `double_free`, `leak` or `data_race`. Returns whether it knows the
/// name.
///
/// # Safety
/// `name` points to a NUL-terminated string. The fault is undefined behaviour, so a tool has to watch the process.
#[unsafe(no_mangle)]
unsafe extern "C" fn rust_interop_plant_fault(name: *const c_char) -> bool {
    // SAFETY: the caller's promise.
    match unsafe { CStr::from_ptr(name) }.to_bytes() {
        b"use_after_free" => use_after_free(),
        b"double_free" => double_free(),
        b"leak" => leak(),
        b"data_race" => data_race(),
        _ => return false,
    }
    true
}

fn use_after_free() {
    let reply = black_box(reply());
    // SAFETY: the library has just returned it.
    unsafe { free_mem(reply) };
    // SAFETY: none, which is the point.
    black_box(unsafe { reply.read_volatile() });
}

fn double_free() {
    let handle = black_box(Box::into_raw(Box::new(0_u64)));
    for _ in 0..2 {
        // SAFETY: none the second time, which is the point.
        drop(unsafe { Box::from_raw(black_box(handle)) });
    }
}

/// Uses a thread of its own, whose stack doesn't keep the addresses.
fn leak() {
    let replies = || {
        for _ in 0..8 {
            black_box(reply());
        }
    };
    // If the thread couldn't be started, nothing leaks and the tool stays silent.
    let _ = thread::spawn(replies).join();
}

/// Both threads start before either writes. Otherwise one might begin after the other has ended, and the tool could
/// take that for an order.
fn data_race() {
    let both = &Barrier::new(2);
    let mut count = 0;
    let shared = Shared(ptr::from_mut(&mut count));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(move || {
                let shared = shared;
                both.wait();
                for write in 0..WRITES {
                    // SAFETY: none, which is the point.
                    unsafe { shared.0.write_volatile(write) };
                }
            });
        }
    });
    black_box(count);
}
