//! A caller that forks without exec and calls from the copy too, which has none of the threads that there were. A test
//! binary of its own: no other test is to hold a lock at the fork.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "forks")]

mod c_abi;

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{env, fs, thread};

use serde_json::json;

const HOSTS: usize = 40;

/// Whether all actions of a procedure run at once: each waits in the folder until all are there.
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
fn start_procedure_in_a_forked_copy_of_a_caller_works() {
    let folder: PathBuf = env::temp_dir().join(format!("rust-interop-forked-{}", std::process::id()));
    assert!(all_run(&folder));
    // Until the workers rest.
    thread::sleep(Duration::from_millis(200));
    // SAFETY: what the copy calls takes no lock that another thread held at the fork.
    let copy = unsafe { libc::fork() };
    if copy == 0 {
        let status = i32::from(!all_run(&folder));
        // SAFETY: ends the copy without what is the test runner's to do.
        unsafe { libc::_exit(status) };
    }
    let mut status = 0;
    // SAFETY: the status is live for the call.
    assert_eq!(unsafe { libc::waitpid(copy, &raw mut status, 0) }, copy);
    assert_eq!(status, 0);
}
