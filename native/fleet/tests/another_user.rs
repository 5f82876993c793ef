//! A process that becomes another user's while a procedure runs, as servers do. A test binary of its own, since there is no
//! way back.
#![cfg(unix)]
#![expect(unsafe_code, reason = "sets the user")]

mod c_abi;

use std::path::PathBuf;
use std::time::Duration;
use std::{env, fs, process, thread};

use c_abi::{Event, Run, START_PROCEDURE};
use serde_json::json;

/// That of nobody's.
const USER: libc::uid_t = 65_534;

#[test]
fn start_procedure_caller_becomes_another_user_meanwhile_ends_all_the_same() {
    // SAFETY: the call takes no arguments and touches no memory.
    if unsafe { libc::geteuid() } != 0 {
        // Only root can become another user.
        return;
    }
    let goes_on: PathBuf = env::temp_dir().join(format!("rust-interop-user-{}", process::id()));
    let action = format!(": >'{0}.started'; until test -e '{0}'; do sleep 0.01; done; echo done", goes_on.display());
    let input = json!({
        "timeout": 0, "retries": 0, "host_list": ["a"], "action": action, "job_id": 1, "transport": "local"
    });
    let run = Run::start(START_PROCEDURE, Some(&input.to_string()));
    let started = goes_on.with_file_name(format!("{}.started", goes_on.file_name().unwrap().display()));
    while !started.exists() {
        thread::sleep(Duration::from_millis(5));
    }
    fs::remove_file(started).unwrap();
    // SAFETY: the call takes an integer; the library's threads become this user's as well.
    assert_eq!(unsafe { libc::setuid(USER) }, 0);
    fs::write(&goes_on, "").unwrap();

    let events = run.wait_for(Duration::from_secs(30));

    fs::remove_file(&goes_on).unwrap();
    let Some(Event::Completed(reply)) = events.last() else { panic!("{events:?}") };
    assert!(reply.contains(r#""stdout":"done\n""#), "{reply}");
}
