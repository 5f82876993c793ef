//! A procedure as a job of the pool's, and the wait for its results on the call's own thread.

#[cfg(unix)]
mod fork;
mod job;
mod pool;
mod results;

use std::io;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

use crate::input::ProcedureInput;
use crate::output::{HostOutcome, HostResult, ProcedureProgress};
use crate::process::{self, Supervision};
use crate::transport::attempt::{AttemptResult, Judgement};
use crate::transport::pacing::Pacing;
use crate::transport::ssh_version::SshVersion;
use crate::transport::{self, Request};
use job::{Job, Work};
use pool::POOL;
use results::{Receiver, Sender};
use rust_interop::Context;
use rust_interop::boundary::guard::{self, Panic};

/// How long it is waited for a result before it is looked whether anybody is there to bring one.
const PATIENCE: Duration = Duration::from_secs(1);

/// How many results are received at a time where nobody wants to know of each: to be woken takes longer than to receive.
const BATCH: usize = 64;

/// The longest wait before a retry, unless the first is longer.
const LONGEST_RETRY_DELAY: Duration = Duration::from_secs(30);

/// Runs the action on every host. The results are in the input's order.
pub(crate) fn run(input: &Arc<ProcedureInput>, context: &Context) -> io::Result<Vec<HostResult>> {
    let hosts = &input.host_list;
    if hosts.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = usize::from(input.concurrency.get()).min(hosts.len());
    let width = process::room_for(wanted);
    if width == 0 {
        return Err(io::Error::other("too many files are open in this process to start another: raise `ulimit -n`"));
    }
    #[cfg(unix)]
    fork::prepare_for_forks();
    let supervision = Arc::new(Supervision::of(input));
    let pacing = Arc::<Pacing>::default();
    let (sender, receiver) = results::channel(if context.wants_progress() { 1 } else { BATCH });
    let work = HostWork {
        input: Arc::clone(input),
        supervision: Arc::clone(&supervision),
        pacing: Arc::clone(&pacing),
        ssh_version: SshVersion::default(),
        failures: AtomicUsize::new(0),
        results: sender,
    };
    let job = Arc::new(Job::new(hosts.len(), width, work));
    let running = Arc::downgrade(&job);
    let (cancel, cancelled) = (Arc::clone(&supervision.cancel), Weak::clone(&running));
    let _registration = context.on_cancel(move || {
        // First: what the signal ends makes way for others.
        if let Some(job) = cancelled.upgrade() {
            POOL.close(&job);
        }
        cancel.set();
        pacing.end();
    });
    POOL.submit(job);
    Ok(collect(&receiver, &running, hosts, context))
}

/// Receives the results until there is nobody left to send one.
fn collect(results: &Receiver<Message>, job: &Weak<Job>, hosts: &[String], context: &Context) -> Vec<HostResult> {
    let mut collected: Vec<_> = hosts.iter().map(|host| HostResult::not_started(host)).collect();
    let mut completed = 0;
    let mut panicked = None;
    let mut patience = PATIENCE;
    loop {
        match results.recv_timeout(patience) {
            Ok(Ok((index, host))) => {
                completed += 1;
                let progress = ProcedureProgress { completed, total: hosts.len(), host: &host };
                // Text and numbers can always be written.
                let _ = context.report(&progress);
                collected[index] = host;
            }
            Ok(Err(panic)) => {
                panicked.get_or_insert(panic);
            }
            Err(RecvTimeoutError::Timeout) => {
                let alone = job.upgrade().is_some_and(|job| POOL.help(&job, patience));
                patience = if alone { Duration::ZERO } else { PATIENCE };
            }
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    if let Some(panic) = panicked {
        guard::resume(panic);
    }
    collected
}

/// A result with its place in the input.
type Message = Result<(usize, HostResult), Panic>;

/// The hosts of a procedure as tasks.
struct HostWork {
    input: Arc<ProcedureInput>,
    supervision: Arc<Supervision>,
    pacing: Arc<Pacing>,
    ssh_version: SshVersion,
    failures: AtomicUsize,
    /// Dropped last: who receives the results goes on when this is gone.
    results: Sender<Message>,
}

impl Work for HostWork {
    fn run(&self, number: usize, waits: &dyn Fn()) -> ControlFlow<()> {
        let result = guard::guard(|| self.run_host(&self.input.host_list[number], waits));
        let goes_on = result.as_ref().is_ok_and(|host| self.goes_on_after(host));
        // Nobody receives it where the call's own thread has panicked.
        self.results.send(result.map(|host| (number, host)));
        if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    }
}

impl HostWork {
    /// Counts the failure, if it is one. Returns whether further hosts may begin.
    fn goes_on_after(&self, host: &HostResult) -> bool {
        if !host.outcome.is_failure() {
            return true;
        }
        let failures = self.failures.fetch_add(1, Ordering::Relaxed) + 1;
        self.input.max_failures.is_none_or(|most| failures <= most as usize)
    }

    fn run_host(&self, host: &str, waits: &dyn Fn()) -> HostResult {
        let beginning = Instant::now();
        let last = u32::from(self.input.retries) + 1;
        let mut number = 1;
        loop {
            let request = Request {
                input: &self.input,
                host,
                number,
                supervision: &self.supervision,
                pacing: &self.pacing,
                ssh_version: &self.ssh_version,
                waits,
            };
            let attempt = transport::attempt(&request);
            let duration = beginning.elapsed();
            if !attempt.judgement.can_retry || number == last {
                return result(host, number, duration, attempt);
            }
            waits();
            self.supervision.cancel.sleep(retry_delay(self.input.retry_delay, number));
            if self.supervision.cancel.is_set() {
                return HostResult { outcome: HostOutcome::Cancelled, ..result(host, number, duration, attempt) };
            }
            number += 1;
        }
    }
}

fn result(host: &str, attempts: u32, duration: Duration, attempt: AttemptResult) -> HostResult {
    let AttemptResult { judgement, stdout, stderr, truncated } = attempt;
    let Judgement { outcome, exit_code, error, .. } = judgement;
    HostResult { host: host.to_owned(), outcome, exit_code, attempts, duration, stdout, stderr, truncated, error }
}

/// The wait after attempt `number`.
fn retry_delay(first: Duration, number: u32) -> Duration {
    let doubled = first.saturating_mul(1_u32.checked_shl(number - 1).unwrap_or(u32::MAX));
    doubled.min(LONGEST_RETRY_DELAY.max(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input() -> Arc<ProcedureInput> {
        let input = r#"{"timeout":20,"retries":0,"host_list":["a"],"action":"true","job_id":1,"transport":"local"}"#;
        Arc::new(serde_json::from_str(input).unwrap())
    }

    #[test]
    fn collect_panic_of_a_worker_reaches_the_call_and_the_next_one_works() {
        let (input, context) = (input(), Context::new());
        let (results, receiver) = results::channel(1);
        let supervision = Arc::new(Supervision::new());
        let work = HostWork {
            input: Arc::clone(&input),
            supervision,
            pacing: Arc::default(),
            ssh_version: SshVersion::default(),
            failures: AtomicUsize::new(0),
            results,
        };
        let one_too_many = Arc::new(Job::new(input.host_list.len() + 1, 1, work));
        let running = Arc::downgrade(&one_too_many);
        POOL.submit(one_too_many);
        let panic = guard::guard(|| collect(&receiver, &running, &input.host_list, &context)).unwrap_err();
        assert!(panic.location.unwrap().contains("engine/mod.rs:"));
        assert_eq!(run(&input, &context).unwrap()[0].outcome, HostOutcome::Succeeded);
    }

    #[test]
    fn run_cancelled_before_starts_nothing() {
        let context = Context::new();
        context.cancel();
        let host = run(&input(), &context).unwrap().remove(0);
        assert_eq!(
            (host.outcome, host.attempts, host.duration, host.truncated),
            (HostOutcome::NotStarted, 0, Duration::ZERO, false)
        );
    }

    #[test]
    fn retry_delay_doubles_up_to_thirty_seconds() {
        let half = Duration::from_millis(500);
        let delays = [1, 2, 3, 6, 7, 255].map(|number| retry_delay(half, number).as_millis());
        assert_eq!(delays, [500, 1000, 2000, 16_000, 30_000, 30_000]);
    }

    #[test]
    fn retry_delay_longer_than_thirty_seconds_stays_as_it_is() {
        assert_eq!(retry_delay(Duration::from_mins(1), 3), Duration::from_mins(1));
        assert_eq!(retry_delay(Duration::ZERO, 9), Duration::ZERO);
    }
}
