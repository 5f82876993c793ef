//! The begin of each attempt, reported while the hosts run.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod c_abi;

use std::time::Duration;

use c_abi::{Event, Run, START_PROCEDURE};
use rust_interop_fleet::{HostStart, ProcedureReport};
use serde_json::{Value, json};

const PATIENCE: Duration = Duration::from_secs(30);

/// The reports of a run on these hosts, one host at a time, with the members of `more` added to the input.
fn reports(hosts: &[&str], action: &str, more: &Value) -> Vec<String> {
    let mut input = json!({
        "timeout": 20, "retries": 1, "host_list": hosts, "action": action, "job_id": 5, "transport": "local",
        "retry_delay": 0, "concurrency": 1, "report_starts": true
    });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let run = Run::start(START_PROCEDURE, Some(&input.to_string()));
    let reports = run.wait_for(PATIENCE).into_iter().filter_map(|event| match event {
        Event::Progress(report) => Some(report),
        Event::Completed(_) => None,
    });
    reports.map(|report| in_short(&report)).collect()
}

fn in_short(report: &str) -> String {
    match serde_json::from_str(report).unwrap() {
        ProcedureReport::Start { start: HostStart { host, attempt } } => format!("start {host} {attempt}"),
        ProcedureReport::Output { output } => format!("output {} {} {}", output.host, output.attempt, output.text),
        ProcedureReport::Done(done) => format!("done {} {}", done.host.host, done.host.attempts),
        ProcedureReport::Block { block } => format!("block {} {}", block.first, block.count),
    }
}

#[test]
fn report_starts_has_each_attempt_before_its_output_and_the_end_of_its_host() {
    let action = "printf x; test $HOST = a || test $ATTEMPT = 2";
    assert_eq!(
        reports(&["a", "b"], action, &json!({ "report_output": true })),
        ["start a 1", "output a 1 x", "done a 1", "start b 1", "output b 1 x", "start b 2", "output b 2 x", "done b 2"]
    );
}

#[test]
fn report_starts_without_output_has_only_the_starts() {
    assert_eq!(reports(&["a"], "printf x; false", &json!({})), ["start a 1", "start a 2", "done a 2"]);
}

#[test]
fn report_starts_of_hosts_without_a_turn_are_none() {
    let more = json!({ "max_failures": 0, "retries": 0 });
    assert_eq!(reports(&["a", "b"], "false", &more), ["start a 1", "done a 1"]);
}

#[test]
fn report_starts_unless_asked_for_reports_none() {
    assert_eq!(reports(&["a"], "printf x", &json!({ "report_starts": false })), ["done a 1"]);
}
