//! A caller that is killed at any moment leaves nothing running. Each caller is a process of its own.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod c_abi;

use std::collections::BTreeSet;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader};
use std::process::{self, Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use serde_json::json;

const MARK: &str = "RUST_INTEROP_KILLED";
const ACTION: &str = "RUST_INTEROP_KILLED_ACTION";
const HOSTS: &str = "RUST_INTEROP_KILLED_HOSTS";

/// Sets more rounds than fit into a run of all tests.
const ROUNDS: &str = "RUST_INTEROP_ROUNDS";

/// The longest that anything may take on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Longer than a watchdog has to live to be replaced.
const SETTLED: Duration = Duration::from_millis(600);

#[test]
#[ignore = "runs until it is killed"]
fn start_actions() {
    let hosts: Vec<_> = (0..env::var(HOSTS).unwrap().parse::<u32>().unwrap()).map(|host| host.to_string()).collect();
    let input = json!({
        "timeout": 0, "retries": 0, "host_list": hosts, "action": env::var(ACTION).unwrap(), "job_id": 1,
        "transport": "local", "concurrency": 200
    });
    println!("\nstarts");
    c_abi::start_procedure(input.to_string());
}

/// A process that starts actions, and all processes with its mark.
struct Caller {
    child: Child,
    mark: String,
}

impl Caller {
    fn start(hosts: u32, action: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let mark = format!("{MARK}={}-{}-", process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "start_actions", "--ignored", "--nocapture"])
            .env(MARK, mark.split_once('=').unwrap().1)
            .env(ACTION, action)
            .env(HOSTS, hosts.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        assert!(output.lines().any(|line| line.unwrap() == "starts"));
        Self { child, mark }
    }

    fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// The processes with the mark in their environment.
    fn processes(&self) -> BTreeSet<u32> {
        all_processes().filter(|number| contains(&read(*number, "environ"), &self.mark)).collect()
    }

    /// The living watchdogs, recognised by their script.
    fn watchdogs(&self) -> BTreeSet<u32> {
        let parent = format!(" {} ", self.child.id());
        let is_child =
            |number: &u32| contains(read(*number, "stat").split(|byte| *byte == b')').next_back().unwrap(), &parent);
        let is_watchdog = |number: &u32| contains(&read(*number, "cmdline"), "read -r word");
        all_processes().filter(|number| is_child(number) && is_watchdog(number)).collect()
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        self.kill();
        for number in self.processes() {
            // It may have ended by now.
            let _ = signal_kill(number);
        }
    }
}

fn all_processes() -> impl Iterator<Item = u32> {
    fs::read_dir("/proc").unwrap().filter_map(|entry| entry.unwrap().file_name().to_str()?.parse().ok())
}

fn read(process: u32, name: &str) -> Vec<u8> {
    // Nothing is left of a process that has ended.
    fs::read(format!("/proc/{process}/{name}")).unwrap_or_default()
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

fn signal_kill(process: u32) -> bool {
    Command::new("kill").args(["-9", &process.to_string()]).stderr(Stdio::null()).status().unwrap().success()
}

/// Waits until `is_enough`, or until the patience ends. Returns what was found last.
fn eventually<T>(look: impl Fn() -> T, is_enough: impl Fn(&T) -> bool) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let found = look();
        if is_enough(&found) || Instant::now() > deadline {
            return found;
        }
        thread::sleep(Duration::from_millis(10));
    }
}

fn random_part_of(range: Duration) -> Duration {
    range.mul_f64(f64::from(u32::try_from(RandomState::new().hash_one(0) >> 32).unwrap()) / f64::from(u32::MAX))
}

fn rounds(default: u32) -> u32 {
    env::var(ROUNDS).map_or(default, |rounds| rounds.parse().unwrap())
}

/// Waits for all callers together, because a watchdog takes a while.
fn assert_nothing_left(callers: &[Caller]) {
    let all = || callers.iter().flat_map(Caller::processes).collect::<BTreeSet<_>>();
    let left = eventually(all, BTreeSet::is_empty);
    let left: Vec<_> =
        left.iter().map(|number| String::from_utf8_lossy(&read(*number, "cmdline")).replace('\0', " ")).collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn kill_caller_at_any_moment_of_its_starts_leaves_nothing_running() {
    let mut callers = Vec::new();
    for _ in 0..rounds(15) {
        let mut caller = Caller::start(200, "exec sleep 300");
        thread::sleep(random_part_of(Duration::from_millis(300)));
        caller.kill();
        callers.push(caller);
    }
    assert_nothing_left(&callers);
}

#[test]
fn kill_watchdog_at_any_moment_and_then_the_caller_leaves_nothing_running() {
    let mut callers = Vec::new();
    for _ in 0..rounds(2) {
        // Some of the hosts keep running, and the others make room for the next.
        let mut caller = Caller::start(2000, "case $HOST in *7) exec sleep 300;; esac; sleep 0.1");
        let first = eventually(|| caller.watchdogs(), |found| !found.is_empty());
        assert_eq!(first.len(), 1);
        thread::sleep(SETTLED + random_part_of(Duration::from_secs(1)));
        assert!(first.iter().copied().all(signal_kill));
        // The killed one may be there for a moment longer.
        let second = eventually(|| caller.watchdogs(), |found| !found.is_empty() && found.is_disjoint(&first));
        assert_eq!(second.len(), 1, "the watchdog was not replaced");
        caller.kill();
        callers.push(caller);
    }
    assert_nothing_left(&callers);
}

#[test]
fn kill_caller_whose_action_has_lost_its_mark_leaves_nothing_running() {
    // More than a pipe holds: once it is written, the caller reads, and so has listed the group.
    let mut caller = Caller::start(1, "head -c 200000 /dev/zero; exec env -u RUST_INTEROP_CHILD sleep 300");
    let sleeps = |number: &u32| read(*number, "cmdline").starts_with(b"sleep");
    let found = eventually(|| caller.processes(), |found| found.iter().any(sleeps));
    assert!(found.iter().any(sleeps), "{found:?}");
    caller.kill();
    assert_nothing_left(&[caller]);
}

#[test]
fn kill_watchdog_while_no_action_starts_starts_another() {
    let mut caller = Caller::start(3, "exec sleep 300");
    let first = eventually(|| caller.watchdogs(), |found| !found.is_empty());
    thread::sleep(SETTLED);
    assert!(first.iter().copied().all(signal_kill));
    let second = eventually(|| caller.watchdogs(), |found| !found.is_empty() && found.is_disjoint(&first));
    assert_eq!(second.len(), 1, "the watchdog was not replaced");
    caller.kill();
    assert_nothing_left(&[caller]);
}
