//! A caller that has forked a copy of itself and is then killed: the copy lives on, and holds what it has inherited. A test
//! binary of its own, since it forks before any other thread calls.
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

/// Those whose environment has the mark.
fn processes_with(mark: &str) -> usize {
    let environments =
        fs::read_dir("/proc").unwrap().filter_map(|entry| fs::read(entry.ok()?.path().join("environ")).ok());
    environments.filter(|environment| environment.windows(mark.len()).any(|window| window == mark.as_bytes())).count()
}

fn comes_to(processes: usize, mark: &str) -> bool {
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
fn caller_killed_while_a_forked_copy_lives_leaves_no_action_running() {
    let mark = format!("FORKED_COPY_TEST={}", process::id());
    let (mut copies, mut to_test) = io::pipe().unwrap();
    // SAFETY: the test's threads have done nothing yet that the copy would miss.
    let caller = unsafe { libc::fork() };
    if caller == 0 {
        let input = json!({
            "timeout": 0, "retries": 0, "host_list": ["a", "b"], "action": format!("export {mark}; sleep 1000 & wait"),
            "job_id": 1, "transport": "local"
        });
        let _run = Run::start(START_PROCEDURE, Some(&input.to_string()));
        assert!(comes_to(2, &mark));
        // SAFETY: the copy only waits.
        let copy = unsafe { libc::fork() };
        if copy == 0 {
            loop {
                // SAFETY: no memory is touched.
                unsafe { libc::pause() };
            }
        }
        to_test.write_all(&copy.to_ne_bytes()).unwrap();
        // SAFETY: ends this process, without its exit handlers.
        unsafe { libc::raise(libc::SIGKILL) };
    }
    let mut copy = [0; 4];
    copies.read_exact(&mut copy).unwrap();
    // SAFETY: a status is not asked for.
    unsafe { libc::waitpid(caller, std::ptr::null_mut(), 0) };

    let is_ended = comes_to(0, &mark);

    assert!(Command::new("kill").args(["-9", &i32::from_ne_bytes(copy).to_string()]).status().unwrap().success());
    assert!(is_ended);
}
