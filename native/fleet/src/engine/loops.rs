//! The event loops of this process, each on a thread of its own, and the queue of jobs that they take hosts from.

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard};
use std::time::{Duration, Instant};
use std::{io, mem, process, thread};

use super::job::{Job, Turn};
use crate::event_loop::EventLoop;
use crate::event_loop::poller::{Poller, Waker};
#[cfg(unix)]
use rust_interop::boundary::fork;
use rust_interop::boundary::lock::lock;

/// Enough for a loop, which only starts processes and moves bytes.
const STACK: usize = 256 * 1024;

/// How long an idle loop lives.
const IDLE_LIMIT: Duration = Duration::from_secs(1);

/// The descriptors that each loop uses itself.
const DESCRIPTORS: usize = 2;

/// The most loops: one per processor and a quarter more, because a processor would be idle between the end of one child
/// process and the start of the next.
static MOST: LazyLock<usize> = LazyLock::new(|| {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    processors + processors.div_ceil(4)
});

static STATE: Mutex<State> = Mutex::new(State::of(0));

struct State {
    /// The process that the loops belong to.
    process: u32,
    /// The jobs with a host that may start. A job moves to the end of the queue with each host it starts, so that a job
    /// with many hosts doesn't hold up the others.
    queue: VecDeque<Arc<Job>>,
    last_taken: Option<Instant>,
    loops: Vec<Arc<Waker>>,
    /// Loops that found the queue empty. They are woken for the next host.
    idle: Vec<Arc<Waker>>,
}

/// The state, for callers. A loop can lock it directly: it belongs to this process, and so does the state that it
/// finds.
fn state() -> MutexGuard<'static, State> {
    let mut state = lock(&STATE);
    if state.process != process::id() {
        // A forked child process has none of the threads. Leak their state: what they and the jobs hold belongs to
        // them.
        mem::forget(mem::replace(&mut *state, State::of(process::id())));
    }
    state
}

/// Locks the state for the duration of a fork, so that the child process finds it complete. The child's next job sees
/// that the loops belong to another process.
#[cfg(unix)]
pub(super) fn lock_for_fork() -> Box<dyn fork::Held> {
    LazyLock::force(&MOST);
    Box::new(lock(&STATE))
}

/// The descriptors that all loops together may use.
pub(super) fn descriptors() -> usize {
    *MOST * DESCRIPTORS
}

/// Queues the job, unless it is closed. From then on only its running hosts keep it alive. Returns whether there is a
/// loop to run them.
///
/// # Errors
/// There is no loop, and none can be created.
pub(super) fn submit(job: Arc<Job>) -> io::Result<bool> {
    if !job.is_ready() {
        return Ok(true);
    }
    let mut state = state();
    if state.loops.is_empty() {
        // This proves that there are descriptors for a loop. If there is no thread for one, the thread that waits for
        // the job runs it.
        let poller = Poller::new()?;
        state.queue.push_back(job);
        state.start_loop(poller);
    } else {
        state.queue.push_back(job);
        state.call();
    }
    Ok(!state.loops.is_empty())
}

/// Lets no further host of the job start.
pub(super) fn close(job: &Arc<Job>) {
    let mut state = state();
    job.close();
    let withdrawn = state.withdraw(job);
    drop(state);
    drop(withdrawn);
}

/// Ends a host of the job, so that another may start. Unless `calls`, this loop is about to take that one itself.
pub(super) fn end(job: Arc<Job>, calls: bool) {
    let ended = lock(&STATE).end(job, calls);
    // Dropping the job takes other locks.
    drop(ended);
}

/// Whether the job is waiting and no loop has taken any host for `patience`: there is none, or all of them hang.
pub(super) fn is_neglected(job: &Arc<Job>, patience: Duration) -> bool {
    state().is_neglected(job, patience)
}

/// Starts a host of this job, and no other, in the event loop of the thread that waits for it. Then runs that loop
/// once.
pub(super) fn help(event_loop: &mut EventLoop, job: &Arc<Job>, longest: Duration) {
    let goes_on = begin(event_loop, || state().begin_of(job));
    event_loop.turn(Some(if goes_on { Duration::ZERO } else { longest }));
}

/// Runs hosts until the loop has been idle for a while.
fn work(mut event_loop: EventLoop) {
    let waker = Arc::clone(event_loop.handle().waker());
    loop {
        let goes_on = begin(&mut event_loop, || lock(&STATE).next(&waker));
        let is_idle = !goes_on && event_loop.has_no_tasks();
        let longest = if goes_on { Some(Duration::ZERO) } else { is_idle.then_some(IDLE_LIMIT) };
        let has_happened = event_loop.turn(longest);
        if is_idle && !has_happened && lock(&STATE).leave(&waker) {
            return;
        }
    }
}

/// Starts one host, unless a child process must be alone right now. Returns whether another may start at once.
fn begin(event_loop: &mut EventLoop, next: impl FnOnce() -> Option<Turn>) -> bool {
    if event_loop.handle().holds_starts() {
        return false;
    }
    let Some(turn) = next() else { return false };
    event_loop.spawn(turn.task(event_loop.handle().clone()));
    !event_loop.handle().holds_starts()
}

impl State {
    const fn of(process: u32) -> Self {
        Self { process, queue: VecDeque::new(), last_taken: None, loops: Vec::new(), idle: Vec::new() }
    }

    /// Starts a host of the first job, which moves to the end of the queue.
    fn begin(&mut self) -> Option<Turn> {
        let job = self.queue.pop_front()?;
        let turn = job.begin();
        if job.is_ready() {
            self.queue.push_back(job);
        }
        turn
    }

    /// The next host. A loop that gets none is woken for the next one, unless it ends first.
    fn next(&mut self, waker: &Arc<Waker>) -> Option<Turn> {
        let turn = self.begin();
        self.idle.retain(|idle| !Arc::ptr_eq(idle, waker));
        if turn.is_some() {
            self.last_taken = Some(Instant::now());
            self.call();
        } else {
            self.idle.push(Arc::clone(waker));
        }
        turn
    }

    /// Removes the loop, unless somebody has woken it meanwhile. Returns whether it did, so that the loop may end.
    fn leave(&mut self, waker: &Arc<Waker>) -> bool {
        let Some(position) = self.idle.iter().position(|idle| Arc::ptr_eq(idle, waker)) else { return false };
        self.idle.swap_remove(position);
        self.loops.retain(|other| !Arc::ptr_eq(other, waker));
        // Otherwise the memory of a burst of procedures would stay for good.
        self.queue.shrink_to_fit();
        self.loops.shrink_to_fit();
        self.idle.shrink_to_fit();
        true
    }

    /// Ends a host of the job. Returns the job unless that made it ready and put it in the queue.
    fn end(&mut self, job: Arc<Job>, calls: bool) -> Option<Arc<Job>> {
        // Whether a job is ready only changes under the lock, so a ready job is in the queue exactly once.
        if !job.end() {
            return Some(job);
        }
        self.queue.push_back(job);
        if calls {
            self.call();
        }
        None
    }

    fn is_neglected(&self, job: &Arc<Job>, patience: Duration) -> bool {
        self.queue.iter().any(|queued| Arc::ptr_eq(queued, job))
            && (self.loops.is_empty() || self.last_taken.is_none_or(|taken| taken.elapsed() >= patience))
    }

    /// Starts a host of this job, even if it isn't its turn. A job that isn't ready isn't in the queue.
    fn begin_of(&mut self, job: &Arc<Job>) -> Option<Turn> {
        let turn = job.begin();
        if !job.is_ready() {
            self.withdraw(job);
        }
        turn
    }

    fn withdraw(&mut self, job: &Arc<Job>) -> Option<Arc<Job>> {
        let position = self.queue.iter().position(|queued| Arc::ptr_eq(queued, job));
        position.and_then(|position| self.queue.remove(position))
    }

    /// Wakes an idle loop for what is in the queue, or starts a new one.
    fn call(&mut self) {
        if self.queue.is_empty() {
            return;
        }
        if let Some(idle) = self.idle.pop() {
            idle.wake();
        } else if self.loops.len() < *MOST
            // If there is no descriptor for another, the existing loops do all the work.
            && let Ok(poller) = Poller::new()
        {
            self.start_loop(poller);
        }
    }

    /// If the system has no thread for it, there is one loop less.
    fn start_loop(&mut self, poller: Poller) {
        let waker = Arc::clone(poller.waker());
        let thread = thread::Builder::new().name("rust-interop".to_owned()).stack_size(STACK);
        if thread.spawn(|| work(EventLoop::new(poller))).is_ok() {
            self.loops.push(waker);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::job::tests::job;
    use super::*;
    use crate::output::HostOutcome;

    /// For what takes milliseconds, unless it never happens.
    const PATIENCE: Duration = Duration::from_secs(30);

    #[test]
    fn begin_jobs_take_turns_host_by_host() {
        let mut state = State::of(0);
        let jobs = [job(4, 9), job(2, 9), job(1, 9)].map(|(job, _results)| job);
        state.queue.extend(jobs.iter().cloned());
        let mut turns = Vec::new();
        while let Some(turn) = state.begin() {
            let job = jobs.iter().position(|job| Arc::ptr_eq(job, turn.job())).unwrap();
            turns.push((job, turn.number()));
        }
        assert_eq!(turns, [(0, 0), (1, 0), (2, 0), (0, 1), (1, 1), (0, 2), (0, 3)]);
    }

    #[test]
    fn begin_of_last_host_removes_the_job_from_the_queue() {
        let mut state = State::of(0);
        let [(first, _), (second, _)] = [job(1, 1), job(2, 2)];
        state.queue.extend([&first, &second].map(Arc::clone));
        let number = |turn: Option<Turn>| turn.map(|turn| turn.number());
        assert_eq!([(); 3].map(|()| number(state.begin_of(&second))), [Some(0), Some(1), None]);
        assert_eq!(Arc::strong_count(&second), 1);
        assert_eq!(number(state.begin_of(&first)), Some(0));
        assert!(state.queue.is_empty());
    }

    #[test]
    fn withdraw_job_that_has_not_begun_removes_it() {
        let mut state = State::of(0);
        let (job, _results) = job(3, 1);
        state.queue.push_back(Arc::clone(&job));
        drop(state.withdraw(&job));
        assert!(state.withdraw(&job).is_none());
        assert_eq!(Arc::strong_count(&job), 1);
    }

    /// A loop that sleeps, with its waker.
    fn sleeping() -> (Poller, Arc<Waker>) {
        let poller = Poller::new().unwrap();
        let waker = Arc::clone(poller.waker());
        (poller, waker)
    }

    fn is_woken(poller: &mut Poller) -> bool {
        poller.wait(Some(Duration::ZERO), &mut Vec::new()).unwrap()
    }

    #[test]
    fn next_without_a_host_wakes_the_loop_once_there_is_one() {
        let mut state = State::of(0);
        let (mut poller, waker) = sleeping();
        for _ in 0..2 {
            assert!(state.next(&waker).is_none());
        }
        state.call();
        assert!(!is_woken(&mut poller), "nothing is queued");
        state.queue.push_back(job(1, 1).0);
        state.call();
        assert!(is_woken(&mut poller));
        assert!(state.idle.is_empty(), "it was listed twice");
    }

    #[test]
    fn next_with_a_host_wakes_another_loop_for_the_rest() {
        let mut state = State::of(0);
        let [(mut first, first_waker), (mut second, second_waker)] = [sleeping(), sleeping()];
        for waker in [&first_waker, &second_waker] {
            assert!(state.next(waker).is_none());
        }
        state.queue.push_back(job(2, 2).0);
        assert_eq!(state.next(&second_waker).map(|turn| turn.number()), Some(0));
        assert!(state.last_taken.is_some());
        assert_eq!((is_woken(&mut first), is_woken(&mut second)), (true, false));
        assert_eq!(state.next(&first_waker).map(|turn| turn.number()), Some(1));
        assert!(state.idle.is_empty() && !is_woken(&mut second));
    }

    #[test]
    fn end_that_makes_the_job_ready_wakes_a_loop_if_it_calls() {
        for calls in [true, false] {
            let mut state = State::of(0);
            let (mut poller, waker) = sleeping();
            assert!(state.next(&waker).is_none());
            let (job, _results) = job(2, 1);
            drop(job.begin());
            assert!(state.end(Arc::clone(&job), calls).is_none());
            assert_eq!((state.queue.len(), is_woken(&mut poller)), (1, calls));
            state.queue.clear();
            drop(job.begin());
            assert!(state.end(job, calls).is_some(), "there is no further host");
            assert!(state.queue.is_empty() && !is_woken(&mut poller));
        }
    }

    #[test]
    fn leave_woken_meanwhile_keeps_the_loop() {
        let mut state = State::of(0);
        let (_poller, waker) = sleeping();
        state.loops.push(Arc::clone(&waker));
        assert!(!state.leave(&waker), "the loop is busy");
        assert!(state.next(&waker).is_none());
        assert!(state.leave(&waker));
        assert!(state.loops.is_empty() && state.idle.is_empty());
    }

    #[test]
    fn is_neglected_queued_job_once_no_loop_takes_hosts() {
        let long = Duration::from_hours(1);
        let mut state = State::of(0);
        let (job, _results) = job(2, 2);
        assert!(!state.is_neglected(&job, Duration::ZERO), "the job isn't queued");
        state.queue.push_back(Arc::clone(&job));
        assert!(state.is_neglected(&job, long), "there is no loop");
        let (_poller, waker) = sleeping();
        state.loops.push(Arc::clone(&waker));
        assert!(state.is_neglected(&job, long), "no loop has taken any");
        drop(state.next(&waker));
        assert!(!state.is_neglected(&job, long));
        assert!(state.is_neglected(&job, Duration::ZERO));
    }

    #[test]
    fn begin_while_starts_are_held_or_without_a_host_starts_none() {
        let mut event_loop = EventLoop::new(Poller::new().unwrap());
        assert!(!begin(&mut event_loop, || None));
        let hold = event_loop.handle().hold_starts();
        assert!(!begin(&mut event_loop, || panic!("asked for a host")));
        drop(hold);
    }

    #[test]
    fn work_without_a_host_ends() {
        work(EventLoop::new(Poller::new().unwrap()));
    }

    #[test]
    fn submit_job_is_run_by_new_or_idle_loops() {
        for hosts in [2, 3, 4] {
            let (job, results) = job(hosts, 2);
            assert!(submit(job).unwrap());
            for _ in 0..hosts {
                assert_eq!(results.recv_timeout(PATIENCE).unwrap().unwrap().1.outcome, HostOutcome::Succeeded);
            }
            // Gives the loops time to become idle.
            thread::sleep(Duration::from_millis(20));
        }
    }

    #[test]
    fn submit_closed_job_drops_it() {
        let (job, _results) = job(3, 1);
        close(&job);
        assert!(submit(Arc::clone(&job)).unwrap());
        assert_eq!(Arc::strong_count(&job), 1);
    }

    #[test]
    fn help_runs_the_hosts_of_the_job_in_this_thread() {
        let (job, results) = job(5, 2);
        let mut event_loop = EventLoop::new(Poller::new().unwrap());
        let mut done = 0;
        while done < 5 {
            help(&mut event_loop, &job, IDLE_LIMIT);
            while let Ok(result) = results.recv_timeout(Duration::ZERO) {
                assert_eq!(result.unwrap().1.outcome, HostOutcome::Succeeded);
                done += 1;
            }
        }
        assert!(!job.is_ready());
    }
}
