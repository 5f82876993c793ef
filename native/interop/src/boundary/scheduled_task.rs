//! A task that was woken, for a thread of the caller's to run.

use std::sync::Arc;

use super::misuse::Kind;
use super::sealed::Sealed;
use crate::executor::Task;

const KIND: Kind = Kind { noun: "task", given_back: "run" };

/// Mirrors the opaque `rust_interop_task` of the header.
#[doc(hidden)]
#[repr(transparent)]
pub struct ScheduledTask(Sealed<Arc<Task>>);

impl ScheduledTask {
    /// Hands the task to the caller.
    pub(super) fn hand_out(task: Arc<Task>) -> *mut Self {
        Sealed::hand_out(task).cast()
    }

    /// Runs the task. NULL is a no-op. A pointer that isn't a task of this library, or one that was already run, ends the
    /// process with a line on standard error.
    ///
    /// # Safety
    /// `task` is NULL, or a task that wasn't run before.
    pub(crate) unsafe fn run(task: *mut Self) {
        if !task.is_null() {
            // SAFETY: the caller's promise, passed on.
            let task: Arc<Task> = unsafe { Sealed::take_back(task.cast(), "rust_interop_run", KIND) };
            task.run();
        }
    }
}
