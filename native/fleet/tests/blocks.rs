//! Blocks of hosts, which start only once the caller has taken the report of them; and drains.
#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod c_abi;
#[path = "kept/sshd.rs"]
#[allow(dead_code, reason = "each test uses only part of it")]
mod sshd;

use std::path::PathBuf;
use std::time::Duration;
use std::{env, fs, iter, process, thread};

use c_abi::waiting_listener::Call;
use rust_interop_fleet::{HostBlock, HostOutcome, ProcedureOutput, ProcedureReport, ProcedureResult};
use serde_json::json;
use sshd::{SSHD, Sshd};

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

/// A procedure whose cancel waits before it reaches `start_procedure`.
mod slow_to_cancel {
    use std::ffi::{c_char, c_void};
    use std::io;
    use std::sync::Barrier;

    use rust_interop::Context;
    use rust_interop_fleet::{ProcedureInput, ProcedureOutput, start_procedure};

    use super::c_abi::{Callbacks, Start};

    /// Passed when the cancel has begun, and again before it goes on.
    pub(super) static CANCEL: Barrier = Barrier::new(2);

    pub(super) const START: Start = raw::slow_to_cancel_async;

    rust_interop::export_procedure!("slow_to_cancel", "slow_to_cancel", "slow_to_cancel_async", run);

    #[expect(unsafe_code, reason = "declares a C function")]
    mod raw {
        use super::{Callbacks, c_char, c_void};

        unsafe extern "C" {
            pub(super) fn slow_to_cancel_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
        }
    }

    fn run(input: ProcedureInput, context: &Context) -> io::Result<ProcedureOutput> {
        let _slow = context.on_cancel(|| {
            CANCEL.wait();
            CANCEL.wait();
        });
        start_procedure(input, context)
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
fn block_size_refused_while_another_cancel_runs_starts_none_of_the_block() {
    let log = Log::new("cancels");
    let call = Call::start_by(slow_to_cancel::START, &HOSTS, &log.action(), &json!({ "block_size": 5 }));
    let block = call.see();
    assert!(block.contains("\"block\""), "{block}");
    let handle = call.handle();
    let other = thread::spawn(move || handle.cancel());
    slow_to_cancel::CANCEL.wait();
    // It returns at once. The other one has not closed the job yet.
    call.cancel();
    call.let_go();
    let output = call.reply();
    slow_to_cancel::CANCEL.wait();
    other.join().unwrap();
    assert_eq!(outcomes(&output), [HostOutcome::NotStarted; 5]);
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
fn block_lifetime_that_is_over_reports_the_block_again_before_it_starts() {
    let log = Log::new("lifetime");
    let call = Call::start(&HOSTS, &log.action(), &json!({ "block_size": 5, "block_lifetime": 1 }));
    let first = call.see();
    assert!(first.contains("\"block\""), "{first}");
    // As if the process were frozen while the caller is asked.
    thread::sleep(Duration::from_millis(1100));
    call.let_go();
    assert_eq!(call.see(), first);
    assert!(log.hosts().is_empty(), "the grant came too late");
    call.cancel();
    call.let_go();
    assert_eq!(outcomes(&call.reply()), [HostOutcome::NotStarted; 5]);
    assert!(log.hosts().is_empty());
}

#[test]
fn block_lifetime_that_is_over_reports_the_host_of_a_retry_before_it() {
    let log = Log::new("retry");
    let more = json!({ "block_size": 5, "block_lifetime": 1, "retries": 1, "retry_delay": 1.1 });
    let call = Call::start(&["a", "b"], &format!("{}; test $HOST = a", log.action()), &more);
    assert_eq!(next_block(&call), HostBlock { first: 0, count: 2 });
    take_done(&call, 1);
    let again = call.see();
    assert!(again.contains("\"block\""), "{again}");
    assert_eq!(log.hosts(), ["a", "b"]);
    // A drain lets it go on.
    call.drain();
    call.let_go();
    take_done(&call, 1);
    let output = call.reply();
    assert_eq!((output.hosts[1].outcome, output.hosts[1].attempts), (HostOutcome::Failed, 2));
    assert_eq!(log.hosts(), ["a", "b", "b"]);
}

#[test]
fn block_lifetime_refused_before_a_retry_makes_none() {
    let log = Log::new("no-retry");
    let more = json!({ "block_size": 1, "block_lifetime": 1, "retries": 1, "retry_delay": 1.1 });
    let call = Call::start(&["a"], &format!("{}; exit 1", log.action()), &more);
    assert_eq!(next_block(&call), HostBlock { first: 0, count: 1 });
    assert!(call.see().contains("\"block\""));
    call.cancel();
    call.let_go();
    take_done(&call, 1);
    let output = call.reply();
    assert_eq!((output.hosts[0].outcome, output.hosts[0].attempts), (HostOutcome::Cancelled, 1));
    assert_eq!(log.hosts(), ["a"]);
}

fn is_block(report: &ProcedureReport) -> bool {
    matches!(report, ProcedureReport::Block { .. })
}

/// Over a connection that takes longer than the block lives, by each way that an action can take to its host.
#[test]
fn block_lifetime_that_is_over_when_ssh_is_connected_reports_the_host_before_its_action() {
    let Some(sshd) = Sshd::new("") else { return };
    thread::scope(|scope| {
        for (shell, kept) in [("posix", 0), ("posix", 60), ("none", 60)] {
            let (sshd, log) = (&sshd, Log::new(&format!("ssh-{shell}-{kept}")));
            scope.spawn(move || {
                let proxy = format!("ProxyCommand=sh -c 'sleep 1.2; exec {SSHD} -i -f {}'", sshd.path("sshd_config"));
                let input = sshd.input(
                    "",
                    &json!({
                        "transport": "ssh", "remote_shell": shell, "keep_connections": kept,
                        "block_size": 1, "block_lifetime": 1, "ssh_arguments": ["-o", proxy]
                    }),
                );
                let action = format!("echo there >> '{}'", log.0.display());
                let mut more = input.clone();
                for name in ["host_list", "action"] {
                    more.as_object_mut().unwrap().remove(name);
                }
                // Otherwise one would wait for the connection of another.
                let host = format!("{shell}-{kept}");
                let call = Call::start(&[&host], &action, &more);
                assert_eq!(next_block(&call), HostBlock { first: 0, count: 1 });
                let again = call.see();
                assert!(again.contains("\"block\""), "{host}: {again}");
                assert!(log.hosts().is_empty(), "{host}");
                call.let_go();
                // On a busy machine, it may take longer than the block lives again.
                let done = iter::repeat_with(|| call.next()).find(|report| !is_block(report)).unwrap();
                assert!(matches!(done, ProcedureReport::Done(_)), "{done:?}");
                let output = call.reply();
                assert_eq!(outcomes(&output), [HostOutcome::Succeeded], "{:?}", output.hosts);
                assert_eq!(log.hosts(), ["there"], "{host}");
            });
        }
    });
}

#[test]
fn drain_lets_what_runs_end_and_starts_nothing_more() {
    let log = Log::new("drain");
    let call = Call::start(&HOSTS, &log.waiting_action(), &json!({ "block_size": 4, "concurrency": 2 }));
    assert_eq!(next_block(&call), HostBlock { first: 0, count: 4 });
    while log.hosts().len() < 2 {
        thread::yield_now();
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
