//! Connections of the installed `ssh` that never get anywhere, and what the ssh transport does about them.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod c_abi;

use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use rust_interop_fleet::{HostOutcome, HostResult, ProcedureOutput};
use serde_json::{Value, json};

fn run(action: &str, more: &Value) -> HostResult {
    let mut input = json!({ "timeout": 3, "retries": 0, "host_list": ["127.0.0.1"], "action": action, "job_id": 1 });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    serde_json::from_str::<ProcedureOutput>(&c_abi::start_procedure(input.to_string())).unwrap().hosts.remove(0)
}

#[test]
fn start_procedure_connection_closed_before_authentication_is_made_again_within_the_timeout() {
    if Command::new("ssh").arg("-V").output().is_err() {
        return;
    }
    for shell in ["posix", "none"] {
        // Each has a server of its own: a connection that nobody has accepted yet would count for the other.
        let server = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = server.local_addr().unwrap();
        let (connections, is_over) = (AtomicUsize::new(0), AtomicBool::new(false));
        let host = thread::scope(|scope| {
            scope.spawn(|| {
                for connection in server.incoming() {
                    drop(connection.unwrap());
                    if is_over.load(Ordering::Relaxed) {
                        return;
                    }
                    connections.fetch_add(1, Ordering::Relaxed);
                }
            });
            let arguments = ["-F", "/dev/null", "-p", &address.port().to_string()];
            let host = run("true", &json!({ "ssh_arguments": arguments, "remote_shell": shell }));
            is_over.store(true, Ordering::Relaxed);
            drop(TcpStream::connect(address).unwrap());
            host
        });
        // The waits are at least 0.25, 0.5, 1 and 2 seconds, and the last would exceed the timeout.
        let connections = connections.load(Ordering::Relaxed);
        assert!((2..=4).contains(&connections), "{connections} connections");
        assert_eq!((host.outcome, host.attempts), (HostOutcome::Unreachable, 1), "{host:?}");
        assert!(host.error.as_deref().unwrap().contains("kex_exchange_identification: "), "{host:?}");
    }
}

#[test]
fn start_procedure_action_longer_than_a_shell_accepts_is_not_tried() {
    // Without an `ssh`, so that an action which isn't too long gets no further.
    let outcome = |shell: &str, length: usize| {
        let more =
            json!({ "remote_shell": shell, "environment": { "PATH": "/nowhere" }, "retries": 3, "retry_delay": 0 });
        let host = run(&"x".repeat(length), &more);
        assert_eq!((host.outcome, host.attempts), (HostOutcome::Failed, 1), "{host:?}");
        host.error.unwrap()
    };
    let too_long = "the action is longer than 131069 bytes, the most that a shell accepts: as `input`, a script of any \
                    length can be given to `sh -s`";
    assert_eq!(outcome("posix", 131_070), too_long);
    assert!(outcome("posix", 131_069).starts_with("`ssh` could not be run"));
    assert!(outcome("none", 131_070).starts_with("`ssh` could not be run"));
}
