//! A logger that is detached is never called again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;

use super::attached::{Attached, rust_interop_log_detach};

#[test]
fn detach_while_threads_log_waits_for_their_calls_and_begins_none() {
    let is_done = AtomicBool::new(false);
    let is_detached = Arc::new(AtomicBool::new(true));
    let calls = Arc::new(AtomicUsize::new(0));
    let late = Arc::new(AtomicUsize::new(0));

    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !is_done.load(Ordering::Relaxed) {
                    log::info!(target: "detached", "on and on");
                }
            });
        }
        for _ in 0..200 {
            is_detached.store(false, Ordering::SeqCst);
            let before = calls.load(Ordering::SeqCst);
            let logger = Attached::with(3, "detached", {
                let (is_detached, calls, late) = (Arc::clone(&is_detached), Arc::clone(&calls), Arc::clone(&late));
                move |_| {
                    calls.fetch_add(1, Ordering::SeqCst);
                    thread::yield_now();
                    late.fetch_add(usize::from(is_detached.load(Ordering::SeqCst)), Ordering::SeqCst);
                }
            });
            while calls.load(Ordering::SeqCst) == before {
                thread::yield_now();
            }
            rust_interop_log_detach(logger.id);
            is_detached.store(true, Ordering::SeqCst);
            // Only now is the memory of the logger freed.
            drop(logger);
        }
        is_done.store(true, Ordering::Relaxed);
    });

    assert_eq!(late.load(Ordering::SeqCst), 0);
}

#[test]
fn detach_from_the_logger_itself_lets_the_call_end_and_begins_none() {
    let id = Arc::new(AtomicU64::new(0));
    let logger = Attached::with(3, "itself", {
        let id = Arc::clone(&id);
        move |_| rust_interop_log_detach(id.load(Ordering::SeqCst))
    });
    id.store(logger.id, Ordering::SeqCst);

    log::info!(target: "itself", "the last");
    log::info!(target: "itself", "one too many");

    assert_eq!(logger.messages(), ["the last"]);
}

#[test]
fn detach_one_of_two_in_the_call_of_the_other_goes_on() {
    let (entered, wait_until_entered) = mpsc::channel();
    let (go_on, until_go_on) = mpsc::channel::<()>();
    let until_go_on = std::sync::Mutex::new(until_go_on);
    let slow = Attached::with(3, "slow", move |_| {
        entered.send(()).unwrap();
        until_go_on.lock().unwrap().recv().unwrap();
    });

    thread::scope(|scope| {
        scope.spawn(|| log::info!(target: "slow", "waits"));
        wait_until_entered.recv().unwrap();
        // Neither waits for the other's call.
        drop(Attached::new(3, "quick"));
        go_on.send(()).unwrap();
    });

    assert_eq!(slow.messages(), ["waits"]);
}

#[test]
fn detach_twice_does_nothing_more() {
    let logger = Attached::new(3, "twice");

    rust_interop_log_detach(logger.id);
    rust_interop_log_detach(logger.id);
    log::info!(target: "twice", "too late");

    assert_eq!(logger.messages(), Vec::<String>::new());
}
