//! How connections that are kept end: with their caller, with its limits. Each caller is a process of its own.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "forks")]

mod c_abi;
#[allow(dead_code, reason = "each test uses only part of it")]
#[path = "kept/sshd.rs"]
mod sshd;
#[path = "kept/through.rs"]
mod through;

use std::hash::{BuildHasher, RandomState};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;
use std::{env, fs, thread};

use rust_interop_fleet::{HostOutcome, ProcedureOutput};
use serde_json::{Value, json};
use sshd::{Sshd, eventually};
use through::Listener;

const FORKS: &str = "RUST_INTEROP_KEPT_FORKS";

/// Runs the inputs that it reads, line by line, and prints a line for each. Then it ends, as programs do.
#[test]
#[ignore = "a caller of other tests"]
fn run_inputs() {
    if env::var_os(FORKS).is_some() {
        // While it waits, it holds a copy of whatever its parent has.
        for line in io::stdin().lines().take(1) {
            run_input(&line.unwrap());
        }
        // SAFETY: the child process only calls what a forked process may call.
        let child = unsafe { libc::fork() };
        if child == 0 {
            io::stdin().lines().take(1).for_each(|line| run_input(&line.unwrap()));
            // SAFETY: ends the process without what belongs to the parent.
            unsafe { libc::_exit(0) };
        }
        let mut status = 0;
        // SAFETY: the status is live and writable for the call.
        assert_eq!(unsafe { libc::waitpid(child, &raw mut status, 0) }, child);
        assert_eq!(status, 0);
    }
    io::stdin().lines().for_each(|line| run_input(&line.unwrap()));
}

fn run_input(input: &str) {
    let output: ProcedureOutput = serde_json::from_str(&c_abi::start_procedure(input)).unwrap();
    println!("\nran {}", output.hosts.iter().filter(|host| host.outcome == HostOutcome::Succeeded).count());
}

struct Caller {
    child: Child,
    output: BufReader<ChildStdout>,
}

impl Caller {
    fn start(prefix: &str, variables: &[(&str, &str)]) -> Self {
        let mut child = Command::new("sh")
            .args(["-c", &format!("{prefix} exec \"$@\""), "sh"])
            .arg(env::current_exe().unwrap())
            .args(["--exact", "run_inputs", "--ignored", "--nocapture"])
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        Self { child, output }
    }

    fn send(&mut self, input: &Value) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{input}").unwrap();
    }

    /// How many hosts succeeded.
    fn run(&mut self, input: &Value) -> usize {
        self.send(input);
        let mut line = String::new();
        while !line.starts_with("ran ") {
            line.clear();
            assert_ne!(self.output.read_line(&mut line).unwrap(), 0, "the caller has ended");
        }
        line[4..].trim().parse().unwrap()
    }

    /// Waits until nobody holds its output any more.
    fn wait(mut self) -> bool {
        drop(self.child.stdin.take());
        self.output.read_to_string(&mut String::new()).unwrap();
        self.child.wait().unwrap().success()
    }
}

fn assert_nothing_left(sshd: &Sshd, folders: &[PathBuf]) {
    assert!(eventually(|| sshd.processes().is_empty()), "{:?}", sshd.processes());
    assert!(eventually(|| !sshd.is_connected()), "{:?}", sshd.connections());
    assert!(eventually(|| folders.iter().all(|folder| !folder.exists())), "{folders:?}");
}

#[test]
fn caller_that_ends_or_is_killed_leaves_no_connection_and_no_folder() {
    let Some(sshd) = Sshd::new("") else { return };
    for is_killed in [false, true] {
        let mut caller = Caller::start("", &[]);
        assert_eq!(caller.run(&sshd.input("true", &json!({ "host_list": ["a", "b"] }))), 2);
        let folders = sshd.socket_folders();
        assert_eq!((sshd.masters().len(), folders.len()), (2, 2));
        if is_killed {
            // One connection is in use then.
            caller.send(&sshd.input("touch ~/started; exec sleep 300", &json!({})));
            assert!(eventually(|| Path::new(&sshd.path("started")).exists()));
            caller.child.kill().unwrap();
        }
        assert_eq!(caller.wait(), !is_killed);
        assert_nothing_left(&sshd, &folders);
    }
}

#[test]
fn caller_that_ends_or_is_killed_leaves_nothing_of_a_connection_through_another_host() {
    let Some(sshd) = Sshd::new("") else { return };
    let listener = Listener::start(&sshd);
    let configuration = sshd.path("through_config");
    let text = format!("Host far\n{}Host *\nInclude {}\n", listener.host(), sshd.path("ssh_config"));
    fs::write(&configuration, text).unwrap();
    let by_command = format!("ProxyCommand=ssh -F {configuration} -W %h:%p near; true");
    for way in [["-J", "near"], ["-o", &by_command]] {
        for is_killed in [false, true] {
            let before = sshd.connections().len();
            let mut caller = Caller::start("", &[]);
            let arguments = ["-F", &configuration, way[0], way[1]];
            let input = |action: &str| {
                let mut input = sshd.input(action, &json!({ "host_list": ["far"] }));
                input["ssh_arguments"] = json!(arguments);
                input
            };
            assert_eq!([(); 2].map(|()| caller.run(&input("true"))), [1, 1]);
            // One to the host between, and one to the far one.
            assert_eq!((sshd.connections().len() - before, sshd.masters().len()), (2, 1), "{way:?}");
            let folders = sshd.socket_folders();
            if is_killed {
                caller.send(&input("touch ~/far; exec sleep 300"));
                assert!(eventually(|| Path::new(&sshd.path("far")).exists()));
                fs::remove_file(sshd.path("far")).unwrap();
                caller.child.kill().unwrap();
            }
            assert_eq!(caller.wait(), !is_killed);
            assert_nothing_left(&sshd, &folders);
        }
    }
}

#[test]
fn kill_caller_at_any_moment_of_its_first_connections_leaves_nothing() {
    let Some(sshd) = Sshd::new("") else { return };
    let hosts: Vec<_> = (0..10).map(|host| host.to_string()).collect();
    for _ in 0..4 {
        let runtime = sshd.path("runtime");
        fs::create_dir(&runtime).unwrap();
        let mut caller = Caller::start("", &[("XDG_RUNTIME_DIR", &runtime)]);
        caller.send(&sshd.input("exec sleep 300", &json!({ "host_list": hosts })));
        thread::sleep(Duration::from_millis(RandomState::new().hash_one(0) % 250));
        caller.child.kill().unwrap();
        caller.wait();
        assert_nothing_left(&sshd, &[]);
        // Unless it isn't empty.
        assert!(eventually(|| fs::remove_dir(&runtime).is_ok()));
    }
}

#[test]
fn connections_that_are_unused_for_the_longest_end_first() {
    let Some(sshd) = Sshd::new("") else { return };
    let mut caller = Caller::start("", &[]);
    let mut run = |host: &str| {
        assert_eq!(caller.run(&sshd.input("true", &json!({ "host_list": [host], "max_kept_connections": 2 }))), 1);
        sshd.connections().len()
    };
    assert_eq!(["a", "b", "a", "c", "a", "c", "b"].map(&mut run), [1, 2, 2, 3, 3, 3, 4]);
    assert!(eventually(|| sshd.masters().len() == 2));
    assert_eq!(["b", "c", "a"].map(&mut run), [4, 4, 5]);
    assert!(caller.wait());
}

#[test]
fn connections_leave_descriptors_for_others() {
    let Some(sshd) = Sshd::new("") else { return };
    let mut caller = Caller::start("ulimit -n 64;", &[]);
    let hosts: Vec<_> = (0..12).map(|host| host.to_string()).collect();
    for _ in 0..2 {
        assert_eq!(caller.run(&sshd.input("true", &json!({ "host_list": hosts }))), 12);
        // Half of 64 descriptors, 5 for each.
        assert!(eventually(|| sshd.masters().len() == 6), "{}", sshd.masters().len());
    }
    assert!(caller.wait());
}

#[test]
fn forked_child_makes_its_own_connection_and_leaves_its_parents_alone() {
    let Some(sshd) = Sshd::new("") else { return };
    let mut caller = Caller::start("", &[(FORKS, "1")]);
    let input = sshd.input("true", &json!({}));
    assert_eq!(caller.run(&input), 1);
    let parents = sshd.masters();
    assert_eq!(caller.run(&input), 1);
    assert!(eventually(|| sshd.masters() == parents), "{:?}", sshd.masters());
    assert_eq!(caller.run(&input), 1);
    assert_eq!((sshd.connections().len(), sshd.masters()), (2, parents));
    assert!(caller.wait());
}
