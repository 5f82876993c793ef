//! A process that switches to another user while a procedure runs, as servers do. This is a test binary of its own
//! because there is no way back.
#![cfg(unix)]
#![expect(unsafe_code, reason = "sets the user")]

mod c_abi;

use std::path::PathBuf;
use std::time::Duration;
use std::{env, fs, process, thread};

use c_abi::{Event, Run, START_PROCEDURE};
use serde_json::json;

/// The user `nobody`.
const USER: libc::uid_t = 65_534;

#[test]
fn start_procedure_caller_switches_to_another_user_meanwhile_still_ends() {
    // SAFETY: the call takes no arguments and touches no memory.
    if unsafe { libc::geteuid() } != 0 {
        // Only root can become another user.
        return;
    }
    let may_end: PathBuf = env::temp_dir().join(format!("rust-interop-user-{}", process::id()));
    let action = format!(": >'{0}.started'; until test -e '{0}'; do sleep 0.01; done; echo done", may_end.display());
    let input = json!({
        "timeout": 0, "retries": 0, "host_list": ["a"], "action": action, "job_id": 1, "transport": "local"
    });
    let run = Run::start(START_PROCEDURE, Some(&input.to_string()));
    let started = may_end.with_file_name(format!("{}.started", may_end.file_name().unwrap().display()));
    while !started.exists() {
        thread::sleep(Duration::from_millis(5));
    }
    fs::remove_file(started).unwrap();
    // SAFETY: the call takes an integer; the library's threads switch to this user as well.
    assert_eq!(unsafe { libc::setuid(USER) }, 0);
    fs::write(&may_end, "").unwrap();

    let events = run.wait_for(Duration::from_secs(30));

    fs::remove_file(&may_end).unwrap();
    let Some(Event::Completed(reply)) = events.last() else { panic!("{events:?}") };
    assert!(reply.contains(r#""stdout":"done\n""#), "{reply}");
}
