//! The caller's functions for a long-running call.

use std::ffi::{c_char, c_void};
use std::sync::Arc;

use super::error::{Error, ErrorKind};
use super::outgoing::{self, Outgoing};
use super::reply;
use super::scheduled_task::ScheduledTask;
use crate::Context;
use crate::executor::Task;

/// Mirrors `rust_interop_callbacks` of the header.
#[doc(hidden)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Callbacks {
    context: *mut c_void,
    progress: Option<unsafe extern "C" fn(*mut c_void, *const c_char)>,
    completed: Option<unsafe extern "C" fn(*mut c_void, *mut c_char)>,
    schedule: Option<unsafe extern "C" fn(*mut c_void, *mut ScheduledTask)>,
}

// SAFETY: the header makes the caller promise that any thread may call its functions with its context.
unsafe impl Send for Callbacks {}
// SAFETY: as above, and several threads at once may call `schedule`.
unsafe impl Sync for Callbacks {}

impl Callbacks {
    /// A copy of the caller's; `None` if it could not be notified of the end of the call.
    ///
    /// # Safety
    /// `callbacks` is NULL or points to callbacks that any thread may call until `completed` has returned.
    pub(super) unsafe fn copied(callbacks: *const Self) -> Option<Self> {
        // SAFETY: the caller's promise.
        let callbacks = unsafe { callbacks.as_ref() }?;
        callbacks.can_complete().then_some(*callbacks)
    }

    fn can_complete(&self) -> bool {
        self.completed.is_some()
    }

    fn wants_progress(&self) -> bool {
        self.progress.is_some()
    }

    /// Whether tasks run on the caller's threads.
    pub(crate) fn can_schedule(&self) -> bool {
        self.schedule.is_some()
    }

    /// Has the caller run a task soon, on a thread of its own.
    pub(crate) fn schedule(&self, task: Arc<Task>) {
        if let Some(schedule) = self.schedule {
            // SAFETY: the caller's promise; from here on the callee owns the task.
            unsafe { schedule(self.context, ScheduledTask::hand_out(task)) }
        }
    }

    /// The context of a call that reports to them.
    pub(super) fn context<P: ?Sized>(self) -> Context<P> {
        if self.wants_progress() {
            Context::reporting_to(move |report| self.report(report))
        } else {
            Context::default()
        }
    }

    /// Reports the end of the call, once.
    pub(super) fn complete(&self, reply: Result<Outgoing, Error>) {
        if let Some(completed) = self.completed {
            // SAFETY: the caller's promise; from here on the callee owns the reply.
            unsafe { completed(self.context, reply::hand_out(reply)) }
        }
    }

    fn report(&self, mut report: Outgoing) {
        if let Some(progress) = self.progress {
            let text = report.hand_out();
            // SAFETY: the caller's promise; the text lives as long as the call.
            unsafe { progress(self.context, text) };
            // SAFETY: the caller had it for the call only.
            unsafe { outgoing::free(text) }
        }
    }
}

/// Reports the end of a call to the caller, exactly once: when it is dropped, wherever that happens.
pub(super) struct Completion {
    callbacks: Callbacks,
    /// `None` once it was reported.
    reply: Option<Result<Outgoing, Error>>,
}

impl Completion {
    pub(super) fn new(callbacks: Callbacks) -> Self {
        // Reported unless a reply is set: then there was never a thread to set one.
        let reply = Err(Error::new(ErrorKind::Failed, "the system has no thread for the procedure"));
        Self { callbacks, reply: Some(reply) }
    }

    pub(super) fn set(&mut self, reply: Result<Outgoing, Error>) {
        self.reply = Some(reply);
    }
}

impl Drop for Completion {
    fn drop(&mut self) {
        if let Some(reply) = self.reply.take() {
            self.callbacks.complete(reply);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::ptr;

    use super::*;

    #[test]
    fn wants_progress_without_a_function_for_it_is_false() {
        unsafe extern "C" fn progress(_: *mut c_void, _: *const c_char) {}
        let without = Callbacks { context: ptr::null_mut(), progress: None, completed: None, schedule: None };
        assert!(!without.wants_progress() && !without.can_complete());
        assert!(Callbacks { progress: Some(progress), ..without }.wants_progress());
        without.report(Outgoing::of(b"{}"));
    }
}
