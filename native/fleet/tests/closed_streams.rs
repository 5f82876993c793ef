//! A process without standard streams: what it opens gets their numbers. A test binary of its own: they are the process's.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "closes the standard streams")]

mod c_abi;

use std::os::fd::{AsFd, AsRawFd, OwnedFd};

use rust_interop_fleet::ProcedureOutput;
use serde_json::json;

/// The standard streams, which are closed until this is dropped.
struct Closed([OwnedFd; 3]);

impl Closed {
    fn new() -> Self {
        let copies = [
            std::io::stdin().as_fd().try_clone_to_owned().unwrap(),
            std::io::stdout().as_fd().try_clone_to_owned().unwrap(),
            std::io::stderr().as_fd().try_clone_to_owned().unwrap(),
        ];
        for stream in 0..3 {
            // SAFETY: nobody owns a standard stream, and nothing uses them before they are open again.
            assert_eq!(unsafe { libc::close(stream) }, 0);
        }
        Self(copies)
    }
}

impl Drop for Closed {
    fn drop(&mut self) {
        for (copy, stream) in self.0.iter().zip(0..) {
            // SAFETY: what has the number by now is nobody's.
            unsafe { libc::dup2(copy.as_raw_fd(), stream) };
        }
    }
}

#[test]
fn start_procedure_standard_streams_closed_action_has_its_own() {
    // Many at a time, so that any pipe gets any of the three numbers.
    let hosts: Vec<String> = (0..200).map(|host| host.to_string()).collect();
    let input = json!({
        "timeout": 60, "retries": 0, "host_list": hosts, "action": "cat; echo out; echo err >&2; exit 3", "job_id": 1,
        "transport": "local"
    })
    .to_string();

    let closed = Closed::new();
    let reply = c_abi::start_procedure(input.as_str());
    drop(closed);

    let output: ProcedureOutput = serde_json::from_str(&reply).unwrap();
    for host in output.hosts {
        assert_eq!(
            (host.exit_code, host.stdout.as_str(), host.stderr.as_str()),
            (Some(3), "out\n", "err\n"),
            "{host:?}"
        );
    }
}
