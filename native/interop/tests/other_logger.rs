//! Code that has installed a logger of its own keeps it, and attaching one reports that.
#![cfg(feature = "log")]
#![expect(unsafe_code, reason = "calls C functions")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "nothing is attached here")]
#[path = "logging/attached.rs"]
mod attached;

use std::ffi::c_void;
use std::ptr;
use std::sync::atomic::{AtomicUsize, Ordering};

use attached::{Record, rust_interop_log_attach};

const OTHER_LOGGER: i32 = 2;

static COUNT: AtomicUsize = AtomicUsize::new(0);

struct Counter;

impl log::Log for Counter {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, _: &log::Record<'_>) {
        COUNT.fetch_add(1, Ordering::Relaxed);
    }

    fn flush(&self) {}
}

unsafe extern "C" fn write(_: *mut c_void, _: *const Record) {
    COUNT.fetch_add(100, Ordering::Relaxed);
}

#[test]
fn attach_beside_another_logger_is_refused_and_leaves_that_alone() {
    log::set_logger(&Counter).unwrap();
    log::set_max_level(log::LevelFilter::Info);
    let mut id = 0;

    // SAFETY: the function needs no context.
    let status = unsafe { rust_interop_log_attach(5, ptr::null_mut(), Some(write), &raw mut id) };
    log::info!("counted");
    log::debug!("not counted");

    assert_eq!((status, id), (OTHER_LOGGER, 0));
    assert_eq!(COUNT.load(Ordering::Relaxed), 1);
}
