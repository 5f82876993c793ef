//! A call leaves no child process behind. This is a test binary of its own because it checks all child processes.
#![cfg(unix)]
#![expect(unsafe_code, reason = "looks for child processes")]

mod c_abi;

use std::time::{Duration, Instant};
use std::{io, ptr, thread};

use serde_json::json;

/// Whether this process has a child process, running or not yet reaped.
fn has_child() -> bool {
    // SAFETY: NULL means that the status isn't wanted.
    let found = unsafe { libc::waitpid(-1, ptr::null_mut(), libc::WNOHANG) };
    !(found == -1 && io::Error::last_os_error().raw_os_error() == Some(libc::ECHILD))
}

#[test]
fn start_procedure_after_its_end_has_left_no_child_and_no_watchdog() {
    let input = json!({
        "timeout": 2, "retries": 0, "host_list": ["a", "b"], "action": "test $HOST = a || sleep 20", "job_id": 1,
        "transport": "local", "retry_delay": 0
    })
    .to_string();
    // Twice, because the watchdog of the first call has ended before the second.
    for _ in 0..2 {
        assert!(c_abi::start_procedure(input.as_str()).contains("1 host failed"));
        let patience = Instant::now() + Duration::from_secs(30);
        while has_child() {
            assert!(Instant::now() < patience, "a child is left");
            thread::sleep(Duration::from_millis(10));
        }
    }
}
