//! The threads that poll futures. They come from the threads of long-running calls, and go back when there is nothing to
//! poll. While calls wait for a wake, one stays: so a wake is served even if the system has no further thread.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, MutexGuard, PoisonError};
use std::{io, thread};

use super::Task;
#[cfg(unix)]
use crate::boundary::fork;
use crate::boundary::process_state::{Initial, Owned, ProcessState};
use crate::boundary::threads;

/// The most threads that poll at the same time, if there are as many processors. A poll should not take long.
const MOST: usize = 4;

struct State {
    queue: VecDeque<Arc<Task>>,
    /// How many calls are not ready after their first poll.
    reserved: usize,
    /// How many threads there are.
    workers: usize,
    idle: Idle,
    /// How many there may be; 0 before the first.
    most: usize,
}

/// What the worker does that has nothing to poll. There is at most one: any other leaves.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Idle {
    Nobody,
    Spins,
    Sleeps,
}

impl Initial for State {
    const INITIAL: Self = Self { queue: VecDeque::new(), reserved: 0, workers: 0, idle: Idle::Nobody, most: 0 };
}

impl State {
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

    /// Has the idle worker look at the state. If there is none, does nothing.
    fn wake_idle(&self) {
        IS_CHANGED.store(true, Ordering::Relaxed);
        if self.idle == Idle::Sleeps {
            WAKE.notify_one();
        }
    }
}

type Locked = MutexGuard<'static, Owned<State>>;

static STATE: ProcessState<State> = ProcessState::new();
static WAKE: Condvar = Condvar::new();

/// For the spinning worker, which doesn't hold the lock. Only the state is authoritative.
static IS_CHANGED: AtomicBool = AtomicBool::new(false);

/// Locks the state for the duration of a fork, before that of the threads, which `add_worker` locks meanwhile.
#[cfg(unix)]
pub(crate) fn hold() -> Box<dyn fork::Held> {
    Box::new(STATE.lock_unchecked())
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
    let mut state = STATE.lock();
    if state.workers == 0 {
        state.add_worker()?;
    }
    state.reserved += 1;
    Ok(Reservation { process: state.process() })
}

impl Drop for Reservation {
    fn drop(&mut self) {
        let mut state = STATE.lock();
        if state.process() == self.process {
            state.reserved -= 1;
            if state.reserved == 0 {
                state.wake_idle();
            }
        }
    }
}

/// Has a worker poll the task, which has a reservation.
pub(super) fn queue(task: Arc<Task>) {
    let mut state = STATE.lock();
    state.queue.push_back(task);
    if state.idle != Idle::Nobody && state.queue.len() == 1 {
        state.wake_idle();
    } else {
        // If there is no thread for it, those that there are will come to the task.
        let _ = state.add_worker();
    }
}

/// What a worker does.
fn work() {
    let mut state = STATE.lock_unchecked();
    loop {
        if let Some(task) = state.queue.pop_front() {
            drop(state);
            task.run();
            drop(task);
            state = STATE.lock_unchecked();
        } else if state.reserved == 0 || state.idle != Idle::Nobody {
            state.workers -= 1;
            // Otherwise the memory of a burst of wakes would stay for good.
            state.queue.shrink_to_fit();
            return;
        } else {
            state = wait(state);
        }
    }
}

/// Waits until there is something to poll, or no call any more that could be woken.
fn wait(mut state: Locked) -> Locked {
    state.idle = Idle::Spins;
    IS_CHANGED.store(false, Ordering::Relaxed);
    drop(state);
    threads::spin(&IS_CHANGED);
    state = STATE.lock_unchecked();
    state.idle = Idle::Sleeps;
    let waited = WAKE.wait_while(state, |state| state.queue.is_empty() && state.reserved > 0);
    state = waited.unwrap_or_else(PoisonError::into_inner);
    state.idle = Idle::Nobody;
    state
}
