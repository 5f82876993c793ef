//! A caller that forks without exec, as Python's multiprocessing does. The child process inherits every descriptor.
#![cfg(unix)]
#![expect(clippy::panic, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "forks")]

mod c_abi;

use std::thread;
use std::time::Duration;

use c_abi::{Event, Run, START_PROCEDURE};
use serde_json::json;

/// A forked child process that does nothing, and is killed when dropped.
struct ForkedChild(libc::pid_t);

impl ForkedChild {
    fn new() -> Self {
        // SAFETY: the child process only calls what is allowed after a fork in a process with several threads.
        match unsafe { libc::fork() } {
            0 => loop {
                // SAFETY: the call touches no memory.
                unsafe { libc::pause() };
            },
            child => Self(child),
        }
    }
}

impl Drop for ForkedChild {
    fn drop(&mut self) {
        // SAFETY: it is our child process and not yet reaped.
        unsafe { libc::kill(self.0, libc::SIGKILL) };
        // SAFETY: NULL means that the status isn't wanted.
        unsafe { libc::waitpid(self.0, std::ptr::null_mut(), 0) };
    }
}

fn start(action: &str) -> Run {
    let input = json!({
        "timeout": 0, "retries": 0, "host_list": ["a"], "action": action, "job_id": 1, "transport": "local"
    });
    let run = Run::start(START_PROCEDURE, Some(&input.to_string()));
    // Long enough to create the pipes. If it isn't, the test checks less, but doesn't fail.
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
    let _child = ForkedChild::new();
    assert!(reply(&run).contains("done"));
}

#[test]
fn cancel_caller_forked_meanwhile_ends_the_action() {
    let run = start("sleep 1000");
    let _child = ForkedChild::new();
    run.cancel();
    assert!(reply(&run).contains(r#""outcome":"cancelled""#));
}

/// The child process still holds descriptors that this process has closed. Events for those must not be taken for
/// events of descriptors that now have the same numbers.
#[test]
fn start_procedure_while_a_forked_child_holds_closed_descriptors_still_times_out() {
    let run = start("sleep 0.3; echo done");
    let _child = ForkedChild::new();
    assert!(reply(&run).contains("done"));
    let hosts: Vec<String> = (0..16).map(|host| host.to_string()).collect();
    let input = json!({
        "timeout": 0.3, "retries": 0, "host_list": hosts, "action": "sleep 1000", "job_id": 1, "transport": "local"
    });
    let reply = reply(&Run::start(START_PROCEDURE, Some(&input.to_string())));
    assert_eq!(reply.matches(r#""outcome":"timed_out""#).count(), 16, "{reply}");
}
