//! How an action reaches its host.

mod local;
mod remote_shell;
mod ssh;
mod ssh_log;

use std::time::Instant;

use super::attempt::Attempt;
use super::input::{ProcedureInput, Transport};
use super::platform::{Limits, Supervision};

/// Runs the action on the host, once.
pub(super) fn attempt(input: &ProcedureInput, host: &str, number: u32, supervision: &Supervision<'_>) -> Attempt {
    match input.transport {
        Transport::Ssh => ssh::attempt(input, host, supervision),
        Transport::Local => local::attempt(input, host, number, supervision),
    }
}

fn limits(input: &ProcedureInput) -> Limits {
    // A deadline beyond what the clock can hold is none.
    let deadline = if input.timeout.is_zero() { None } else { Instant::now().checked_add(input.timeout) };
    Limits { deadline, output: usize::try_from(input.output_limit).unwrap_or(usize::MAX) }
}
