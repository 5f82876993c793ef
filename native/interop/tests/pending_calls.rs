//! Many calls that wait at the same time. This is a test binary of its own because it counts the threads and bytes of
//! the process.
#![cfg(target_os = "linux")]
#![expect(unsafe_code, reason = "names C functions")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod wakers;

use std::ffi::{c_char, c_void};
use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use c_caller::{Callbacks, Event, Run};
use counting_allocator as _;
use rust_interop::export;
use wakers::{WAKERS, wait_for_a_wake, wake_all};

unsafe extern "C" {
    safe fn rust_interop_live_bytes() -> i64;
    safe fn rust_interop_live_strings() -> i64;
    fn pending_calls_wait_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
}

const CALLS: usize = 10_000;

/// At most 4 threads poll. Others may have just stopped.
const FEW: usize = 8;

const PATIENCE: Duration = Duration::from_secs(20);

/// Waits for a wake, then ends as its input says.
#[export]
async fn wait(ending: String) -> Result<String, String> {
    wait_for_a_wake().await;
    match ending.as_str() {
        "fail" => Err(ending),
        "panic" => panic!("on purpose"),
        _ => Ok(ending),
    }
}

fn start(ending: &str) -> Vec<Run> {
    (0..CALLS).map(|_| Run::start(pending_calls_wait_async, Some(&format!("\"{ending}\"")))).collect()
}

/// How many threads the library has.
fn threads() -> usize {
    let names = fs::read_dir("/proc/self/task").unwrap().filter_map(|task| {
        // A thread may have ended by now.
        fs::read_to_string(task.ok()?.path().join("comm")).ok()
    });
    names.filter(|name| name.trim_end() == "rust-interop").count()
}

fn assert_completed(runs: &[Run], part: &str) {
    for run in runs {
        let events = run.wait();
        assert!(matches!(&events[..], [Event::Completed(reply)] if reply.contains(part)), "{events:?}");
    }
}

/// All calls wait at the same time, and then end so.
fn run(ending: &str, part: &str, end: impl FnOnce(&mut [Run])) {
    let mut runs = start(ending);
    assert_eq!(WAKERS.lock().unwrap().len(), CALLS);
    assert!(threads() <= FEW, "{} threads", threads());
    end(&mut runs);
    assert_completed(&runs, part);
    assert!(threads() <= FEW, "{} threads", threads());
    assert_eq!(rust_interop_live_strings(), 0, "{ending}");
}

fn run_every_ending() {
    run("succeed", "succeed", |_| wake_all());
    run("fail", r#""kind":"failed""#, |_| wake_all());
    run("panic", r#""kind":"panicked""#, |_| wake_all());
    run("never", "the call was cancelled", |runs| runs.iter().for_each(Run::cancel));
    // These are wakers of calls that have ended.
    wake_all();
    run("never", "nothing is left that could wake it", |runs| {
        runs.iter_mut().for_each(Run::release);
        WAKERS.lock().unwrap().clear();
    });
    *WAKERS.lock().unwrap() = Vec::new();
}

#[test]
fn calls_that_wait_hold_few_threads_and_free_what_they_allocated() {
    run_every_ending();
    let before = settled_bytes();
    run_every_ending();
    assert_eq!(settled_bytes(), before);
}

/// The live bytes, once the threads have ended.
fn settled_bytes() -> i64 {
    let end = Instant::now() + PATIENCE;
    while threads() > 0 {
        assert!(Instant::now() < end, "a thread stays although no call waits");
        thread::sleep(Duration::from_millis(1));
    }
    rust_interop_live_bytes()
}
