use std::time::Duration;

use rust_interop::Record;
use serde::{Deserialize, Serialize};

use super::seconds;

/// The output of `start_procedure`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(deny_unknown_fields)]
pub struct ProcedureOutput {
    /// The number from the input.
    pub job_id: i32,
    /// Whether the procedure ran to its end.
    pub result: ProcedureResult,
    /// How many hosts failed, in words: `1 host failed`.
    pub message: String,
    /// The hosts that failed, in the input's order. A host that was cancelled or not started isn't one of them.
    pub failed_hosts: Vec<String>,
    /// Every host of the input, in its order.
    pub hosts: Vec<HostResult>,
}

/// Whether a procedure ran to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Record)]
#[serde(rename_all = "snake_case")]
pub enum ProcedureResult {
    /// It did, however the hosts ended.
    Success,
    /// The caller cancelled it.
    Cancelled,
}

/// What became of one host.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(deny_unknown_fields)]
pub struct HostResult {
    /// The host, as in the input.
    pub host: String,
    /// What became of it.
    pub outcome: HostOutcome,
    /// The action's exit code in the last attempt, if the action ended by itself and has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i32>,
    /// How often the action was tried.
    pub attempts: u32,
    /// From the start of the first attempt to the end of the last, waits included. A number of seconds in JSON.
    #[serde(with = "seconds")]
    #[record(like = f64)]
    pub duration: Duration,
    /// Standard output of the last attempt. What is not UTF-8 in it becomes U+FFFD. If it was longer than the output limit,
    /// the line `[… 12345 bytes left out …]` stands between its beginning and its end.
    pub stdout: String,
    /// Standard error of the last attempt, like `stdout`.
    pub stderr: String,
    /// Whether `stdout` or `stderr` was longer than the output limit.
    pub truncated: bool,
    /// Why the last attempt didn't succeed, if the exit code doesn't say it all; or what is odd about one that did,
    /// such as a process that still holds its output open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// What became of a host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Record)]
#[serde(rename_all = "snake_case")]
pub enum HostOutcome {
    /// The action ended with exit code 0.
    Succeeded,
    /// The action ended otherwise, or could not be started.
    Failed,
    /// Its time ran out. The action was ended; if that isn't certain, the error says so.
    TimedOut,
    /// Nothing was sent, so the action did not run.
    Unreachable,
    /// The action may have run, and nothing proves that it has ended.
    Lost,
    /// The caller cancelled the procedure before the host was done.
    Cancelled,
    /// The procedure ended before the host's turn.
    NotStarted,
}

/// Reported when a host is done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(deny_unknown_fields)]
pub struct ProcedureProgress<H = HostResult> {
    /// How many hosts are done, this one included.
    pub completed: usize,
    /// How many hosts there are.
    pub total: usize,
    /// What became of this one.
    pub host: H,
}

/// An attempt on a host begins.
///
/// Comes before the output of the attempt, and before the report that the host is done. Only a host that an attempt was made
/// on has any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Record)]
#[serde(deny_unknown_fields)]
pub struct HostStart {
    /// The host, as in the input.
    pub host: String,
    /// The number of the attempt, from 1.
    pub attempt: u32,
}

/// A piece of a host's output, reported while the action runs.
///
/// The pieces of one stream are in order and together are all of it. Those of both streams are in the order in which they
/// were read. All of them come before the report that the host is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Record)]
#[serde(deny_unknown_fields)]
pub struct HostOutput {
    /// The host, as in the input.
    pub host: String,
    /// Where the action wrote it.
    pub stream: OutputStream,
    /// The number of the attempt, from 1.
    pub attempt: u32,
    /// One or more characters. What is not UTF-8 becomes U+FFFD.
    pub text: String,
}

/// An output stream of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Record)]
#[serde(rename_all = "snake_case")]
pub enum OutputStream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// Hosts that may start once the caller has taken the report. None of them has started before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Record)]
#[serde(deny_unknown_fields)]
pub struct HostBlock {
    /// The index of the first of them, in the list of hosts, from 0.
    pub first: usize,
    /// How many they are: at least one, and at most the input's block size.
    pub count: usize,
}

/// What is reported while a procedure runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
#[serde(untagged)]
pub enum ProcedureReport {
    /// A host is done.
    Done(ProcedureProgress),
    /// Hosts may start. Only if the input asks for it.
    Block {
        /// The hosts.
        block: HostBlock,
    },
    /// An attempt begins. Only if the input asks for it.
    Start {
        /// The attempt.
        start: HostStart,
    },
    /// A host has output. Only if the input asks for it.
    Output {
        /// The output.
        output: HostOutput,
    },
}

impl HostOutcome {
    /// Whether the host was tried and didn't succeed.
    #[must_use]
    pub fn is_failure(self) -> bool {
        matches!(self, Self::Failed | Self::TimedOut | Self::Unreachable | Self::Lost)
    }
}

impl ProcedureOutput {
    pub(super) fn new(job_id: i32, hosts: Vec<HostResult>, cancelled: bool) -> Self {
        let failed_hosts: Vec<String> =
            hosts.iter().filter(|host| host.outcome.is_failure()).map(|host| host.host.clone()).collect();
        let noun = if failed_hosts.len() == 1 { "host" } else { "hosts" };
        Self {
            job_id,
            result: if cancelled { ProcedureResult::Cancelled } else { ProcedureResult::Success },
            message: format!("{} {noun} failed", failed_hosts.len()),
            failed_hosts,
            hosts,
        }
    }
}

impl HostResult {
    /// The result of a host without an attempt.
    #[must_use]
    pub fn not_started(host: &str) -> Self {
        Self {
            host: host.to_owned(),
            outcome: HostOutcome::NotStarted,
            exit_code: None,
            attempts: 0,
            duration: Duration::ZERO,
            stdout: String::new(),
            stderr: String::new(),
            truncated: false,
            error: None,
        }
    }
}
