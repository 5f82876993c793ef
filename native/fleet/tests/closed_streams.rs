//! A process without standard streams, in which new files get their numbers. This is a test binary of its own because
//! the streams belong to the process.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "closes the standard streams")]

mod c_abi;

use std::os::fd::{AsFd, AsRawFd, OwnedFd};

use rust_interop_fleet::ProcedureOutput;
use serde_json::json;

/// Keeps the standard streams closed until it is dropped.
struct Closed([OwnedFd; 3]);

impl Closed {
    fn new() -> Self {
        let copies = [
            std::io::stdin().as_fd().try_clone_to_owned().unwrap(),
            std::io::stdout().as_fd().try_clone_to_owned().unwrap(),
            std::io::stderr().as_fd().try_clone_to_owned().unwrap(),
        ];
        for stream in 0..3 {
            // SAFETY: nobody owns a standard stream, and nothing uses them until they are open again.
            assert_eq!(unsafe { libc::close(stream) }, 0);
        }
        Self(copies)
    }
}

impl Drop for Closed {
    fn drop(&mut self) {
        for (copy, stream) in self.0.iter().zip(0..) {
            // SAFETY: nobody uses whatever has the number by now.
            unsafe { libc::dup2(copy.as_raw_fd(), stream) };
        }
    }
}

#[test]
fn start_procedure_with_closed_standard_streams_gives_the_action_its_own() {
    // Many at a time, so that any pipe may get any of the three numbers.
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
