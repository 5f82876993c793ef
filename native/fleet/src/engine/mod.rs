//! Hands a procedure to the event loops as a job, and waits for its results on the call's own thread.

#[cfg(unix)]
mod fork;
mod job;
mod loops;
mod results;
mod turns;

use std::io;
use std::ops::Range;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Weak};
use std::time::Duration;

use crate::event_loop::EventLoop;
use crate::event_loop::poller::Poller;
use crate::input::ProcedureInput;
use crate::output::{HostBlock, HostOutput, HostResult, HostStart, ProcedureProgress, ProcedureReport};
use crate::process::report_queue::{HostReport, Piece, WaitingReports};
use crate::process::{self, Supervision};
use crate::transport;
use crate::transport::pacing::Pacing;
use job::Job;
use results::{Message, Receiver, Report};
use rust_interop::Context;
use rust_interop::boundary::guard;

/// How long to wait for a result before checking that a loop takes care of the job.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many results to receive at a time if nobody listens to progress: waking up takes longer than receiving.
const BATCH: usize = 64;

/// Runs the action on every host. The results are in the input's order.
pub(crate) fn run(input: &Arc<ProcedureInput>, context: &Context) -> io::Result<Vec<HostResult>> {
    let hosts = &input.host_list;
    if hosts.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = usize::from(input.concurrency.get()).min(hosts.len());
    let width = process::room_for(wanted, loops::descriptors() + transport::kept_descriptors(input));
    if width == 0 {
        return Err(io::Error::other("too many files are open in this process to start another: raise `ulimit -n`"));
    }
    #[cfg(unix)]
    fork::prepare_for_forks();
    let supervision = Arc::new(Supervision::of(input));
    let pacing = Arc::<Pacing>::default();
    let batch = if context.wants_progress() { 1 } else { BATCH };
    let (job, receiver) = Job::new(input, width, batch, &supervision, &pacing);
    let running = Arc::downgrade(&job);
    let (cancel, cancelled) = (Arc::clone(&supervision.cancel), Weak::clone(&running));
    let _cancel = context.on_cancel(move || {
        // Close the job first: each action that the cancel ends would otherwise let another host start.
        close(&cancelled);
        cancel.set();
        pacing.end();
    });
    let drained = Weak::clone(&running);
    let _drain = context.on_drain(move || close(&drained));
    job.ask();
    let has_loop = loops::submit(job)
        .map_err(|error| io::Error::other(format!("the actions could not be watched, so none was started: {error}")))?;
    let patience = if has_loop { PATIENCE } else { Duration::ZERO };
    Ok(collect(&receiver, &running, patience, input, context))
}

/// Lets no further host of the job start, if it hasn't ended.
fn close(job: &Weak<Job>) {
    if let Some(job) = job.upgrade() {
        loops::close(&job);
    }
}

/// Receives results until every sender is gone. If no loop has taken care of the job for `patience`, this thread runs
/// it.
fn collect(
    results: &Receiver<Message>,
    job: &Weak<Job>,
    patience: Duration,
    input: &ProcedureInput,
    context: &Context,
) -> Vec<HostResult> {
    let hosts = &input.host_list;
    let mut collected: Vec<_> = hosts.iter().map(|host| HostResult::not_started(host)).collect();
    let mut completed = 0;
    let mut panicked = None;
    let mut event_loop: Option<EventLoop> = None;
    loop {
        match results.recv_timeout(if event_loop.is_some() { Duration::ZERO } else { patience }) {
            Ok(Ok(Report::Running(index, reports))) => report(reports, &hosts[index], context),
            Ok(Ok(Report::Block(job, hosts))) => {
                let is_wanted = || !context.is_cancelled() && !context.is_draining();
                if is_granted(hosts, is_wanted, context) {
                    loops::grant(job);
                }
            }
            Ok(Ok(Report::Expired(index, request))) => {
                // Its host has started, so a drain lets it go on.
                if is_granted(index..index + 1, || !context.is_cancelled(), context) {
                    request.grant();
                }
            }
            Ok(Ok(Report::Done(index, mut host))) => {
                completed += 1;
                let progress = ProcedureProgress { completed, total: hosts.len(), host: &host };
                // Text and numbers can always be written.
                let _ = context.report(&progress);
                if input.drop_reported_output {
                    (host.stdout, host.stderr) = (String::new(), String::new());
                }
                collected[index] = host;
            }
            Ok(Err(panic)) => {
                panicked.get_or_insert(panic);
            }
            Err(RecvTimeoutError::Timeout) => {
                let Some(job) = job.upgrade() else { continue };
                if event_loop.is_none() && loops::is_neglected(&job, patience) {
                    // If there is no descriptor for a loop now, there may be one later.
                    event_loop = Poller::new().ok().map(EventLoop::new);
                }
                if let Some(event_loop) = &mut event_loop {
                    loops::help(event_loop, &job, PATIENCE);
                }
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    if let Some(panic) = panicked {
        guard::resume(panic);
    }
    collected
}

/// Asks the caller for hosts, if they are wanted.
fn is_granted(hosts: Range<usize>, is_wanted: impl Fn() -> bool, context: &Context) -> bool {
    if !is_wanted() {
        return false;
    }
    let block = HostBlock { first: hosts.start, count: hosts.len() };
    // Numbers can always be written.
    let _ = context.report(&ProcedureReport::Block { block });
    // The caller may have refused them by a cancel while another thread cancels, which has still to close the job.
    is_wanted()
}

/// Reports what waits.
fn report(reports: WaitingReports, host: &str, context: &Context) {
    for report in reports.take() {
        let host = host.to_owned();
        let report = match report {
            HostReport::Start(attempt) => ProcedureReport::Start { start: HostStart { host, attempt } },
            HostReport::Output(Piece { stream, attempt, text }) => {
                ProcedureReport::Output { output: HostOutput { host, stream, attempt, text } }
            }
        };
        // Text and numbers can always be written.
        let _ = context.report(&report);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::HostOutcome;

    fn input() -> Arc<ProcedureInput> {
        let input = r#"{"timeout":20,"retries":0,"host_list":["a"],"action":"true","job_id":1,"transport":"local"}"#;
        Arc::new(serde_json::from_str(input).unwrap())
    }

    #[test]
    fn collect_panic_of_a_host_reaches_the_call_and_the_next_one_works() {
        let (input, context) = (input(), Context::new());
        let (one_too_many, receiver) = job::tests::job_with_one_too_many(&input);
        let running = Arc::downgrade(&one_too_many);
        loops::submit(one_too_many).unwrap();
        let panic = guard::guard(|| collect(&receiver, &running, PATIENCE, &input, &context)).unwrap_err();
        assert!(panic.place.location.unwrap().contains("engine/job.rs:"));
        assert_eq!(run(&input, &context).unwrap()[0].outcome, HostOutcome::Succeeded);
    }

    #[test]
    fn run_after_the_cancel_starts_nothing() {
        let context = Context::new();
        context.cancel();
        let host = run(&input(), &context).unwrap().remove(0);
        assert_eq!(
            (host.outcome, host.attempts, host.duration, host.truncated),
            (HostOutcome::NotStarted, 0, Duration::ZERO, false)
        );
    }
}
