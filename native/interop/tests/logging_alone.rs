//! What holds for the process as a whole, so there is one test alone: the level of the macros, and a forked child.
#![cfg(all(feature = "log", unix))]
#![expect(unsafe_code, reason = "calls C functions")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

#[expect(dead_code, reason = "shared with other tests")]
#[path = "logging/attached.rs"]
mod attached;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use attached::{Attached, rust_interop_log_set_level};
use log::LevelFilter;

const CHILDREN: usize = 50;
/// Seconds until a child process that hangs is ended.
const PATIENCE: u32 = 30;

#[test]
fn log_level_and_forks() {
    the_macros_skip_what_no_logger_wants();
    a_forked_child_calls_no_logger_of_its_parent();
}

fn the_macros_skip_what_no_logger_wants() {
    assert_eq!(log::max_level(), LevelFilter::Off);
    let few = Attached::new(1, "few");
    let more = Attached::new(4, "more");
    assert_eq!(log::max_level(), LevelFilter::Debug);
    rust_interop_log_set_level(more.id, 2);
    assert_eq!(log::max_level(), LevelFilter::Warn);
    drop(more);
    assert_eq!(log::max_level(), LevelFilter::Error);
    drop(few);
    assert_eq!(log::max_level(), LevelFilter::Off);
}

/// Forks while other threads log, so that a lock may be held.
fn a_forked_child_calls_no_logger_of_its_parent() {
    let is_done = AtomicBool::new(false);
    let in_child = Arc::new(AtomicBool::new(false));
    let logger = Attached::with(3, "forked", {
        let in_child = Arc::clone(&in_child);
        move |_| {
            if in_child.load(Ordering::SeqCst) {
                // SAFETY: ends the child process only.
                unsafe { libc::_exit(1) };
            }
        }
    });
    let exit_codes = thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                while !is_done.load(Ordering::Relaxed) {
                    log::info!(target: "forked", "in the parent");
                }
            });
        }
        let exit_codes = [(); CHILDREN].map(|()| exit_code_of_a_child(&in_child));
        is_done.store(true, Ordering::Relaxed);
        exit_codes
    });
    assert_eq!(exit_codes, [0; CHILDREN]);
    assert!(!logger.written().is_empty());
}

fn exit_code_of_a_child(in_child: &AtomicBool) -> i32 {
    // SAFETY: the child calls only what is under test.
    let child = unsafe { libc::fork() };
    if child == 0 {
        in_child.store(true, Ordering::SeqCst);
        // SAFETY: a child that hangs ends by this signal.
        unsafe { libc::alarm(PATIENCE) };
        let is_off = log::max_level() == LevelFilter::Off;
        let mut record = log::Record::builder();
        log::logger().log(&record.level(log::Level::Error).target("forked").args(format_args!("in the child")).build());
        // SAFETY: the child has nothing to clean up.
        unsafe { libc::_exit(if is_off { 0 } else { 2 }) };
    }
    let mut status = 0;
    // SAFETY: waits for the child that was just made.
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    if libc::WIFEXITED(status) { libc::WEXITSTATUS(status) } else { -1 }
}
