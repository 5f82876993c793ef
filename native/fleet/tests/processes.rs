//! A user who may have no more processes. This is a test binary of its own because the limit applies to the whole
//! process.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "sets a limit")]

mod c_abi;

use c_abi::{Event, Run, START_PROCEDURE};
use rust_interop_fleet::{HostOutcome, ProcedureOutput};
use serde_json::json;

/// The user `nobody`, because the limit doesn't apply to root.
const USER: libc::uid_t = 65_534;

/// With a limit below what the user already has, there is no room for another process or thread.
fn limit_processes(limit: libc::rlim_t) {
    let mut limits = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: the limits are live and writable for the call.
    assert_eq!(unsafe { libc::getrlimit(libc::RLIMIT_NPROC, &raw mut limits) }, 0);
    limits.rlim_cur = limit.min(limits.rlim_max);
    // SAFETY: the limits are live for the call.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_NPROC, &raw const limits) }, 0);
}

fn start_procedure() -> ProcedureOutput {
    let input = json!({
        "timeout": 60, "retries": 1, "host_list": ["a", "b", "c"], "action": "true", "job_id": 1, "transport": "local",
        "retry_delay": 0
    });
    serde_json::from_str(&c_abi::start_procedure(input.to_string())).unwrap()
}

#[test]
fn start_procedure_without_a_process_left_says_so_for_each_host_and_the_next_works() {
    // SAFETY: the call takes integers and touches no memory.
    if unsafe { libc::geteuid() } == 0 {
        // SAFETY: as above.
        assert_eq!(unsafe { libc::setuid(USER) }, 0);
    }
    limit_processes(1);

    let output = start_procedure();

    assert_eq!(output.failed_hosts, ["a", "b", "c"]);
    for host in output.hosts {
        assert_eq!((host.outcome, host.attempts), (HostOutcome::Failed, 2), "{host:?}");
        assert!(host.error.as_deref().unwrap().starts_with("`/bin/sh` could not be run: "), "{host:?}");
    }
    let events = Run::start(START_PROCEDURE, Some("{}")).wait();
    assert!(
        matches!(&events[..], [Event::Completed(reply)] if reply.starts_with(r#"{"error":{"kind":"failed","#)),
        "{events:?}"
    );

    limit_processes(libc::RLIM_INFINITY);
    assert_eq!(start_procedure().failed_hosts, [""; 0]);
}
