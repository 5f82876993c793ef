//! How an action reaches its host.

mod local;
mod remote_shell;
mod ssh;
mod ssh_log;

use std::time::Instant;

use super::attempt::Attempt;
use super::input::{ProcedureInput, Transport};
use super::platform::{Limits, Supervision};

/// One attempt that is to be made.
pub(super) struct Request<'a> {
    pub(super) input: &'a ProcedureInput,
    pub(super) host: &'a str,
    /// Counted from 1.
    pub(super) number: u32,
    pub(super) supervision: &'a Supervision,
    /// Called when the action, or what carries it, has not ended soon, waits for something itself, or is to be ended.
    pub(super) waits: &'a dyn Fn(),
}

/// Runs the action on the host, once.
pub(super) fn attempt(request: &Request<'_>) -> Attempt {
    match request.input.transport {
        Transport::Ssh => ssh::attempt(request),
        Transport::Local => local::attempt(request),
    }
}

fn limits(input: &ProcedureInput) -> Limits {
    // A deadline beyond what the clock can hold is none.
    let deadline = if input.timeout.is_zero() { None } else { Instant::now().checked_add(input.timeout) };
    Limits { deadline, output: usize::try_from(input.output_limit).unwrap_or(usize::MAX) }
}
