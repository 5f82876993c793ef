//! A caller that forks without exec, whose child process makes a call too, without any of the caller's threads. This is
//! a test binary of its own because no other test may hold a lock at the fork.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "forks")]

mod c_abi;

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs, thread};

use serde_json::json;

const HOSTS: usize = 40;

/// Whether all actions of a procedure run at once: each waits in the folder until all have arrived.
fn all_run(folder: &Path) -> bool {
    fs::create_dir(folder).unwrap();
    let hosts: Vec<String> = (0..HOSTS).map(|host| host.to_string()).collect();
    let action =
        format!("cd '{}' && : >$HOST; while test $(ls | wc -l) -lt {HOSTS}; do sleep 0.01; done", folder.display());
    let input = json!({
        "timeout": 20, "retries": 0, "host_list": hosts, "action": action, "job_id": 1, "transport": "local"
    });
    let reply = c_abi::start_procedure(input.to_string());
    fs::remove_dir_all(folder).unwrap();
    reply.contains("0 hosts failed")
}

#[test]
fn start_procedure_in_a_forked_child_works() {
    let folder: PathBuf = env::temp_dir().join(format!("rust-interop-forked-{}", std::process::id()));
    assert!(all_run(&folder));
    // Gives the workers time to park.
    thread::sleep(Duration::from_millis(200));
    // SAFETY: what the child process calls takes no lock that another thread held at the fork.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let status = i32::from(!all_run(&folder));
        // SAFETY: ends the child process without the test runner's cleanup.
        unsafe { libc::_exit(status) };
    }
    let mut status = 0;
    // SAFETY: the status is live for the call.
    assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
    assert_eq!(status, 0);
}
