//! `start_procedure`: runs an action on many hosts in parallel and reports which failed.

mod action_input;
mod base64;
mod by_host;
mod engine;
mod environment;
mod event_loop;
mod host_address;
mod host_share;
mod input;
mod output;
mod process;
mod random;
mod rules;
mod seconds;
mod ssh_options;
#[cfg(unix)]
mod sys;
mod transport;
mod unquoted;
mod utf8;
mod variables;

use std::io;
use std::sync::Arc;

#[doc(hidden)]
pub use transport::fuzzing;

pub use action_input::ActionInput;
pub use host_share::HostShare;
pub use input::{ProcedureInput, RemoteShell, Transport};
pub use output::{
    HostBlock, HostOutcome, HostOutput, HostResult, HostStart, OutputStream, ProcedureOutput, ProcedureProgress,
    ProcedureReport, ProcedureResult,
};

use rust_interop::Context;

/// Runs the action on every host. Returns when all have ended, by themselves or by a cancel.
///
/// # Errors
/// Nothing could be started: this process has no descriptors left.
pub fn start_procedure(input: ProcedureInput, context: &Context) -> io::Result<ProcedureOutput> {
    let listens = context.wants_progress();
    let (report_starts, report_output) = (input.report_starts && listens, input.report_output && listens);
    // Nobody else could grant a block.
    let block_size = if listens { input.block_size } else { 0 };
    let drop_reported_output = input.drop_reported_output && listens;
    let input = Arc::new(ProcedureInput { block_size, drop_reported_output, report_starts, report_output, ..input });
    let hosts = engine::run(&input, context)?;
    Ok(ProcedureOutput::new(input.job_id, hosts, context.is_cancelled()))
}
