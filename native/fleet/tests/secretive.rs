//! A process that others may not look into and that has no folder for temporary files, so there is no place for the log
//! of `ssh`. This is a test binary of its own because both apply to the whole process.
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
fn start_procedure_without_a_place_for_the_log_of_ssh_says_so_and_runs_local_actions() {
    // SAFETY: the call takes integers and touches no memory.
    assert_eq!(unsafe { libc::prctl(libc::PR_SET_DUMPABLE, 0) }, 0);
    // SAFETY: nobody else reads the environment: this is the only test, and no procedure is running yet.
    unsafe { env::set_var("TMPDIR", "/nowhere") };

    let host = run("ssh");

    assert_eq!(host.outcome, HostOutcome::Failed, "{host:?}");
    assert!(host.error.as_deref().unwrap().contains("No such file or directory"), "{host:?}");
    assert_eq!(run("local").outcome, HostOutcome::Succeeded);
}
