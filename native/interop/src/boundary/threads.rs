//! The threads of long-running calls, each of which may block for as long as it likes. When its call ends, a thread
//! parks until the next one, because starting a thread takes longer than many calls. So does waking one, so one of the
//! parked threads spins before it sleeps.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{env, io, mem, process, thread};

#[cfg(unix)]
use super::fork;
use crate::boundary::lock::lock;

/// How long an idle thread lives.
const IDLE_LIMIT: Duration = Duration::from_secs(1);

/// How long a parked thread spins before it sleeps: about as long as it takes to fall asleep and wake up.
const SPIN: Duration = Duration::from_micros(50);

/// The stack of a thread whose size the environment does not set: as much as a program's main thread has on most systems,
/// so that a call by task can go as deep as one that blocks. The system provides a page of it when it is first used.
const STACK: usize = if cfg!(target_pointer_width = "64") { 8 << 20 } else { 2 << 20 };

type Work = Box<dyn FnOnce() + Send>;

/// Runs the work on a thread at once. If the system has no thread for it, drops the work and returns the error.
pub(crate) fn run(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    let mut state = state();
    if state.parked > state.waiting.len() {
        state.waiting.push_back(Box::new(work));
        IS_WORK_WAITING.store(true, Ordering::Relaxed);
        let is_seen = state.has_spinner && state.waiting.len() == 1;
        drop(state);
        if !is_seen {
            WAKE.notify_one();
        }
        return Ok(());
    }
    drop(state);
    thread().spawn(|| {
        work();
        while let Some(next) = park() {
            next();
        }
    })?;
    Ok(())
}

/// A thread that is about to start. If `RUST_MIN_STACK` is set, the standard library takes its stack's size from there.
fn thread() -> thread::Builder {
    let thread = thread::Builder::new().name("rust-interop".to_owned());
    if env::var_os("RUST_MIN_STACK").is_some() { thread } else { thread.stack_size(STACK) }
}

/// There is never more work waiting than there are parked threads.
struct State {
    /// The process that the threads belong to.
    process: u32,
    waiting: VecDeque<Work>,
    parked: usize,
    /// Whether one of the parked threads spins. It takes the lock and checks for waiting work before it sleeps.
    has_spinner: bool,
}

impl State {
    const fn of(process: u32) -> Self {
        Self { process, waiting: VecDeque::new(), parked: 0, has_spinner: false }
    }
}

static STATE: Mutex<State> = Mutex::new(State::of(0));
static WAKE: Condvar = Condvar::new();

/// For the spinning thread, which doesn't hold the lock. Only the state is authoritative.
static IS_WORK_WAITING: AtomicBool = AtomicBool::new(false);

fn state() -> MutexGuard<'static, State> {
    let mut state = lock(&STATE);
    if state.process != process::id() {
        // A forked child process has none of the threads, and their work isn't its own.
        mem::forget(mem::replace(&mut *state, State::of(process::id())));
    }
    state
}

/// Locks the state for the duration of a fork. The child's next call sees that the threads belong to another process.
#[cfg(unix)]
pub(super) fn hold() -> Box<dyn fork::Held> {
    Box::new(lock(&STATE))
}

/// Waits for work. Returns `None` if there was none for a while.
fn park() -> Option<Work> {
    // `lock` will do: the process that started this thread has already replaced the state.
    let mut state = lock(&STATE);
    state.parked += 1;
    if !state.has_spinner {
        state.has_spinner = true;
        drop(state);
        spin();
        state = lock(&STATE);
        state.has_spinner = false;
    }
    let parked = WAKE.wait_timeout_while(state, IDLE_LIMIT, |state| state.waiting.is_empty());
    state = parked.unwrap_or_else(PoisonError::into_inner).0;
    state.parked -= 1;
    let work = state.waiting.pop_front();
    IS_WORK_WAITING.store(!state.waiting.is_empty(), Ordering::Relaxed);
    if work.is_none() {
        // Otherwise the memory of a burst of calls would stay for good.
        state.waiting.shrink_to_fit();
    }
    work
}

/// Yields the processor meanwhile: if there is only one, the caller needs it.
fn spin() {
    let start = Instant::now();
    while !IS_WORK_WAITING.load(Ordering::Relaxed) && start.elapsed() < SPIN {
        thread::yield_now();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn run_work_that_blocks_does_not_delay_the_next() {
        let (sender, receiver) = mpsc::channel();
        let (go_on, blocked) = mpsc::channel::<()>();
        let first = sender.clone();
        run(move || {
            blocked.recv().unwrap();
            first.send(1).unwrap();
        })
        .unwrap();
        run(move || sender.send(2).unwrap()).unwrap();
        assert_eq!(receiver.recv(), Ok(2));
        go_on.send(()).unwrap();
        assert_eq!(receiver.recv(), Ok(1));
    }

    #[test]
    fn run_one_after_another_uses_a_parked_thread() {
        let (sender, receiver) = mpsc::channel();
        let mut threads = Vec::new();
        // Threads that other tests have left parked take turns with it, until they have been idle for too long.
        while threads.len() < 3000 {
            let sender = sender.clone();
            run(move || sender.send(thread::current().id()).unwrap()).unwrap();
            let thread = receiver.recv().unwrap();
            if threads.contains(&thread) {
                return;
            }
            threads.push(thread);
            // Gives the thread time to park, even on a busy machine.
            thread::sleep(Duration::from_millis(1));
        }
        panic!("no thread was used twice");
    }

    #[test]
    fn run_from_several_threads_at_once_does_each_piece_of_work_once() {
        let (sender, receiver) = mpsc::channel();
        thread::scope(|scope| {
            for caller in 0..8 {
                let sender = sender.clone();
                scope.spawn(move || {
                    for call in 0..250 {
                        let sender = sender.clone();
                        run(move || sender.send(caller * 250 + call).unwrap()).unwrap();
                    }
                });
            }
        });
        drop(sender);
        let mut done: Vec<i32> = receiver.iter().collect();
        done.sort_unstable();
        assert_eq!(done, (0..2000).collect::<Vec<_>>());
    }
}
