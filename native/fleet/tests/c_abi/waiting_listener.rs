//! A call whose listener waits until the test takes each report, as a caller may that is slow.

use std::ffi::{CStr, CString, c_char, c_void};
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::time::Duration;

use rust_interop_fleet::{ProcedureOutput, ProcedureReport};
use serde_json::{Value, json};

use super::{Callbacks, START_PROCEDURE, Start};

pub(crate) const PATIENCE: Duration = Duration::from_secs(30);

pub(crate) struct Call {
    handle: Handle,
    reports: Receiver<String>,
}

#[derive(Clone, Copy)]
pub(crate) struct Handle(*mut c_void);

// SAFETY: any thread may use the handle of a call.
unsafe impl Send for Handle {}

impl Handle {
    /// To be called before the call is dropped.
    pub(crate) fn cancel(self) {
        // SAFETY: the handle isn't released yet.
        unsafe { raw::rust_interop_cancel(self.0) };
    }
}

mod raw {
    use super::{c_char, c_void};

    unsafe extern "C" {
        pub(super) fn rust_interop_cancel(call: *mut c_void);
        pub(super) fn rust_interop_drain(call: *mut c_void);
        pub(super) fn rust_interop_release(call: *mut c_void);
        pub(super) fn free_mem(string: *mut c_char);
    }
}

impl Call {
    /// Runs the action on the hosts, with the members of `more` added to the input.
    pub(crate) fn start(hosts: &[&str], action: &str, more: &Value) -> Self {
        Self::start_by(START_PROCEDURE, hosts, action, more)
    }

    /// The same by a function that stands in front of `start_procedure`.
    pub(crate) fn start_by(start: Start, hosts: &[&str], action: &str, more: &Value) -> Self {
        let mut input = json!({
            "timeout": 20, "retries": 0, "host_list": hosts, "action": action, "job_id": 5, "transport": "local",
            "retry_delay": 0
        });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let input = CString::new(input.to_string()).unwrap();
        let (sender, reports) = mpsc::sync_channel::<String>(0);
        let context = Box::into_raw(Box::new(sender)).cast();
        let callbacks = Callbacks::new(context, Some(on_progress), Some(on_completed));
        // SAFETY: the input is NUL-terminated, and the callbacks may be called from any thread.
        let handle = unsafe { start(input.as_ptr(), &raw const callbacks) };
        Self { handle: Handle(handle), reports }
    }

    /// Takes the next report or the reply, as JSON.
    pub(crate) fn take(&self) -> String {
        let json = self.see();
        self.let_go();
        json
    }

    /// The next report or the reply, which is not taken yet.
    pub(crate) fn see(&self) -> String {
        self.reports.recv_timeout(PATIENCE).unwrap()
    }

    /// Takes what was seen.
    pub(crate) fn let_go(&self) {
        self.reports.recv_timeout(PATIENCE).unwrap();
    }

    pub(crate) fn next(&self) -> ProcedureReport {
        serde_json::from_str(&self.take()).unwrap()
    }

    /// Takes the reply, which comes after all reports.
    pub(crate) fn reply(&self) -> ProcedureOutput {
        serde_json::from_str(&self.take()).unwrap()
    }

    pub(crate) fn cancel(&self) {
        self.handle.cancel();
    }

    pub(crate) fn handle(&self) -> Handle {
        self.handle
    }

    pub(crate) fn drain(&self) {
        // SAFETY: the handle isn't released yet.
        unsafe { raw::rust_interop_drain(self.handle.0) };
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        // SAFETY: it is released once.
        unsafe { raw::rust_interop_release(self.handle.0) };
    }
}

unsafe extern "C" fn on_progress(context: *mut c_void, progress_json: *const c_char) {
    // SAFETY: the context is the sender, which lives until the call has completed.
    let sender = unsafe { &*context.cast::<SyncSender<String>>() };
    // SAFETY: the text lives for the call.
    let json = unsafe { CStr::from_ptr(progress_json) };
    send(sender, json);
}

unsafe extern "C" fn on_completed(context: *mut c_void, reply_json: *mut c_char) {
    // SAFETY: a call completes once, so the sender is taken back once.
    let sender = unsafe { Box::from_raw(context.cast::<SyncSender<String>>()) };
    // SAFETY: the reply is ours until it is freed.
    let reply = unsafe { CStr::from_ptr(reply_json) }.to_owned();
    // SAFETY: it is freed once.
    unsafe { raw::free_mem(reply_json) };
    send(&sender, &reply);
}

/// Returns when the test has seen the text, and has let it go. A test that has failed takes no more.
fn send(sender: &SyncSender<String>, json: &CStr) {
    let _ = sender.send(json.to_str().unwrap().to_owned());
    let _ = sender.send(String::new());
}
