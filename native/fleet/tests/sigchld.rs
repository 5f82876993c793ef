//! A process that ignores `SIGCHLD`, in which nobody can learn how a child process ended. This is a test binary of its
//! own because the signal belongs to the process.
#![cfg(unix)]
#![expect(unsafe_code, reason = "sets the disposition of a signal")]

mod c_abi;

use std::env;
use std::fs;

use rust_interop_fleet::{HostOutcome, ProcedureOutput};
use serde_json::json;

#[test]
fn start_procedure_with_sigchld_ignored_runs_each_action_once_and_says_what_is_unknown() {
    // SAFETY: installs no handler, and only changes the disposition.
    unsafe { libc::signal(libc::SIGCHLD, libc::SIG_IGN) };
    let trace = env::temp_dir().join(format!("rust-interop-sigchld-{}", std::process::id()));
    let hosts: Vec<String> = (0..300).map(|host| host.to_string()).collect();
    let input = json!({
        "timeout": 60, "retries": 2, "host_list": hosts, "action": format!("echo $HOST >>'{}'", trace.display()),
        "job_id": 1, "transport": "local", "retry_delay": 0
    });

    let output: ProcedureOutput = serde_json::from_str(&c_abi::start_procedure(input.to_string())).unwrap();

    let runs = fs::read_to_string(&trace).unwrap();
    fs::remove_file(&trace).unwrap();
    assert_eq!(runs.lines().count(), 300);
    for host in output.hosts {
        assert_eq!((host.outcome, host.attempts), (HostOutcome::Failed, 1), "{host:?}");
        assert!(host.error.as_deref().unwrap().contains("status could not be read"), "{host:?}");
    }
}
