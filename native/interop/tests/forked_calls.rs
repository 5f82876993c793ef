//! A caller that forks without exec while its calls wait. The child process has none of the library's threads, and its
//! copies of the calls aren't its own. This is a test binary of its own because no other test may hold a lock at the fork.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "forks")]

mod wakers;

use std::ffi::{c_char, c_void};
use std::time::Duration;

use c_caller::{Callbacks, Event, Run};
use rust_interop::export;
use wakers::{WAKERS, wait_for_a_wake, wake_all};

unsafe extern "C" {
    fn forked_calls_wait_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
}

/// Waits for a wake.
#[export]
async fn wait() -> bool {
    wait_for_a_wake().await;
    true
}

fn start() -> Run {
    Run::start(forked_calls_wait_async, Some("{}"))
}

fn has_completed(run: &Run) -> bool {
    run.wait() == [Event::Completed("true".to_owned())]
}

/// Whether a new call works, and the inherited ones stay as they are, whatever happens to them.
fn is_sound(woken: &Run, cancelled: &Run, mut released: Run) -> bool {
    let new = start();
    cancelled.cancel();
    released.release();
    drop(WAKERS.lock().unwrap().remove(2));
    wake_all();
    // Calls complete in the order in which they were woken.
    has_completed(&new) && [woken, cancelled, &released].iter().all(|run| run.wait_for(Duration::ZERO).is_empty())
}

#[test]
fn async_call_in_a_forked_child_works_and_those_of_its_parent_are_left_alone() {
    let first = start();
    wake_all();
    assert!(has_completed(&first));
    let [woken, cancelled, released] = [start(), start(), start()];
    // SAFETY: what the child process calls takes no lock that another thread held at the fork.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let status = i32::from(!is_sound(&woken, &cancelled, released));
        // SAFETY: ends the child process without the test runner's cleanup.
        unsafe { libc::_exit(status) };
    }
    let mut status = 0;
    // SAFETY: the status is live for the call.
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    assert_eq!(status, 0);
    wake_all();
    assert!([woken, cancelled, released].iter().all(has_completed));
}
