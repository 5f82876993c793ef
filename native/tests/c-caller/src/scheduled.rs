//! Calls of async functions that run on the caller's threads.

use std::ffi::{CString, c_char, c_void};
use std::sync::mpsc::{self, Receiver, Sender};

use super::{Callbacks, Reply, Start, raw};

/// What the library scheduled.
pub struct Task(*mut c_void);

// SAFETY: any thread may run a task.
unsafe impl Send for Task {}

impl Task {
    /// `rust_interop_run`.
    pub fn run(self) {
        // SAFETY: the library has scheduled it, and it is gone now.
        unsafe { raw::rust_interop_run(self.0) };
    }

    /// The pointer, for misuse.
    #[must_use]
    pub fn into_raw(self) -> *mut c_void {
        self.0
    }
}

/// A long-running call whose tasks the test runs.
pub struct ScheduledRun {
    call: *mut c_void,
    tasks: Receiver<Task>,
    replies: Receiver<String>,
}

struct Ends {
    tasks: Sender<Task>,
    replies: Sender<String>,
}

impl ScheduledRun {
    /// Starts it.
    #[must_use]
    pub fn start(start: Start, input_json: &str) -> Self {
        let (tasks, scheduled) = mpsc::channel();
        let (replies, completed) = mpsc::channel();
        let context = Box::into_raw(Box::new(Ends { tasks, replies })).cast();
        let callbacks = Callbacks::new(context, None, Some(on_completed)).scheduling(on_schedule);
        let input = CString::new(input_json).unwrap();
        // SAFETY: the input is NUL-terminated, and the callbacks may be called from any thread.
        let call = unsafe { start(input.as_ptr(), &raw const callbacks) };
        assert!(!call.is_null());
        Self { call, tasks: scheduled, replies: completed }
    }

    /// `rust_interop_cancel`.
    pub fn cancel(&self) {
        // SAFETY: the handle is not yet released.
        unsafe { raw::rust_interop_cancel(self.call) };
    }

    /// The task that was scheduled, if one was.
    #[must_use]
    pub fn scheduled(&self) -> Option<Task> {
        self.tasks.try_recv().ok()
    }

    /// The task that is scheduled next.
    #[must_use]
    pub fn next(&self) -> Task {
        self.tasks.recv().unwrap()
    }

    /// The reply, if the call has completed.
    #[must_use]
    pub fn reply(&self) -> Option<String> {
        self.replies.try_recv().ok()
    }
}

impl Drop for ScheduledRun {
    fn drop(&mut self) {
        // SAFETY: the handle is not yet released, and nobody uses it from here on.
        unsafe { raw::rust_interop_release(self.call) };
    }
}

unsafe extern "C" fn on_schedule(context: *mut c_void, task: *mut c_void) {
    // SAFETY: the context lives until the call has completed.
    let ends = unsafe { &*context.cast::<Ends>() };
    let _ = ends.tasks.send(Task(task));
}

unsafe extern "C" fn on_completed(context: *mut c_void, reply: *mut c_char) {
    // SAFETY: this is the last use of the context.
    let ends = unsafe { Box::from_raw(context.cast::<Ends>()) };
    let _ = ends.replies.send(Reply(reply).text());
}
