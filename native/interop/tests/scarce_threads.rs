//! Async calls in a process that cannot start a thread. This is a test binary of its own because the limit applies to
//! the whole process.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "sets a limit, and names C functions")]

mod wakers;

use std::ffi::{c_char, c_void};
use std::{fs, thread};

use c_caller::{Callbacks, Event, Run};
use rust_interop::export;
use wakers::{WAKERS, wait_for_a_wake, wake_all};

unsafe extern "C" {
    fn scarce_threads_wait_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
}

/// Waits for so many wakes.
#[export]
async fn wait(times: u32) -> u32 {
    for _ in 0..times {
        wait_for_a_wake().await;
    }
    times
}

fn start(times: u32) -> Run {
    Run::start(scarce_threads_wait_async, Some(&times.to_string()))
}

fn completed(reply: &str) -> [Event; 1] {
    [Event::Completed(reply.to_owned())]
}

/// Limits the memory to what is in use and not enough more for the stack of a thread, or ends that limit.
fn allow_threads(are_allowed: bool) {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let size = status.lines().find_map(|line| line.strip_prefix("VmSize:")).unwrap();
    let kilobytes: libc::rlim_t = size.trim().trim_end_matches(" kB").parse().unwrap();
    let rlim_cur = if are_allowed { libc::RLIM_INFINITY } else { (kilobytes + 4_000) * 1024 };
    let limit = libc::rlimit { rlim_cur, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: the limit is live for the call.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_AS, &raw const limit) }, 0);
}

#[test]
fn async_calls_without_a_thread_are_served_by_a_worker_that_is_there_and_else_fail() {
    allow_threads(false);
    assert_eq!(start(0).wait(), completed("0"));
    let no_thread = r#"{"error":{"kind":"failed","message":"the system has no thread for the call"}}"#;
    assert_eq!(start(1).wait(), completed(no_thread));
    wake_all();

    allow_threads(true);
    let first = start(2);
    wake_all();
    // Until its worker has polled it, a limit would hit the start of that thread.
    while WAKERS.lock().unwrap().is_empty() {
        thread::yield_now();
    }
    allow_threads(false);
    // The worker that is there for the first call serves the others too.
    let others = [start(1), start(1), start(1)];
    wake_all();
    for run in &others {
        assert_eq!(run.wait(), completed("1"));
    }
    assert_eq!(first.wait(), completed("2"));
}
