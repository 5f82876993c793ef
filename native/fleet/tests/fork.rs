//! A caller that forks without exec, as Python's multiprocessing does: the copy holds every descriptor that there was.
#![cfg(unix)]
#![expect(clippy::panic, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "forks")]

mod c_abi;

use std::thread;
use std::time::Duration;

use c_abi::{Event, Run, START_PROCEDURE};
use serde_json::json;

/// A copy of this process that does nothing, killed when dropped.
struct Copy(libc::pid_t);

impl Copy {
    fn new() -> Self {
        // SAFETY: the copy calls nothing but what is allowed after a fork of a process with several threads.
        match unsafe { libc::fork() } {
            0 => loop {
                // SAFETY: no memory is touched.
                unsafe { libc::pause() };
            },
            copy => Self(copy),
        }
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // SAFETY: the copy is our child and not yet reaped.
        unsafe { libc::kill(self.0, libc::SIGKILL) };
        // SAFETY: a status is not asked for.
        unsafe { libc::waitpid(self.0, std::ptr::null_mut(), 0) };
    }
}

fn start(action: &str) -> Run {
    let input = json!({
        "timeout": 0, "retries": 0, "host_list": ["a"], "action": action, "job_id": 1, "transport": "local"
    });
    let run = Run::start(START_PROCEDURE, Some(&input.to_string()));
    // Long enough for the pipes to be there; if not, the test sees less, but does not fail.
    thread::sleep(Duration::from_millis(100));
    run
}

fn reply(run: &Run) -> String {
    let events = run.wait_for(Duration::from_secs(20));
    match events.into_iter().next_back() {
        Some(Event::Completed(reply)) => reply,
        other => panic!("not completed, but {other:?}"),
    }
}

#[test]
fn start_procedure_async_caller_forks_meanwhile_completes_when_the_action_ends() {
    let run = start("sleep 0.3; echo done");
    let _copy = Copy::new();
    assert!(reply(&run).contains("done"));
}

#[test]
fn cancel_caller_forked_meanwhile_ends_the_action() {
    let run = start("sleep 1000");
    let _copy = Copy::new();
    run.cancel();
    assert!(reply(&run).contains(r#""outcome":"cancelled""#));
}

/// A copy holds what has ended here: it must not be taken for what has taken its place.
#[test]
fn start_procedure_after_an_end_that_a_forked_copy_holds_times_out_as_ever() {
    let run = start("sleep 0.3; echo done");
    let _copy = Copy::new();
    assert!(reply(&run).contains("done"));
    let hosts: Vec<String> = (0..16).map(|host| host.to_string()).collect();
    let input = json!({
        "timeout": 0.3, "retries": 0, "host_list": hosts, "action": "sleep 1000", "job_id": 1, "transport": "local"
    });
    let reply = reply(&Run::start(START_PROCEDURE, Some(&input.to_string())));
    assert_eq!(reply.matches(r#""outcome":"timed_out""#).count(), 16, "{reply}");
}
