//! Threads that log until they are stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use rust_interop::Context;

/// Logs from several threads until it is cancelled, and returns what they have logged.
#[rust_interop::export]
pub fn talk_until_cancelled(target: String, threads: u32, context: &Context) -> u64 {
    let is_cancelled = Arc::new(AtomicBool::new(false));
    let _registration = context.on_cancel({
        let is_cancelled = Arc::clone(&is_cancelled);
        move || is_cancelled.store(true, Ordering::Relaxed)
    });
    thread::scope(|scope| {
        let talk = || {
            let mut records = 0;
            while !is_cancelled.load(Ordering::Relaxed) {
                log::info!(target: target.as_str(), "record {records}");
                records += 1;
            }
            records
        };
        let talkers: Vec<_> = (0..threads).map(|_| scope.spawn(talk)).collect();
        talkers.into_iter().filter_map(|talker| talker.join().ok()).sum()
    })
}

/// Leaves a thread behind that logs until the process ends.
#[rust_interop::export]
pub fn leave_a_thread_that_talks(target: String) {
    thread::spawn(move || {
        loop {
            log::info!(target: target.as_str(), "still here");
        }
    });
}
