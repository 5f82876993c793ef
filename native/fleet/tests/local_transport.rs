//! Procedures on this machine, from the text of the input to that of the output.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod c_abi;

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs};

use rust_interop_fleet::{HostOutcome, HostResult, ProcedureOutput, ProcedureResult};
use serde_json::{Value, json};

/// Runs the action on the hosts, with the members of `more` added to the input.
fn run(hosts: &[&str], action: &str, more: &Value) -> ProcedureOutput {
    let mut input = json!({
        "timeout": 20, "retries": 0, "host_list": hosts, "action": action, "job_id": 5,
        "transport": "local", "retry_delay": 0.01
    });
    let members = input.as_object_mut().unwrap();
    members.extend(more.as_object().unwrap().clone());
    serde_json::from_str(&c_abi::start_procedure(input.to_string())).unwrap()
}

fn run_one(action: &str, more: &Value) -> HostResult {
    run(&["a"], action, more).hosts.remove(0)
}

/// A folder of the test's own, removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("rust-interop-test-{}-{number}", std::process::id()));
        fs::create_dir(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

#[test]
fn start_procedure_mixed_hosts_reports_which_failed_in_order() {
    let output = run(&["a", "b", "c", "d"], "case $HOST in b|d) exit 3;; esac; echo $HOST $JOB_ID", &json!({}));

    assert_eq!((output.job_id, output.result), (5, ProcedureResult::Success));
    assert_eq!(output.message, "2 hosts failed");
    assert_eq!(output.failed_hosts, ["b", "d"]);
    let hosts: Vec<_> = output.hosts.iter().map(|host| (host.host.as_str(), host.exit_code)).collect();
    assert_eq!(hosts, [("a", Some(0)), ("b", Some(3)), ("c", Some(0)), ("d", Some(3))]);
    assert_eq!(output.hosts[2].stdout, "c 5\n");
}

#[test]
fn start_procedure_no_hosts_finishes_at_once() {
    let output = run(&[], "true", &json!({}));
    assert_eq!((output.message.as_str(), output.hosts.len()), ("0 hosts failed", 0));
}

#[test]
fn start_procedure_failing_action_is_retried_until_it_succeeds() {
    let host = run_one("echo $ATTEMPT; test $ATTEMPT -ge 3", &json!({ "retries": 5 }));
    assert_eq!((host.outcome, host.attempts, host.stdout.as_str()), (HostOutcome::Succeeded, 3, "3\n"));
}

#[test]
fn start_procedure_action_that_never_succeeds_is_tried_once_more_than_retries() {
    let host = run_one("exit 9", &json!({ "retries": 2 }));
    assert_eq!((host.outcome, host.attempts, host.exit_code), (HostOutcome::Failed, 3, Some(9)));
}

#[test]
fn start_procedure_timeout_is_per_attempt_and_retried() {
    let host = run_one("echo $ATTEMPT; test $ATTEMPT = 2 || sleep 1000", &json!({ "timeout": 2, "retries": 1 }));
    assert_eq!((host.outcome, host.attempts), (HostOutcome::Succeeded, 2));
    let host = run_one("echo started; sleep 1000", &json!({ "timeout": 1 }));
    assert_eq!((host.outcome, host.exit_code, host.stdout.as_str()), (HostOutcome::TimedOut, None, "started\n"));
}

#[test]
fn start_procedure_action_ended_by_a_signal_has_no_exit_code() {
    let host = run_one("kill -9 $$", &json!({}));
    assert_eq!((host.outcome, host.exit_code), (HostOutcome::Failed, None));
    assert_eq!(host.error.as_deref(), Some("the action was ended by a signal: 9 (SIGKILL)"));
}

#[test]
fn start_procedure_output_limit_applies_to_each_stream() {
    let host = run_one("printf 12345; printf 1234567 >&2", &json!({ "output_limit": 5 }));
    let stderr = "123\n[… 2 bytes left out …]\n67";
    assert_eq!((host.stdout.as_str(), host.stderr.as_str(), host.truncated), ("12345", stderr, true));
    let host = run_one("printf 12345", &json!({ "output_limit": 5 }));
    assert!(!host.truncated);
    let host = run_one("printf 1", &json!({ "output_limit": 0 }));
    assert_eq!((host.stdout.as_str(), host.truncated), ("", true));
}

#[test]
fn start_procedure_action_reads_an_empty_input() {
    assert_eq!(run_one("cat; echo end", &json!({})).stdout, "end\n");
}

#[test]
fn start_procedure_action_that_looks_like_an_option_runs() {
    assert_eq!(run_one("-x 2>&- || echo run", &json!({})).stdout, "run\n");
}

#[test]
fn start_procedure_max_failures_starts_no_further_hosts() {
    use HostOutcome::{Failed, NotStarted, Succeeded};

    let hosts = ["a", "b", "c", "d", "e"];
    let output = run(&hosts, "test $HOST = b", &json!({ "max_failures": 1, "concurrency": 1 }));
    let outcomes: Vec<_> = output.hosts.iter().map(|host| host.outcome).collect();
    assert_eq!(outcomes, [Failed, Succeeded, Failed, NotStarted, NotStarted]);
    assert_eq!((output.failed_hosts, output.message.as_str()), (vec!["a".into(), "c".into()], "2 hosts failed"));
}

#[test]
fn start_procedure_batch_starts_when_all_of_the_last_one_have_ended() {
    let folder = Folder::new();
    // Each host fails at first, and succeeds only when the hosts of the batch before are done.
    let action = format!(
        "cd '{}' && test $ATTEMPT = 2 && case $HOST in b|c) test -e a;; d) test -e b && test -e c;; esac && : >$HOST",
        folder.0.display()
    );
    let output = run(&["a", "b", "c", "d"], &action, &json!({ "retries": 1, "batches": [1, "50%"] }));
    assert_eq!(output.failed_hosts, [""; 0], "{output:?}");
}

#[test]
fn start_procedure_max_batch_failures_starts_no_further_hosts() {
    use HostOutcome::{Failed, NotStarted, Succeeded};

    for (batches, most, expected) in [
        (json!([2]), json!("50%"), [Failed, Succeeded, Failed, Failed, NotStarted]),
        (json!([1, 3]), json!(0), [Failed, NotStarted, NotStarted, NotStarted, NotStarted]),
        (json!([3]), json!("34%"), [Failed, Succeeded, Failed, NotStarted, NotStarted]),
    ] {
        let more = json!({ "batches": batches, "max_batch_failures": most, "concurrency": 1 });
        let output = run(&["a", "b", "c", "d", "e"], "test $HOST = b", &more);
        let outcomes: Vec<_> = output.hosts.iter().map(|host| host.outcome).collect();
        assert_eq!(outcomes, expected, "{batches}");
    }
}

#[test]
fn start_procedure_concurrency_is_used() {
    let folder = Folder::new();
    // Each action waits until all three run.
    let action =
        format!("cd '{}' && : >run$HOST; while test $(ls | wc -l) -lt 3; do sleep 0.01; done", folder.0.display());
    let output = run(&["a", "b", "c"], &action, &json!({ "concurrency": 3 }));
    assert_eq!(output.failed_hosts, [""; 0]);
}

#[test]
fn start_procedure_concurrency_is_never_exceeded() {
    let folder = Folder::new();
    let hosts: Vec<String> = (0..12).map(|number| number.to_string()).collect();
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    // Each action counts how many run at the same time.
    let action = format!("cd '{}' && : >run$HOST && ls run* | wc -l && sleep 0.02; rm run$HOST", folder.0.display());
    let output = run(&hosts, &action, &json!({ "concurrency": 3 }));
    let most = output.hosts.iter().map(|host| host.stdout.trim().parse::<u32>().unwrap()).max();
    assert!(most.is_some_and(|most| (1..=3).contains(&most)), "{most:?}");
}

#[test]
fn start_procedure_hosts_beyond_the_concurrency_all_run() {
    let hosts: Vec<String> = (0..300).map(|number| format!("host{number}")).collect();
    let hosts: Vec<&str> = hosts.iter().map(String::as_str).collect();
    let output = run(&hosts, "echo $HOST", &json!({}));
    let said: Vec<_> = output.hosts.iter().map(|host| host.stdout.trim()).collect();
    assert_eq!(said, hosts);
}

#[test]
fn start_procedure_host_name_is_never_part_of_a_shell_line() {
    let folder = Folder::new();
    let trace = folder.0.join("trace");
    let host = format!("$(touch${{IFS}}{0});`touch${{IFS}}{0}`", trace.display());
    let output = run(&[host.as_str()], "echo \"$HOST\"", &json!({}));
    assert_eq!(output.hosts[0].stdout.trim_end(), host);
    assert!(!trace.exists());
}

#[test]
fn start_procedure_variables_of_all_and_of_single_hosts_reach_the_action() {
    let more = json!({
        "variables": { "A": "it's\n$x", "B": "all" }, "host_variables": { "b": { "B": "own" } },
        "environment": { "A": "of the process", "PATH": "/usr/bin:/bin" }
    });
    let output = run(&["a", "b"], r#"echo "$A $B $HOST""#, &more);
    assert_eq!([0, 1].map(|host| output.hosts[host].stdout.as_str()), ["it's\n$x all a\n", "it's\n$x own b\n"]);
}

#[test]
fn start_procedure_input_is_read_from_its_beginning_at_each_attempt() {
    let more = json!({ "retries": 1, "input": "all\n", "host_inputs": { "b": { "base64": "AP8=" }, "c": "" } });
    let output = run(&["a", "b", "c"], "od -An -tx1; test $ATTEMPT = 2", &more);
    assert_eq!([0, 1, 2].map(|host| output.hosts[host].stdout.trim()), ["61 6c 6c 0a", "00 ff", ""]);
    assert!(output.hosts.iter().all(|host| host.outcome == HostOutcome::Succeeded && host.attempts == 2));
}
