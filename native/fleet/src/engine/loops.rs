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

/// What a loop needs by itself: it starts processes and moves bytes.
const STACK: usize = 256 * 1024;

/// How long an idle loop stays.
const IDLE_LIMIT: Duration = Duration::from_secs(1);

/// The descriptors that a loop has for itself.
const DESCRIPTORS: usize = 2;

/// A loop per processor and a quarter more: between the end of one child and the start of the next a processor would be
/// idle.
static MOST: LazyLock<usize> = LazyLock::new(|| {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    processors + processors.div_ceil(4)
});

static STATE: Mutex<State> = Mutex::new(State::of(0));

struct State {
    /// The process whose threads the loops are.
    process: u32,
    /// The jobs that have a host which may begin. Each gives one and goes to the end: however many hosts one has, the others
    /// go on as well.
    queue: VecDeque<Arc<Job>>,
    last_taken: Option<Instant>,
    loops: Vec<Arc<Waker>>,
    /// Those of the loops that have looked into the queue in vain, and are woken for the next.
    idle: Vec<Arc<Waker>>,
}

/// The state, for callers: a loop is of this process, and so is the state that it finds.
fn state() -> MutexGuard<'static, State> {
    let mut state = lock(&STATE);
    if state.process != process::id() {
        // A copy that was forked has none of the threads. What they and the jobs hold is theirs.
        mem::forget(mem::replace(&mut *state, State::of(process::id())));
    }
    state
}

/// Held while this process forks, so that nothing is half-done in the copy. Its next job sees that the loops are another
/// process's.
#[cfg(unix)]
pub(super) fn lock_for_fork() -> Box<dyn fork::Held> {
    LazyLock::force(&MOST);
    Box::new(lock(&STATE))
}

/// The descriptors that all loops may have.
pub(super) fn descriptors() -> usize {
    *MOST * DESCRIPTORS
}

/// Queues the job; a closed one is done. Only what runs its hosts keeps it alive. Returns whether there is a loop to run
/// them.
///
/// # Errors
/// There is no loop, and none can be made.
pub(super) fn submit(job: Arc<Job>) -> io::Result<bool> {
    if !job.is_ready() {
        return Ok(true);
    }
    let mut state = state();
    if state.loops.is_empty() {
        // By this it is known that there are descriptors for one. Where there is no thread, who waits for the job runs it.
        let poller = Poller::new()?;
        state.queue.push_back(job);
        state.start_loop(poller);
    } else {
        state.queue.push_back(job);
        state.call();
    }
    Ok(!state.loops.is_empty())
}

/// Lets no further host of the job begin.
pub(super) fn close(job: &Arc<Job>) {
    let mut state = state();
    job.close();
    let withdrawn = state.withdraw(job);
    drop(state);
    drop(withdrawn);
}

/// Ends a host of the job, which may make way for another. Unless `calls`, this loop is about to come for that.
pub(super) fn end(job: Arc<Job>, calls: bool) {
    // All that makes a job ready or not is done under the lock, so that it is in the queue once where it is.
    let mut state = lock(&STATE);
    if job.end() {
        state.queue.push_back(job);
        if calls {
            state.call();
        }
        return;
    }
    // What is dropped with the job takes other locks.
    drop(state);
    drop(job);
}

/// Whether the job waits and no loop has taken a host of any for `patience`, because there is none or each hangs.
pub(super) fn is_neglected(job: &Arc<Job>, patience: Duration) -> bool {
    let state = state();
    let is_waiting = state.queue.iter().any(|queued| Arc::ptr_eq(queued, job));
    is_waiting && (state.loops.is_empty() || state.last_taken.is_none_or(|taken| taken.elapsed() >= patience))
}

/// Begins a host of this job alone, in the loop of who waits for it, and runs what there is.
pub(super) fn help(event_loop: &mut EventLoop, job: &Arc<Job>, longest: Duration) {
    let goes_on = begin(event_loop, || state().begin_of(job));
    event_loop.turn(Some(if goes_on { Duration::ZERO } else { longest }));
}

/// Runs hosts until the loop has been idle for a while.
fn work(mut event_loop: EventLoop) {
    let waker = Arc::clone(event_loop.handle().waker());
    loop {
        let goes_on = begin(&mut event_loop, || next(&waker));
        let is_idle = !goes_on && event_loop.has_no_tasks();
        let longest = if goes_on { Some(Duration::ZERO) } else { is_idle.then_some(IDLE_LIMIT) };
        let has_happened = event_loop.turn(longest);
        if is_idle && !has_happened && leave(&waker) {
            return;
        }
    }
}

/// Begins one host, unless a child is alone for a moment. Returns whether another may begin at once.
fn begin(event_loop: &mut EventLoop, next: impl FnOnce() -> Option<Turn>) -> bool {
    if event_loop.handle().holds_starts() {
        return false;
    }
    let Some(turn) = next() else { return false };
    event_loop.spawn(turn.task(event_loop.handle().clone()));
    !event_loop.handle().holds_starts()
}

/// The next host. A loop that gets none is woken when there is one, unless it leaves for good.
fn next(waker: &Arc<Waker>) -> Option<Turn> {
    let mut state = lock(&STATE);
    let turn = state.begin();
    if turn.is_none() {
        if !state.idle.iter().any(|idle| Arc::ptr_eq(idle, waker)) {
            state.idle.push(Arc::clone(waker));
        }
        return None;
    }
    state.idle.retain(|idle| !Arc::ptr_eq(idle, waker));
    state.last_taken = Some(Instant::now());
    state.call();
    turn
}

/// Whether the loop may end: nobody has called it meanwhile.
fn leave(waker: &Arc<Waker>) -> bool {
    let mut state = lock(&STATE);
    let Some(position) = state.idle.iter().position(|idle| Arc::ptr_eq(idle, waker)) else { return false };
    state.idle.swap_remove(position);
    state.remove_loop(waker);
    // Else a burst of procedures would be remembered for good.
    state.queue.shrink_to_fit();
    true
}

impl State {
    const fn of(process: u32) -> Self {
        Self { process, queue: VecDeque::new(), last_taken: None, loops: Vec::new(), idle: Vec::new() }
    }

    /// Begins a host of the first job, which goes to the end of the queue.
    fn begin(&mut self) -> Option<Turn> {
        let job = self.queue.pop_front()?;
        let turn = job.begin();
        if job.is_ready() {
            self.queue.push_back(job);
        }
        turn
    }

    /// Begins a host of this job, whose turn it may not be. A job that is not ready is not in the queue.
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

    /// Has an idle loop come for what is in the queue, or a new one.
    fn call(&mut self) {
        if self.queue.is_empty() {
            return;
        }
        if let Some(idle) = self.idle.pop() {
            idle.wake();
        } else if self.loops.len() < *MOST
            // Those that there are do all the work.
            && let Ok(poller) = Poller::new()
        {
            self.start_loop(poller);
        }
    }

    /// Where the system has no thread for it, there is one loop less.
    fn start_loop(&mut self, poller: Poller) {
        let waker = Arc::clone(poller.waker());
        let thread = thread::Builder::new().name("rust-interop".to_owned()).stack_size(STACK);
        if thread.spawn(|| work(EventLoop::new(poller))).is_ok() {
            self.loops.push(waker);
        }
    }

    fn remove_loop(&mut self, waker: &Arc<Waker>) {
        self.loops.retain(|other| !Arc::ptr_eq(other, waker));
        self.loops.shrink_to_fit();
        self.idle.shrink_to_fit();
    }
}

#[cfg(test)]
mod tests;
