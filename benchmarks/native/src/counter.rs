//! A counter that stays in Rust: as an object, and behind a pointer that C functions take.

use std::sync::atomic::{AtomicI64, Ordering};

use rust_interop::export;

pub struct Counter {
    value: AtomicI64,
}

#[export]
impl Counter {
    pub fn new(start: i64) -> Self {
        Self { value: AtomicI64::new(start) }
    }

    pub fn add(&self, by: i64) -> i64 {
        self.value.fetch_add(by, Ordering::Relaxed) + by
    }
}

/// Makes a counter. The caller gives it to [`counter_drop`].
#[unsafe(no_mangle)]
pub extern "C" fn counter_new(start: i64) -> *mut Counter {
    Box::into_raw(Box::new(Counter::new(start)))
}

/// Adds to a counter.
///
/// # Safety
/// It came from [`counter_new`] and was not dropped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn counter_add(counter: *const Counter, by: i64) -> i64 {
    // SAFETY: the caller's promise.
    unsafe { &*counter }.add(by)
}

/// Drops a counter.
///
/// # Safety
/// It came from [`counter_new`] and was not dropped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn counter_drop(counter: *mut Counter) {
    // SAFETY: the caller's promise.
    drop(unsafe { Box::from_raw(counter) });
}
