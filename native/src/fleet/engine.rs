//! Up to `concurrency` workers, each of which takes the next host until none is left.

use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, Scope};
use std::time::{Duration, Instant};

use super::attempt::{Attempt, Verdict};
use super::input::ProcedureInput;
use super::output::{HostOutcome, HostResult, ProcedureProgress};
use super::platform::{self, Supervision};
use super::transport::{self, Request};
use crate::Context;
use crate::boundary::guard::{self, Panic};
use crate::lock::lock;

/// What a worker needs by itself: it starts processes and moves bytes.
const STACK: usize = 256 * 1024;

/// The longest wait before a retry, unless the first is longer.
const LONGEST_RETRY_DELAY: Duration = Duration::from_secs(30);

/// Runs the action on every host. The results are in the input's order.
pub(super) fn run(input: &ProcedureInput, context: &Context) -> io::Result<Vec<HostResult>> {
    if input.host_list.is_empty() {
        return Ok(Vec::new());
    }
    let wanted = usize::from(input.concurrency.get()).min(input.host_list.len());
    let most_workers = platform::room_for(wanted);
    if most_workers == 0 {
        return Err(io::Error::other("too many files are open in this process to start another: raise `ulimit -n`"));
    }
    Ok(Engine::new(input, context, most_workers)?.run())
}

struct Engine<'a> {
    input: &'a ProcedureInput,
    context: &'a Context,
    supervision: Supervision<'a>,
    most_workers: usize,
    workers: AtomicUsize,
    next: AtomicUsize,
    failures: AtomicUsize,
    results: Mutex<Vec<Option<HostResult>>>,
    completed: Mutex<usize>,
    panicked: Mutex<Option<Panic>>,
}

impl<'a> Engine<'a> {
    fn new(input: &'a ProcedureInput, context: &'a Context, most_workers: usize) -> io::Result<Self> {
        Ok(Self {
            input,
            context,
            supervision: Supervision::new(context)?,
            most_workers,
            workers: AtomicUsize::new(1),
            next: AtomicUsize::new(0),
            failures: AtomicUsize::new(0),
            results: Mutex::new(vec![None; input.host_list.len()]),
            completed: Mutex::new(0),
            panicked: Mutex::new(None),
        })
    }

    fn run(self) -> Vec<HostResult> {
        thread::scope(|scope| self.work(scope));
        let panicked = lock(&self.panicked).take();
        if let Some(panic) = panicked {
            guard::resume(panic);
        }
        let results = self.results.into_inner().unwrap_or_else(PoisonError::into_inner);
        let hosts = self.input.host_list.iter();
        hosts.zip(results).map(|(host, result)| result.unwrap_or_else(|| HostResult::not_started(host))).collect()
    }

    fn work<'scope>(&'scope self, scope: &'scope Scope<'scope, '_>) {
        while self.may_start() {
            let index = self.next.fetch_add(1, Ordering::Relaxed);
            let Some(host) = self.input.host_list.get(index) else { break };
            let result = self.run_host(host, &|| self.add_worker(scope));
            if result.outcome.is_failure() {
                self.failures.fetch_add(1, Ordering::Relaxed);
            }
            self.report(&result);
            lock(&self.results)[index] = Some(result);
        }
    }

    /// Adds a worker if there is work for it. Called by each worker when its action runs: where actions are short, few
    /// workers do them all before there are many.
    fn add_worker<'scope>(&'scope self, scope: &'scope Scope<'scope, '_>) {
        let more = |workers| (workers < self.most_workers).then_some(workers + 1);
        if self.next.load(Ordering::Relaxed) >= self.input.host_list.len()
            || self.workers.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more).is_err()
        {
            return;
        }
        let worker = || {
            if let Err(panic) = guard::guard(|| self.work(scope)) {
                lock(&self.panicked).get_or_insert(panic);
            }
        };
        let builder = thread::Builder::new().name("rust-interop".to_owned());
        // Progress is the caller's code, which may need as much as on any other thread.
        let builder = if self.context.wants_progress() { builder } else { builder.stack_size(STACK) };
        // Where the system has no more threads for us, those that there are do all the work.
        let _ = builder.spawn_scoped(scope, worker);
    }

    fn report(&self, host: &HostResult) {
        if !self.context.wants_progress() {
            return;
        }
        // Held while the caller is told, so that the counts reach it in order.
        let mut completed = lock(&self.completed);
        *completed += 1;
        let progress = ProcedureProgress { completed: *completed, total: self.input.host_list.len(), host };
        // Text and numbers can always be written.
        let _ = self.context.report(&progress);
    }

    fn may_start(&self) -> bool {
        let failures = self.failures.load(Ordering::Relaxed);
        let too_many = self.input.max_failures.is_some_and(|most| failures > most as usize);
        !too_many && !self.supervision.cancel.is_set()
    }

    fn run_host(&self, host: &str, started: &dyn Fn()) -> HostResult {
        let beginning = Instant::now();
        let last = u32::from(self.input.retries) + 1;
        let mut number = 1;
        loop {
            let request = Request { input: self.input, host, number, supervision: &self.supervision, started };
            let attempt = transport::attempt(&request);
            let duration = beginning.elapsed();
            if !attempt.can_retry || number == last {
                return result(host, number, duration, attempt);
            }
            self.supervision.cancel.sleep(retry_delay(self.input.retry_delay, number));
            if self.supervision.cancel.is_set() {
                return HostResult { outcome: HostOutcome::Cancelled, ..result(host, number, duration, attempt) };
            }
            number += 1;
        }
    }
}

fn result(host: &str, attempts: u32, duration: Duration, attempt: Attempt) -> HostResult {
    let Attempt { verdict: Verdict { outcome, exit_code, error }, stdout, stderr, truncated, .. } = attempt;
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
