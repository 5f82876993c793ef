//! Runs the action on this machine, by the platform's shell.

use std::sync::Arc;

use super::Request;
use crate::output::HostOutcome;
use crate::process::capture::Captures;
use crate::process::{self, Cause, Ending, Run, Stdin};
use crate::transport::attempt::{AttemptResult, Judgement};

pub(super) async fn attempt(request: &Request<'_>) -> AttemptResult {
    let input = request.input;
    let mut shell = process::shell(&input.action);
    shell.envs(request.variables().iter().map(|(name, value)| (name, value.as_ref())));
    let program = shell.get_program().to_string_lossy().into_owned();
    let run = Run {
        command: shell,
        stdin: request.action_input().map_or(Stdin::Empty, |bytes| Stdin::Bytes(Arc::clone(bytes))),
        log: None,
        deadline: super::deadline(input),
        protocol: Captures::new(super::output_limit(input)).reporting_to(request.live_streams()),
        grant: request.grant.cloned(),
    };
    let (ending, captures) = process::run(request.event_loop, request.supervision, run).await;
    let judgement = match ending {
        Ok(ending) => judge(ending),
        Err(error) => Judgement::of_unstarted(&program, &error),
    };
    AttemptResult::new(judgement, captures.stdout, captures.stderr)
}

fn judge(ending: Ending) -> Judgement {
    let (judgement, left) = match ending {
        Ending::Exited(status) => return Judgement::of_exit(status),
        // It may have done its work, so there is no other attempt.
        Ending::StatusUnknown(reason) | Ending::Unwatched(reason) => {
            return Judgement::new(HostOutcome::Failed).because(reason);
        }
        Ending::Stopped(Cause::TimeOver, left) => (Judgement::new(HostOutcome::TimedOut).with_retry(), left),
        Ending::Stopped(Cause::Cancelled, left) | Ending::Concluded(left) => {
            (Judgement::new(HostOutcome::Cancelled), left)
        }
    };
    Judgement { error: left.err(), ..judgement }
}
