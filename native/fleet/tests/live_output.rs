//! Output that is reported while the action runs, to a caller who may be slow.
#![cfg(unix)]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod c_abi;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::process::{self, Command};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use c_abi::waiting_listener::{Call, PATIENCE};
use rust_interop_fleet::{HostOutcome, HostOutput, HostResult, OutputStream, ProcedureReport};
use serde_json::{Value, json};

/// Runs the action on the hosts, with its output reported, and with the members of `more` added to the input.
fn start(hosts: &[&str], action: &str, more: &Value) -> Call {
    let mut members = json!({ "report_output": true });
    members.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Call::start(hosts, action, &members)
}

/// The next report, which has to be output.
fn next_output(call: &Call) -> HostOutput {
    match call.next() {
        ProcedureReport::Output { output } => output,
        other => panic!("{other:?}"),
    }
}

/// The output reported until the first host is done, and its result.
fn until_done(call: &Call) -> (Vec<HostOutput>, HostResult) {
    let mut outputs = Vec::new();
    loop {
        match call.next() {
            ProcedureReport::Output { output } => outputs.push(output),
            ProcedureReport::Done(done) => return (outputs, done.host),
            other @ (ProcedureReport::Block { .. } | ProcedureReport::Start { .. }) => panic!("{other:?}"),
        }
    }
}

/// A file that tells an action to go on, removed when dropped.
struct Gate(PathBuf);

impl Gate {
    fn new(name: &str) -> Self {
        Self(env::temp_dir().join(format!("rust-interop-live-{name}-{}", process::id())))
    }

    fn open(&self) {
        File::create(&self.0).unwrap();
    }

    fn wait(&self) -> String {
        format!("until test -e '{}'; do sleep 0.01; done", self.0.display())
    }
}

impl Drop for Gate {
    fn drop(&mut self) {
        // If the test failed, it wasn't opened.
        let _ = fs::remove_file(&self.0);
    }
}

/// Waits until the process has ended.
fn wait_for_end(process: &str) {
    let end = Instant::now() + PATIENCE;
    while Command::new("kill").args(["-0", process]).output().unwrap().status.success() {
        assert!(Instant::now() < end, "{process} still runs");
        thread::sleep(Duration::from_millis(5));
    }
}

fn text(outputs: &[HostOutput], stream: OutputStream, attempt: u32) -> String {
    outputs
        .iter()
        .filter(|output| (output.stream, output.attempt) == (stream, attempt))
        .map(|output| output.text.as_str())
        .collect()
}

#[test]
fn report_output_comes_while_the_action_runs() {
    let gate = Gate::new("runs");
    let call = start(&["a"], &format!("echo begin; {}; echo end", gate.wait()), &json!({}));
    let begin = HostOutput { host: "a".into(), stream: OutputStream::Stdout, attempt: 1, text: "begin\n".into() };
    assert_eq!(next_output(&call), begin);
    gate.open();
    assert_eq!(next_output(&call), HostOutput { text: "end\n".into(), ..begin });
    let (rest, host) = until_done(&call);
    assert_eq!((rest, host.stdout.as_str()), (vec![], "begin\nend\n"));
}

#[test]
fn report_output_has_each_stream_of_each_attempt_and_all_of_it_before_the_host_is_done() {
    let action = "echo out $ATTEMPT; echo err $ATTEMPT >&2; printf 'é€🦀\\377'; test $ATTEMPT = 2";
    let call = start(&["a"], action, &json!({ "retries": 1, "output_limit": 0 }));
    let (outputs, host) = until_done(&call);
    for attempt in [1, 2] {
        assert_eq!(text(&outputs, OutputStream::Stdout, attempt), format!("out {attempt}\né€🦀\u{FFFD}"));
        assert_eq!(text(&outputs, OutputStream::Stderr, attempt), format!("err {attempt}\n"));
    }
    assert_eq!((host.outcome, host.stdout.as_str(), host.truncated), (HostOutcome::Succeeded, "", true));
    assert_eq!(call.reply().hosts, [host]);
}

#[test]
fn report_output_unless_asked_for_reports_none() {
    let call = start(&["a"], "echo out", &json!({ "report_output": false }));
    let (outputs, host) = until_done(&call);
    assert_eq!((outputs, host.stdout.as_str()), (vec![], "out\n"));
}

#[test]
fn report_output_of_a_character_written_in_two_parts_is_not_broken() {
    let gate = Gate::new("parts");
    let action = format!("printf 'a\\342\\202'; {}; printf '\\254b\\342\\202'", gate.wait());
    let call = start(&["a"], &action, &json!({}));
    assert_eq!(next_output(&call).text, "a");
    gate.open();
    let (outputs, _) = until_done(&call);
    assert_eq!(text(&outputs, OutputStream::Stdout, 1), "€b\u{FFFD}");
}

/// A flood stops while the listener waits, and the timeout still ends it. All that it could write is reported.
#[test]
fn report_output_to_a_listener_that_waits_stops_the_action_until_its_timeout() {
    let call = start(&["a"], "echo $$; exec cat /dev/zero", &json!({ "timeout": 1, "output_limit": 2 }));
    let first = next_output(&call).text;
    wait_for_end(first.lines().next().unwrap());
    let (outputs, host) = until_done(&call);
    assert_eq!((host.outcome, host.attempts), (HostOutcome::TimedOut, 1));
    let written = first.len() + text(&outputs, OutputStream::Stdout, 1).len();
    assert!((65_536..500_000).contains(&written), "{written}");
    assert!(host.stdout.contains(&format!("[… {} bytes left out …]", written - 2)), "{written}, {}", host.stdout);
}

#[test]
fn report_output_cancelled_while_the_listener_waits_ends_the_action_and_reports_what_waits() {
    let call = start(&["a"], "echo $$; exec cat /dev/zero", &json!({}));
    let process = next_output(&call).text;
    let process = process.lines().next().unwrap();
    // Takes what may follow the first line, so that from here on the listener waits.
    let (mut outputs, mut size) = (0, 0);
    while size < 200_000 {
        size += next_output(&call).text.len();
        outputs += 1;
    }
    assert!(outputs > 1);
    call.cancel();
    wait_for_end(process);
    let (outputs, host) = until_done(&call);
    let rest = text(&outputs, OutputStream::Stdout, 1);
    assert!((1..500_000).contains(&rest.len()), "{}", rest.len());
    assert_eq!(host.outcome, HostOutcome::Cancelled);
    assert!(host.stdout.starts_with(process), "the result has it");
}

#[test]
fn report_output_of_an_action_that_ended_while_the_listener_waited_is_complete() {
    let call = start(&["a"], "echo $$; head -c 100000 /dev/zero; echo end", &json!({}));
    let first = next_output(&call).text;
    wait_for_end(first.lines().next().unwrap());
    let (outputs, host) = until_done(&call);
    let all = first + &text(&outputs, OutputStream::Stdout, 1);
    let (process, rest) = all.split_once('\n').unwrap();
    assert_eq!((rest.len(), rest.ends_with("\0end\n")), (100_004, true), "of {process}");
    assert_eq!(host.outcome, HostOutcome::Succeeded);
}

/// A host that floods has only so much waiting, so that another one's output comes through.
#[test]
fn report_output_of_a_flood_does_not_hold_up_another_host() {
    let gate = Gate::new("flood");
    let flood = format!("until test -e '{}'; do head -c 100000 /dev/zero; done", gate.0.display());
    let action = format!("if test $HOST = a; then {flood}; else echo hello; fi");
    let call = start(&["a", "b"], &action, &json!({ "output_limit": 0 }));
    let mut outcomes = BTreeMap::new();
    while outcomes.len() < 2 {
        match call.next() {
            ProcedureReport::Output { output } if output.host == "b" => gate.open(),
            ProcedureReport::Output { .. } => {}
            ProcedureReport::Done(done) => drop(outcomes.insert(done.host.host, done.host.outcome)),
            other @ (ProcedureReport::Block { .. } | ProcedureReport::Start { .. }) => panic!("{other:?}"),
        }
    }
    assert!(outcomes.values().all(|outcome| *outcome == HostOutcome::Succeeded), "{outcomes:?}");
}

/// Otherwise the output of any number of hosts could wait.
#[test]
fn report_output_that_waits_keeps_its_host_running_and_the_next_from_starting() {
    let gates = ["b", "c"].map(Gate::new);
    let [b, c] = gates.each_ref().map(|gate| gate.0.display());
    let action = format!("case $HOST in b) : >'{b}';; c) : >'{c}';; esac; echo $HOST");
    let call = start(&["a", "b", "c"], &action, &json!({ "concurrency": 1 }));
    // The listener has the output of the first host by then, but not that of the second.
    let end = Instant::now() + PATIENCE;
    while !gates[0].0.exists() {
        assert!(Instant::now() < end);
        thread::sleep(Duration::from_millis(5));
    }
    thread::sleep(Duration::from_millis(100));
    assert!(!gates[1].0.exists());
    for host in ["a", "b", "c"] {
        assert_eq!(next_output(&call).host, host);
        assert_eq!(until_done(&call).1.host, host);
    }
}

/// What an ended action left in the background may write without end: it isn't waited for.
#[test]
fn report_output_of_a_background_process_that_floods_ends_with_the_action() {
    let call = start(&["a"], "cat /dev/zero & exec sleep 0.1", &json!({ "output_limit": 0 }));
    let (_, host) = until_done(&call);
    assert_eq!(host.outcome, HostOutcome::Succeeded);
}
