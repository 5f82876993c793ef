//! A caller that forks without exec while its threads call: the copy has none of these threads, and calls too. A test
//! binary of its own: what other tests do meanwhile would be in the copies.
#![cfg(unix)]
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
    reply.contains("0 hosts failed") && c_abi::start_procedure(input.as_str()).contains("0 hosts failed")
}

/// Forks, and has the copy call. The status is 0 where that works.
fn status_of_a_copy() -> i32 {
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
    status
}

#[test]
fn start_procedure_in_copies_of_a_busy_caller_works() {
    let is_over = AtomicBool::new(false);
    let mut statuses: Vec<i32> = Vec::new();
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !is_over.load(Ordering::Relaxed) {
                    assert!(calls_work());
                }
            });
        }
        let copies = env::var(COPIES).map_or(120, |copies| copies.parse().unwrap());
        statuses.extend((0..copies).map(|_| status_of_a_copy()));
        is_over.store(true, Ordering::Relaxed);
    });
    assert!(statuses.iter().all(|status| *status == 0), "{statuses:?}");
}
