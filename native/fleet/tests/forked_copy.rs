//! A caller that has forked and is then killed: its child process lives on and holds what it inherited. This is a test
//! binary of its own because it forks before any other thread makes a call.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "forks")]

mod c_abi;

use std::io::{self, Read, Write};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{fs, process, thread};

use c_abi::{Run, START_PROCEDURE};
use serde_json::json;

/// How many processes have the mark in their environment.
fn processes_with(mark: &str) -> usize {
    let environments =
        fs::read_dir("/proc").unwrap().filter_map(|entry| fs::read(entry.ok()?.path().join("environ")).ok());
    environments.filter(|environment| environment.windows(mark.len()).any(|window| window == mark.as_bytes())).count()
}

fn becomes(processes: usize, mark: &str) -> bool {
    let patience = Instant::now() + Duration::from_secs(30);
    while processes_with(mark) != processes {
        if Instant::now() > patience {
            return false;
        }
        thread::sleep(Duration::from_millis(5));
    }
    true
}

#[test]
fn kill_caller_with_a_living_forked_child_leaves_no_action_running() {
    let mark = format!("FORKED_COPY_TEST={}", process::id());
    let (mut copies, mut to_test) = io::pipe().unwrap();
    // SAFETY: the test's threads have done nothing yet that the child process would lack.
    let caller = unsafe { libc::fork() };
    if caller == 0 {
        let input = json!({
            "timeout": 0, "retries": 0, "host_list": ["a", "b"], "action": format!("export {mark}; sleep 1000 & wait"),
            "job_id": 1, "transport": "local"
        });
        let _run = Run::start(START_PROCEDURE, Some(&input.to_string()));
        assert!(becomes(2, &mark));
        // SAFETY: the child process only waits.
        let copy = unsafe { libc::fork() };
        if copy == 0 {
            loop {
                // SAFETY: the call touches no memory.
                unsafe { libc::pause() };
            }
        }
        to_test.write_all(&copy.to_ne_bytes()).unwrap();
        // SAFETY: ends this process without its exit handlers.
        unsafe { libc::raise(libc::SIGKILL) };
    }
    let mut copy = [0; 4];
    copies.read_exact(&mut copy).unwrap();
    // SAFETY: NULL means that the status isn't wanted.
    unsafe { libc::waitpid(caller, std::ptr::null_mut(), 0) };

    let is_ended = becomes(0, &mark);

    assert!(Command::new("kill").args(["-9", &i32::from_ne_bytes(copy).to_string()]).status().unwrap().success());
    assert!(is_ended);
}
