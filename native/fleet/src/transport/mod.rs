//! How an action reaches its host.

pub(crate) mod attempt;
mod delivery;
mod evidence;
#[doc(hidden)]
pub mod fuzzing;
#[cfg_attr(not(unix), path = "kept/elsewhere.rs")]
mod kept;
mod local;
mod marks;
pub(super) mod pacing;
mod reason;
mod ssh;
mod ssh_command;
mod ssh_log;
mod ssh_session;
pub(super) mod ssh_version;
mod sudo;
mod wrapper;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use crate::event_loop::Handle;
use crate::input::{ProcedureInput, Transport};
use crate::output::OutputStream;
use crate::process::Supervision;
use crate::process::grant::Grant;
use crate::process::live_output::LiveStream;
use crate::process::report_queue::ReportQueue;
use crate::variables;
use attempt::AttemptResult;
use pacing::Pacing;
use ssh_version::SshVersion;

/// An attempt to make.
pub(super) struct Request<'a> {
    pub(super) input: &'a Arc<ProcedureInput>,
    pub(super) host: &'a str,
    /// Counted from 1.
    pub(super) number: u32,
    pub(super) supervision: &'a Arc<Supervision>,
    pub(super) pacing: &'a Arc<Pacing>,
    pub(super) ssh_version: &'a SshVersion,
    pub(super) event_loop: &'a Handle,
    /// Where output goes while the action runs.
    pub(super) output: Option<&'a Arc<ReportQueue>>,
    /// What must be valid when the action begins. Without it, the action may begin at any time.
    pub(super) grant: Option<&'a Arc<Grant>>,
}

impl Request<'_> {
    /// The two streams of output, if the caller wants them while the action runs.
    fn live_streams(&self) -> Option<[LiveStream; 2]> {
        let of = |stream| self.output.map(|queue| LiveStream::new(queue, stream, self.number));
        Some([of(OutputStream::Stdout)?, of(OutputStream::Stderr)?])
    }

    /// What the action gets in its environment.
    fn variables(&self) -> BTreeMap<&str, Cow<'_, str>> {
        variables::of(self.input, self.host, self.number)
    }

    /// What the action reads from its standard input. `None` if that is nothing.
    fn action_input(&self) -> Option<&Arc<[u8]>> {
        let input = self.input.host_inputs.get(self.host).or(self.input.input.as_ref())?;
        Some(input.bytes()).filter(|bytes| !bytes.is_empty())
    }
}

/// Runs the action on the host, once.
pub(super) async fn attempt(request: &Request<'_>) -> AttemptResult {
    match request.input.transport {
        Transport::Ssh => ssh::attempt(request).await,
        Transport::Local => local::attempt(request).await,
    }
}

pub(super) use kept::descriptors as kept_descriptors;
#[cfg(unix)]
pub(super) use kept::lock_for_fork;

/// When an attempt that starts now runs out of time. `None` if it has no limit, or one that the clock can't represent.
fn deadline(input: &ProcedureInput) -> Option<Instant> {
    if input.timeout.is_zero() { None } else { Instant::now().checked_add(input.timeout) }
}

fn output_limit(input: &ProcedureInput) -> usize {
    usize::try_from(input.output_limit).unwrap_or(usize::MAX)
}
