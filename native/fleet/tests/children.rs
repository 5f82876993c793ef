//! What a call leaves of its children. A test binary of its own: it asks for all of the process's.
#![cfg(unix)]
#![expect(unsafe_code, reason = "asks for children")]

mod c_abi;

use std::time::{Duration, Instant};
use std::{io, ptr, thread};

use serde_json::json;

/// Whether this process has a child, running or not yet reaped.
fn has_child() -> bool {
    // SAFETY: a status is not asked for.
    let found = unsafe { libc::waitpid(-1, ptr::null_mut(), libc::WNOHANG) };
    !(found == -1 && io::Error::last_os_error().raw_os_error() == Some(libc::ECHILD))
}

#[test]
fn start_procedure_ended_leaves_no_child_and_no_watchdog() {
    let input = json!({
        "timeout": 2, "retries": 0, "host_list": ["a", "b"], "action": "test $HOST = a || sleep 20", "job_id": 1,
        "transport": "local", "retry_delay": 0
    })
    .to_string();
    // Twice: the watchdog of the first call is not there for the second.
    for _ in 0..2 {
        assert!(c_abi::start_procedure(input.as_str()).contains("1 host failed"));
        let patience = Instant::now() + Duration::from_secs(30);
        while has_child() {
            assert!(Instant::now() < patience, "a child is left");
            thread::sleep(Duration::from_millis(10));
        }
    }
}
