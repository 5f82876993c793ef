//! The threads that poll futures. They come from the threads of long-running calls, and go back when there is nothing to
//! poll. While calls wait for a wake, one stays: so a wake is served even if the system has no further thread.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::{io, mem, process, thread};

use super::Task;
#[cfg(unix)]
use crate::boundary::fork;
use crate::boundary::lock::lock;
use crate::boundary::threads;

/// The most threads that poll at the same time, if there are as many processors. A poll should not take long.
const MOST: usize = 4;

struct State {
    /// The process that the threads belong to.
    process: u32,
    queue: VecDeque<Arc<Task>>,
    /// How many calls are not ready after their first poll.
    reserved: usize,
    /// How many threads there are.
    workers: usize,
    /// How many of them wait for the queue: at most one.
    idle: usize,
    /// How many there may be; 0 before the first.
    most: usize,
}

impl State {
    const fn of(process: u32) -> Self {
        Self { process, queue: VecDeque::new(), reserved: 0, workers: 0, idle: 0, most: 0 }
    }

    fn add_worker(&mut self) -> io::Result<()> {
        if self.most == 0 {
            self.most = thread::available_parallelism().map_or(1, NonZero::get).min(MOST);
        }
        if self.workers < self.most {
            threads::run(work)?;
            self.workers += 1;
        }
        Ok(())
    }
}

static STATE: Mutex<State> = Mutex::new(State::of(0));
static WAKE: Condvar = Condvar::new();

fn state() -> MutexGuard<'static, State> {
    let mut state = lock(&STATE);
    if state.process != process::id() {
        // A forked child process has none of the threads, and their calls aren't its own.
        mem::forget(mem::replace(&mut *state, State::of(process::id())));
    }
    state
}

/// Locks the state for the duration of a fork, before that of the threads, which `add_worker` locks meanwhile.
#[cfg(unix)]
pub(crate) fn hold() -> Box<dyn fork::Held> {
    Box::new(lock(&STATE))
}

/// Keeps a worker for as long as a call waits.
pub(super) struct Reservation {
    process: u32,
}

/// Makes sure that there is a worker until the reservation is dropped.
///
/// # Errors
/// The system has no thread for it.
pub(super) fn reserve() -> io::Result<Reservation> {
    let mut state = state();
    if state.workers == 0 {
        state.add_worker()?;
    }
    state.reserved += 1;
    Ok(Reservation { process: state.process })
}

impl Drop for Reservation {
    fn drop(&mut self) {
        let mut state = state();
        if state.process == self.process {
            state.reserved -= 1;
            if state.reserved == 0 {
                WAKE.notify_one();
            }
        }
    }
}

/// Has a worker poll the task, which has a reservation.
pub(super) fn queue(task: Arc<Task>) {
    let mut state = state();
    if task.process != state.process {
        // As above.
        mem::forget(task);
        return;
    }
    state.queue.push_back(task);
    if state.queue.len() <= state.idle {
        WAKE.notify_one();
    } else {
        // If there is no thread for it, those that there are will come to the task.
        let _ = state.add_worker();
    }
}

/// What a worker does.
fn work() {
    // `lock` will do: the process that started this thread has already replaced the state.
    let mut state = lock(&STATE);
    loop {
        if let Some(task) = state.queue.pop_front() {
            drop(state);
            task.run();
            drop(task);
            state = lock(&STATE);
        } else if state.reserved == 0 || state.idle > 0 {
            state.workers -= 1;
            // Otherwise the memory of a burst of wakes would stay for good.
            state.queue.shrink_to_fit();
            return;
        } else {
            state.idle += 1;
            let waited = WAKE.wait_while(state, |state| state.queue.is_empty() && state.reserved > 0);
            state = waited.unwrap_or_else(PoisonError::into_inner);
            state.idle -= 1;
        }
    }
}
