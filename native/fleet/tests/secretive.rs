//! A process into which others may not look, and that has no folder for temporary files: `ssh` cannot be given a log. A test
//! binary of its own: both are the process's.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "changes the process and its environment")]

mod c_abi;

use std::env;

use rust_interop_fleet::{HostOutcome, HostResult, ProcedureOutput};
use serde_json::json;

fn run(transport: &str) -> HostResult {
    let input = json!({
        "timeout": 60, "retries": 0, "host_list": ["a"], "action": "true", "job_id": 1, "transport": transport
    });
    let mut output: ProcedureOutput = serde_json::from_str(&c_abi::start_procedure(input.to_string())).unwrap();
    output.hosts.remove(0)
}

#[test]
fn start_procedure_no_place_for_the_log_of_ssh_says_so_and_local_actions_run() {
    // SAFETY: the call takes integers and touches no memory.
    assert_eq!(unsafe { libc::prctl(libc::PR_SET_DUMPABLE, 0) }, 0);
    // SAFETY: nobody else reads the environment: this is the only test, and no procedure runs yet.
    unsafe { env::set_var("TMPDIR", "/nowhere") };

    let host = run("ssh");

    assert_eq!(host.outcome, HostOutcome::Failed, "{host:?}");
    assert!(host.error.as_deref().unwrap().contains("No such file or directory"), "{host:?}");
    assert_eq!(run("local").outcome, HostOutcome::Succeeded);
}
