//! `start_procedure`: runs an action on many hosts in parallel and tells which failed.

mod attempt;
mod capture;
mod engine;
mod environment;
mod input;
mod job;
mod output;
mod platform;
mod pool;
mod random;
mod results;
mod rules;
mod seconds;
mod ssh_options;
mod transport;
mod unquoted;

use std::io;
use std::sync::Arc;

#[cfg(feature = "fuzz-judgement")]
#[doc(hidden)]
pub use transport::fuzzing;

pub use input::{ProcedureInput, RemoteShell, Transport};
pub use output::{HostOutcome, HostResult, ProcedureOutput, ProcedureProgress, ProcedureResult};

use crate::Context;

/// Runs the action on every host and returns when all have ended, or have been ended by a cancel.
///
/// # Errors
/// Nothing could be started at all: this process has no descriptors left.
pub fn start_procedure(input: ProcedureInput, context: &Context) -> io::Result<ProcedureOutput> {
    #[cfg(feature = "panic-on-purpose")]
    panic_on_purpose(&input, context)?;
    let input = Arc::new(input);
    let hosts = engine::run(&input, context)?;
    Ok(ProcedureOutput::new(input.job_id, hosts, context.is_cancelled()))
}

/// Reports its hosts as not started, so that there is progress to race with, and panics.
#[cfg(feature = "panic-on-purpose")]
#[expect(clippy::panic, reason = "on purpose")]
fn panic_on_purpose(input: &ProcedureInput, context: &Context) -> io::Result<()> {
    if input.action != "panic" {
        return Ok(());
    }
    let total = input.host_list.len();
    for (host, completed) in input.host_list.iter().zip(1..) {
        context.report(&ProcedureProgress { completed, total, host: HostResult::not_started(host) })?;
    }
    panic!("on purpose")
}
