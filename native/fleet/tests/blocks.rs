//! Blocks of hosts, which start only once the caller has taken the report of them; and drains.
#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod c_abi;

use std::path::PathBuf;
use std::{env, fs, process};

use c_abi::waiting_listener::Call;
use rust_interop_fleet::{HostBlock, HostOutcome, ProcedureOutput, ProcedureReport, ProcedureResult};
use serde_json::json;

const HOSTS: [&str; 5] = ["a", "b", "c", "d", "e"];

/// A file that each action adds its host to when it begins.
struct Log(PathBuf);

impl Log {
    fn new(test: &str) -> Self {
        let log = Self(env::temp_dir().join(format!("rust-interop-blocks-{test}-{}", process::id())));
        fs::write(&log.0, "").unwrap();
        log
    }

    /// An action that writes to the log, and waits for the file to go if it is to wait.
    fn action(&self) -> String {
        format!("echo $HOST >> '{}'", self.0.display())
    }

    fn waiting_action(&self) -> String {
        format!("{}; while test -e '{}'; do sleep 0.01; done", self.action(), self.0.display())
    }

    fn hosts(&self) -> Vec<String> {
        let mut hosts: Vec<String> = fs::read_to_string(&self.0).unwrap().lines().map(str::to_owned).collect();
        hosts.sort();
        hosts
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        // The test may have removed it.
        let _ = fs::remove_file(&self.0);
    }
}

fn next_block(call: &Call) -> HostBlock {
    match call.next() {
        ProcedureReport::Block { block } => block,
        other => panic!("{other:?}"),
    }
}

/// Takes reports of hosts that are done.
fn take_done(call: &Call, hosts: usize) {
    for _ in 0..hosts {
        let report = call.next();
        assert!(matches!(report, ProcedureReport::Done(_)), "{report:?}");
    }
}

/// The reply of a call that may have reported its first block before the end.
fn reply_after_a_block(call: &Call) -> ProcedureOutput {
    let json = call.take();
    if json.contains("\"block\"") { call.reply() } else { serde_json::from_str(&json).unwrap() }
}

fn outcomes(output: &ProcedureOutput) -> Vec<HostOutcome> {
    output.hosts.iter().map(|host| host.outcome).collect()
}

#[test]
fn block_size_starts_no_host_before_the_caller_has_taken_its_block() {
    let log = Log::new("order");
    // The listener waits within each report until it is taken, so the next block is reported only after these.
    let call = Call::start(&HOSTS, &log.action(), &json!({ "block_size": 2, "concurrency": 1 }));
    let mut begun = Vec::new();
    for (first, count) in [(0, 2), (2, 2), (4, 1)] {
        let mut done = 0;
        loop {
            match call.next() {
                ProcedureReport::Block { block } => {
                    assert_eq!(block, HostBlock { first, count });
                    break;
                }
                ProcedureReport::Done(_) => done += 1,
                other => panic!("{other:?}"),
            }
        }
        assert!(log.hosts().len() <= first, "{:?} began before the block {first}", log.hosts());
        begun.push(done);
    }
    take_done(&call, HOSTS.len() - begun.iter().sum::<usize>());
    let output = call.reply();
    assert_eq!(outcomes(&output), [HostOutcome::Succeeded; 5]);
    assert_eq!(log.hosts(), HOSTS);
}

#[test]
fn block_size_refused_by_a_cancel_starts_none_of_the_block() {
    let log = Log::new("cancel");
    let call = Call::start(&HOSTS, &log.action(), &json!({ "block_size": 3 }));
    // The listener has not taken the report of the first block.
    call.cancel();
    let output = reply_after_a_block(&call);
    assert_eq!((output.result, outcomes(&output)), (ProcedureResult::Cancelled, vec![HostOutcome::NotStarted; 5]));
    assert!(log.hosts().is_empty());
}

#[test]
fn block_size_without_a_listener_starts_all_hosts() {
    let log = Log::new("deaf");
    let input = json!({
        "timeout": 20, "retries": 0, "host_list": HOSTS, "action": log.action(), "job_id": 1, "transport": "local",
        "block_size": 1
    });
    let output: ProcedureOutput = serde_json::from_str(&c_abi::start_procedure(input.to_string())).unwrap();
    assert_eq!(outcomes(&output), [HostOutcome::Succeeded; 5]);
}

#[test]
fn drain_lets_what_runs_end_and_starts_nothing_more() {
    let log = Log::new("drain");
    let call = Call::start(&HOSTS, &log.waiting_action(), &json!({ "block_size": 4, "concurrency": 2 }));
    assert_eq!(next_block(&call), HostBlock { first: 0, count: 4 });
    while log.hosts().len() < 2 {
        std::thread::yield_now();
    }
    call.drain();
    call.drain();
    fs::remove_file(&log.0).unwrap();
    take_done(&call, 2);
    let output = call.reply();
    assert_eq!(output.result, ProcedureResult::Success);
    let [succeeded, not_started] = [HostOutcome::Succeeded, HostOutcome::NotStarted];
    assert_eq!(outcomes(&output), [succeeded, succeeded, not_started, not_started, not_started]);
}

#[test]
fn drain_while_the_caller_has_a_block_starts_none_of_it() {
    let log = Log::new("drain-block");
    let call = Call::start(&HOSTS, &log.action(), &json!({ "block_size": 3 }));
    call.drain();
    let output = reply_after_a_block(&call);
    assert_eq!((output.result, outcomes(&output)), (ProcedureResult::Success, vec![HostOutcome::NotStarted; 5]));
    assert!(log.hosts().is_empty());
}
