//! The event loops of this process, each on a thread of its own, and the queue of jobs that they take hosts from.

use std::collections::VecDeque;
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};
use std::{io, thread};

use super::job::{Job, Turn};
use crate::event_loop::EventLoop;
use crate::event_loop::poller::{Poller, Waker};
#[cfg(unix)]
use rust_interop::boundary::fork;
use rust_interop::boundary::process_state::{Initial, ProcessState};

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

static STATE: ProcessState<State> = ProcessState::new();

struct State {
    /// The jobs with a host that may start. A job moves to the end of the queue with each host it starts, so that a job
    /// with many hosts doesn't hold up the others.
    queue: VecDeque<Arc<Job>>,
    last_taken: Option<Instant>,
    loops: Vec<Arc<Waker>>,
    /// Loops that found the queue empty. They are woken for the next host.
    idle: Vec<Arc<Waker>>,
}

impl Initial for State {
    const INITIAL: Self = Self { queue: VecDeque::new(), last_taken: None, loops: Vec::new(), idle: Vec::new() };
}

/// Locks the state for the duration of a fork, so that the child process finds it complete. The child's next job sees
/// that the loops belong to another process.
#[cfg(unix)]
pub(super) fn lock_for_fork() -> Box<dyn fork::Held> {
    LazyLock::force(&MOST);
    Box::new(STATE.lock_unchecked())
}

/// The descriptors that all loops together may use.
pub(super) fn descriptors() -> usize {
    *MOST * DESCRIPTORS
}

/// Queues the job, unless it is closed or waits for a grant. From then on only its running hosts, and a block that the
/// caller is asked for, keep it alive. Returns whether there is a loop to run them.
///
/// # Errors
/// There is no loop, and none can be created.
pub(super) fn submit(job: Arc<Job>) -> io::Result<bool> {
    if !job.is_ready() {
        return Ok(true);
    }
    let mut state = STATE.lock();
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

/// Lets a block of hosts start. If there is no loop for them, the job is neglected.
pub(super) fn grant(job: Arc<Job>) {
    let mut state = STATE.lock();
    // A job that was ready before isn't asked for.
    job.grant();
    if job.is_ready() {
        state.queue.push_back(job);
        state.call();
    } else {
        drop(state);
        // Dropping the job takes other locks.
        drop(job);
    }
}

/// Lets no further host of the job start.
pub(super) fn close(job: &Arc<Job>) {
    let mut state = STATE.lock();
    job.close();
    let withdrawn = state.withdraw(job);
    drop(state);
    drop(withdrawn);
}

/// Ends a host of the job, so that another may start. Unless `calls`, this loop is about to take that one itself.
pub(super) fn end(job: Arc<Job>, calls: bool) {
    let ended = STATE.lock_unchecked().end(job, calls);
    // Dropping the job takes other locks.
    drop(ended);
}

/// Whether the job is waiting and no loop has taken any host for `patience`: there is none, or all of them hang.
pub(super) fn is_neglected(job: &Arc<Job>, patience: Duration) -> bool {
    STATE.lock().is_neglected(job, patience)
}

/// Starts a host of this job, and no other, in the event loop of the thread that waits for it. Then runs that loop
/// once.
pub(super) fn help(event_loop: &mut EventLoop, job: &Arc<Job>, longest: Duration) {
    let goes_on = begin(event_loop, || STATE.lock().begin_of(job).map(Next::Host));
    event_loop.turn(Some(if goes_on { Duration::ZERO } else { longest }));
}

/// Runs hosts until the loop has been idle for a while.
fn work(mut event_loop: EventLoop) {
    let waker = Arc::clone(event_loop.handle().waker());
    loop {
        let goes_on = begin(&mut event_loop, || STATE.lock_unchecked().next(&waker));
        let is_idle = !goes_on && event_loop.has_no_tasks();
        let longest = if goes_on { Some(Duration::ZERO) } else { is_idle.then_some(IDLE_LIMIT) };
        let has_happened = event_loop.turn(longest);
        if is_idle && !has_happened && STATE.lock_unchecked().leave(&waker) {
            return;
        }
    }
}

/// Starts one host, unless a child process must be alone right now. Returns whether another may start at once.
fn begin(event_loop: &mut EventLoop, next: impl FnOnce() -> Option<Next>) -> bool {
    if event_loop.handle().holds_starts() {
        return false;
    }
    match next() {
        None => return false,
        Some(Next::Host(turn)) => event_loop.spawn(turn.task(event_loop.handle().clone())),
        // Dropping the job takes other locks.
        Some(Next::Expired(job)) => drop(job),
    }
    !event_loop.handle().holds_starts()
}

/// What comes next for a loop.
enum Next {
    Host(Turn),
    /// The block of a job has expired, so the job is out of the queue until its caller grants it again.
    Expired(Arc<Job>),
}

impl State {
    /// Starts a host of the first job, which moves to the end of the queue.
    fn begin(&mut self) -> Option<Next> {
        let job = self.queue.pop_front()?;
        let Some(turn) = job.begin() else { return Some(Next::Expired(job)) };
        if job.is_ready() {
            self.queue.push_back(job);
        }
        Some(Next::Host(turn))
    }

    /// The next host. A loop that gets none is woken for the next one, unless it ends first.
    fn next(&mut self, waker: &Arc<Waker>) -> Option<Next> {
        let next = self.begin();
        self.idle.retain(|idle| !Arc::ptr_eq(idle, waker));
        if next.is_some() {
            self.last_taken = Some(Instant::now());
            self.call();
        } else {
            self.idle.push(Arc::clone(waker));
        }
        next
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
mod tests;
