//! A caller that forks without exec while its threads make calls. The child process has none of these threads, and
//! makes calls too. This is a test binary of its own because the child processes would inherit the state of other
//! tests.
#![cfg(unix)]
#![expect(unsafe_code, reason = "forks")]

mod c_abi;

use std::sync::atomic::{AtomicBool, Ordering};
use std::{env, thread};

use c_abi::{Event, Run, START_PROCEDURE};
use serde_json::{Value, json};

/// Sets another number of child processes.
const COPIES: &str = "RUST_INTEROP_COPIES";

/// A child process that takes longer hangs.
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

/// Forks, and makes calls in the child process. The status is 0 if they work.
fn status_of_a_child() -> i32 {
    // SAFETY: the child process only calls the library, which is what this tests, and ends without the test runner's
    // code.
    let child = unsafe { libc::fork() };
    if child == 0 {
        // SAFETY: the call takes an integer; the signal ends the child process.
        unsafe { libc::alarm(PATIENCE) };
        let status = i32::from(!calls_work());
        // SAFETY: as above.
        unsafe { libc::_exit(status) };
    }
    let mut status = 0;
    // SAFETY: the status is live for the call.
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    status
}

#[test]
fn start_procedure_in_forked_children_of_a_busy_caller_works() {
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
        statuses.extend((0..copies).map(|_| status_of_a_child()));
        is_over.store(true, Ordering::Relaxed);
    });
    assert!(statuses.iter().all(|status| *status == 0), "{statuses:?}");
}
