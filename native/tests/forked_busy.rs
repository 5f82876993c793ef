//! A caller that forks without exec while its threads call: the copy has none of these threads, and calls too. A test
//! binary of its own: what other tests do meanwhile would be in the copies.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "forks")]

mod c_abi;

use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, thread};

use c_abi::{Event, Run, START_PROCEDURE};
use serde_json::{Value, json};

/// Asks for another number of copies.
const COPIES: &str = "RUST_INTEROP_COPIES";

/// A copy that takes as long hangs.
const PATIENCE: libc::c_uint = 30;

fn input() -> Value {
    json!({ "timeout": 20, "retries": 0, "host_list": ["a", "b", "c"], "action": "true", "job_id": 1, "transport": "local" })
}

fn calls_work() -> bool {
    let input = input().to_string();
    let events = Run::start(START_PROCEDURE, Some(&input)).wait();
    let Some(Event::Completed(reply)) = events.last() else { return false };
    reply.contains("0 hosts failed") && c_abi::start_procedure(&input).contains("0 hosts failed")
}

#[test]
fn start_procedure_in_copies_of_a_busy_caller_works() {
    let is_over = AtomicBool::new(false);
    let mut failed = Vec::new();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    assert!(calls_work());
                }
            });
        }
        for number in 0..env::var(COPIES).map_or(120, |copies| copies.parse().unwrap()) {
            // SAFETY: the copy calls nothing but the library, which is what is tested, and ends without the test runner's code.
            let copy = unsafe { libc::fork() };
            if copy == 0 {
                // SAFETY: the call takes an integer; the signal ends the copy.
                unsafe { libc::alarm(PATIENCE) };
                let status = i32::from(!calls_work());
                // SAFETY: as above.
                unsafe { libc::_exit(status) };
            }
            let mut status = 0;
            // SAFETY: the status is live for the call.
            assert_eq!(unsafe { libc::waitpid(copy, &raw mut status, 0) }, copy);
            if status != 0 {
                failed.push((number, status));
            }
        }
        is_over.store(true, Ordering::Relaxed);
    });
    assert_eq!(failed, []);
}
