//! Runs the futures of exported async functions. The caller's thread polls a future first. If that is not its end, each
//! wake has it polled by a thread pool: the caller's, if it has one, otherwise a few threads of ours. So even many calls
//! that wait hold few threads. A blocking call polls on its own thread only.

mod blocking;
mod running;
mod task;
#[cfg(test)]
mod tests;
pub(crate) mod workers;

use std::sync::Arc;
use std::{mem, process};

use crate::boundary::callbacks::Callbacks;
use crate::boundary::error::Error;
use crate::boundary::outgoing::Outgoing;

pub(crate) use blocking::{block_on, poll_until_ready};
pub(crate) use running::Running;
pub(crate) use task::Task;

/// What the caller gets.
pub(crate) type Reply = Result<Outgoing, Error>;

/// Polls a task each time that it was woken.
#[derive(Clone, Copy)]
pub(crate) enum Executor {
    /// Threads of ours.
    Workers,
    /// Threads of the caller's.
    Caller(Callbacks),
}

impl Executor {
    /// The caller's, if it has one.
    pub(crate) fn of(callbacks: Callbacks) -> Self {
        if callbacks.can_schedule() { Self::Caller(callbacks) } else { Self::Workers }
    }

    fn queue(self, task: Arc<Task>) {
        if task.process != process::id() {
            // A forked child process has copies of its parent's calls, which aren't its own.
            mem::forget(task);
            return;
        }
        match self {
            Self::Workers => workers::queue(task),
            Self::Caller(callbacks) => callbacks.schedule(task),
        }
    }
}
