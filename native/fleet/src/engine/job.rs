use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use super::loops;
use super::results::{self, Message, Receiver, Report, Sender};
use super::turns::Turns;
use crate::event_loop::{self, Handle, Task};
use crate::input::ProcedureInput;
use crate::output::{HostOutcome, HostResult};
use crate::process::Supervision;
use crate::process::grant::{Grant, Term};
use crate::process::report_queue::ReportQueue;
use crate::transport::attempt::{AttemptResult, Judgement};
use crate::transport::pacing::Pacing;
use crate::transport::ssh_version::SshVersion;
use crate::transport::{self, Request};
use rust_interop::boundary::lock::lock;

/// The longest wait before a retry, unless the first is longer.
const LONGEST_RETRY_DELAY: Duration = Duration::from_secs(30);

/// The hosts of one procedure.
pub(super) struct Job {
    turns: Mutex<Turns>,
    input: Arc<ProcedureInput>,
    supervision: Arc<Supervision>,
    pacing: Arc<Pacing>,
    ssh_version: SshVersion,
    /// Dropped last: once it is gone, the receiver stops waiting.
    results: Sender<Message>,
}

/// A host that has started.
pub(super) struct Turn {
    job: Arc<Job>,
    number: usize,
    /// In which the action may begin without another grant. `None` means at any time.
    term: Option<Term>,
}

impl Job {
    /// Up to `width` hosts run at a time. The receiver gets `batch` results at a time.
    pub(super) fn new(
        input: &Arc<ProcedureInput>,
        width: usize,
        batch: usize,
        supervision: &Arc<Supervision>,
        pacing: &Arc<Pacing>,
    ) -> (Arc<Self>, Receiver<Message>) {
        let (results, receiver) = results::channel(batch);
        let job = Self {
            turns: Mutex::new(Turns::new(input, width)),
            input: Arc::clone(input),
            supervision: Arc::clone(supervision),
            pacing: Arc::clone(pacing),
            ssh_version: SshVersion::default(),
            results,
        };
        (Arc::new(job), receiver)
    }

    /// Whether a host may start.
    pub(super) fn is_ready(&self) -> bool {
        lock(&self.turns).is_ready()
    }

    /// Starts the next host, if the job is ready and its block has not expired.
    pub(super) fn begin(self: &Arc<Self>) -> Option<Turn> {
        let mut turns = lock(&self.turns);
        let (number, term) = (turns.begin(), turns.term());
        drop(turns);
        self.ask();
        Some(Turn { job: Arc::clone(self), number: number?, term })
    }

    /// Asks the caller for the next block of hosts, if it is due. The message keeps the job alive, which may have no host
    /// that runs.
    pub(super) fn ask(self: &Arc<Self>) {
        let block = lock(&self.turns).ask();
        if let Some(hosts) = block {
            self.results.send(Ok(Report::Block(Arc::clone(self), hosts)));
        }
    }

    /// Lets the hosts of the block start that the caller was asked for.
    pub(super) fn grant(&self) {
        lock(&self.turns).grant();
    }

    /// Lets no further host start.
    pub(super) fn close(&self) {
        lock(&self.turns).close();
    }

    /// Ends a host. Returns whether that made the job ready.
    pub(super) fn end(self: &Arc<Self>) -> bool {
        let is_ready_again = lock(&self.turns).end();
        self.ask();
        is_ready_again
    }

    /// Counts a failure. Returns whether further hosts may start.
    fn goes_on_after(&self, host: &HostResult) -> bool {
        !host.outcome.is_failure() || lock(&self.turns).fail()
    }

    /// Where the reports of a host wait for the caller, if the caller wants any while it runs.
    async fn report_queue(self: &Arc<Self>, number: usize) -> Option<Arc<ReportQueue>> {
        if !self.input.report_starts && !self.input.report_output {
            return None;
        }
        let job = Arc::downgrade(self);
        let announce = move |reports| {
            if let Some(job) = job.upgrade() {
                job.results.send(Ok(Report::Running(number, reports)));
            }
        };
        Some(ReportQueue::new(announce, &self.supervision.cancel).await)
    }

    async fn grant_of(self: &Arc<Self>, number: usize, term: Option<Term>) -> Option<Arc<Grant>> {
        let job = Arc::downgrade(self);
        let ask = move |request| {
            if let Some(job) = job.upgrade() {
                job.results.send(Ok(Report::Expired(number, request)));
            }
        };
        Some(Grant::new(term?, ask, &self.supervision.cancel).await)
    }

    async fn run_host(self: &Arc<Self>, index: usize, term: Option<Term>, event_loop: &Handle) -> HostResult {
        let host = &self.input.host_list[index];
        let cancel = &self.supervision.cancel;
        let _registration = cancel.register().await;
        let reports = self.report_queue(index).await;
        let grant = self.grant_of(index, term).await;
        let starts = reports.as_ref().filter(|_| self.input.report_starts);
        let beginning = Instant::now();
        let last = u32::from(self.input.retries) + 1;
        let mut number = 1;
        let result = loop {
            let request = Request {
                input: &self.input,
                host,
                number,
                supervision: &self.supervision,
                pacing: &self.pacing,
                ssh_version: &self.ssh_version,
                event_loop,
                output: reports.as_ref().filter(|_| self.input.report_output),
                grant: grant.as_ref(),
            };
            if let Some(starts) = starts {
                starts.start(number);
            }
            let attempt = transport::attempt(&request).await;
            let duration = beginning.elapsed();
            if !attempt.judgement.can_retry || number == last {
                break result(host, number, duration, attempt);
            }
            event_loop.sleep(retry_delay(self.input.retry_delay, number), || cancel.is_set()).await;
            if let Some(grant) = &grant {
                // Before the attempt is reported, and before its time runs.
                grant.until_valid().await;
            }
            if cancel.is_set() {
                break HostResult { outcome: HostOutcome::Cancelled, ..result(host, number, duration, attempt) };
            }
            number += 1;
        };
        if let Some(reports) = reports {
            // Otherwise the reports of any number of hosts could wait.
            reports.until_taken().await;
        }
        result
    }
}

impl Turn {
    /// Runs the host and sends its result. A panic takes the result's place, and no further host starts.
    pub(super) fn task(self, event_loop: Handle) -> Task {
        Box::pin(async move {
            let Self { job, number, term } = self;
            let host = async { job.run_host(number, term, &event_loop).await };
            let result = event_loop::guarded(host).await;
            let goes_on = result.as_ref().is_ok_and(|host| job.goes_on_after(host));
            // Nobody receives it if the call's own thread has panicked.
            job.results.send(result.map(|host| Report::Done(number, host)));
            if !goes_on {
                loops::close(&job);
            }
            loops::end(job, event_loop.holds_starts());
        })
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
pub(super) mod tests {
    use super::super::turns;
    use super::*;
    use crate::event_loop::EventLoop;
    use crate::event_loop::poller::Poller;

    /// A job with this many hosts, of which `width` run at a time.
    pub(in super::super) fn job(hosts: usize, width: usize) -> (Arc<Job>, Receiver<Message>) {
        let hosts: Vec<String> = (0..hosts).map(|host| host.to_string()).collect();
        let input = serde_json::json!({
            "timeout": 20, "retries": 0, "host_list": hosts, "action": "true", "job_id": 1, "transport": "local"
        });
        let input = Arc::new(serde_json::from_value(input).unwrap());
        Job::new(&input, width, 1, &Arc::new(Supervision::of(&input)), &Arc::default())
    }

    /// A job that expects one host more than the input has.
    pub(in super::super) fn job_with_one_too_many(input: &Arc<ProcedureInput>) -> (Arc<Job>, Receiver<Message>) {
        let (job, results) = Job::new(input, 1, 1, &Arc::new(Supervision::of(input)), &Arc::default());
        turns::tests::with_one_too_many(&mut lock(&job.turns));
        (job, results)
    }

    impl Turn {
        pub(in super::super) fn number(&self) -> usize {
            self.number
        }

        pub(in super::super) fn job(&self) -> &Arc<Job> {
            &self.job
        }
    }

    #[test]
    fn task_cancelled_before_a_retry_makes_no_further_attempt() {
        let input = r#"{"timeout":20,"retries":1,"retry_delay":3600,"host_list":["a"],"action":"exit 1","job_id":1,"transport":"local"}"#;
        let input = Arc::new(serde_json::from_str(input).unwrap());
        let supervision = Arc::new(Supervision::of(&input));
        let (job, results) = Job::new(&input, 1, 1, &supervision, &Arc::default());
        let mut event_loop = EventLoop::new(Poller::new().unwrap());
        event_loop.spawn(job.begin().unwrap().task(event_loop.handle().clone()));
        // While the attempt runs, its deadline comes first.
        while event_loop.next_timer().is_none_or(|timer| timer < Duration::from_mins(30)) {
            event_loop.turn(None);
        }
        supervision.cancel.set();
        let host = loop {
            event_loop.turn(None);
            if let Ok(report) = results.recv_timeout(Duration::ZERO) {
                break report.unwrap().result();
            }
        };
        assert_eq!((host.outcome, host.attempts, host.exit_code), (HostOutcome::Cancelled, 1, Some(1)));
    }

    #[test]
    fn retry_delay_doubles_up_to_thirty_seconds() {
        let half = Duration::from_millis(500);
        let delays = [1, 2, 3, 6, 7, 255].map(|number| retry_delay(half, number).as_millis());
        assert_eq!(delays, [500, 1000, 2000, 16_000, 30_000, 30_000]);
    }

    #[test]
    fn retry_delay_longer_than_thirty_seconds_is_unchanged() {
        assert_eq!(retry_delay(Duration::from_mins(1), 3), Duration::from_mins(1));
        assert_eq!(retry_delay(Duration::ZERO, 9), Duration::ZERO);
    }
}
