//! The exports of a library as a C program sees them, and calls of procedures as it makes them.

#![expect(unsafe_code, reason = "calls C functions")]
#![expect(clippy::unwrap_used, clippy::panic, clippy::missing_panics_doc, reason = "a test fails by panicking")]

mod direct;
mod function;
mod scheduled;

use std::ffi::{CStr, CString, c_char, c_void};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use std::{iter, ptr};

pub use direct::{Answer, Direct, Given as GivenDirectly, Value};
pub use function::{Given, answer, register_nothing, withdraw};
use rust_interop as _;
pub use scheduled::{ScheduledRun, Task};

/// Mirrors `rust_interop_callbacks` of the header.
#[repr(C)]
pub struct Callbacks {
    context: *mut c_void,
    progress: Option<unsafe extern "C" fn(*mut c_void, *const c_char)>,
    completed: Option<unsafe extern "C" fn(*mut c_void, *mut c_char)>,
    schedule: Option<unsafe extern "C" fn(*mut c_void, *mut c_void)>,
}

impl Callbacks {
    /// Callbacks that get this context.
    #[must_use]
    pub fn new(
        context: *mut c_void,
        progress: Option<unsafe extern "C" fn(*mut c_void, *const c_char)>,
        completed: Option<unsafe extern "C" fn(*mut c_void, *mut c_char)>,
    ) -> Self {
        Self { context, progress, completed, schedule: None }
    }

    /// With a function that gets the tasks to run.
    #[must_use]
    pub fn scheduling(self, schedule: unsafe extern "C" fn(*mut c_void, *mut c_void)) -> Self {
        Self { schedule: Some(schedule), ..self }
    }
}

/// The blocking export of a procedure.
pub type Invoke = unsafe extern "C" fn(*const c_char) -> *mut c_char;

/// The long-running export of a procedure.
pub type Start = unsafe extern "C" fn(*const c_char, *const Callbacks) -> *mut c_void;

mod raw {
    use super::{c_char, c_void};

    unsafe extern "C" {
        pub(super) fn rust_interop_cancel(call: *mut c_void);
        pub(super) fn rust_interop_drain(call: *mut c_void);
        pub(super) fn rust_interop_release(call: *mut c_void);
        pub(super) fn rust_interop_run(task: *mut c_void);
        pub(super) safe fn rust_interop_procedures() -> *mut c_char;
        pub(super) fn free_mem(string: *mut c_char);
        pub(super) fn rust_interop_keep(string: *const c_char);
        pub(super) safe fn rust_interop_drop(handle: u64) -> i32;
        pub(super) fn rust_interop_lend(data: *const u8, length: usize) -> u64;
        pub(super) fn rust_interop_bytes(handle: u64, length: *mut usize) -> *const u8;
        pub(super) fn rust_interop_next(input_json: *const c_char) -> *mut c_char;
        pub(super) fn rust_interop_next_async(
            input_json: *const c_char,
            callbacks: *const super::Callbacks,
        ) -> *mut c_void;
        pub(super) safe fn rust_interop_live_handles() -> i64;
        pub(super) safe fn rust_interop_live_strings() -> i64;
    }
}

/// Calls the blocking export of a procedure.
pub fn call(invoke: Invoke, input_json: impl Into<Vec<u8>>) -> String {
    call_for_reply(invoke, input_json).text()
}

/// Calls the blocking export of a procedure, whose reply has handles.
pub fn call_for_reply(invoke: Invoke, input_json: impl Into<Vec<u8>>) -> Reply {
    let input = CString::new(input_json).unwrap();
    // SAFETY: the input is NUL-terminated and outlives the call.
    Reply(unsafe { invoke(input.as_ptr()) })
}

/// The handle that the reply of a procedure consists of, which is kept.
pub fn handle(invoke: Invoke, input_json: impl Into<Vec<u8>>) -> u64 {
    let reply = call_for_reply(invoke, input_json).keep().text();
    reply.parse().unwrap_or_else(|_| panic!("{reply}"))
}

/// The kind of an error reply.
#[must_use]
pub fn kind(reply: &str) -> String {
    let reply: serde_json::Value = serde_json::from_str(reply).unwrap();
    reply["error"]["kind"].as_str().unwrap_or_else(|| panic!("{reply}")).to_owned()
}

/// While a test has it, no other one changes the counts of the library.
pub fn alone() -> MutexGuard<'static, ()> {
    static ALONE: Mutex<()> = Mutex::new(());
    ALONE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// `rust_interop_drop`: whether the handle stood for anything.
#[must_use]
pub fn drop_handle(handle: u64) -> bool {
    raw::rust_interop_drop(handle) == 0
}

/// `rust_interop_lend`, which is to be dropped before the bytes are gone.
#[must_use]
pub fn lend(bytes: &[u8]) -> u64 {
    // SAFETY: they are there, and the caller knows how long they have to be.
    unsafe { raw::rust_interop_lend(bytes.as_ptr(), bytes.len()) }
}

/// `rust_interop_lend` of NULL.
#[must_use]
pub fn lend_null(length: usize) -> u64 {
    // SAFETY: NULL is always allowed.
    unsafe { raw::rust_interop_lend(ptr::null(), length) }
}

/// `rust_interop_bytes`, which are not to be used after their handle was dropped.
#[must_use]
pub fn bytes_of(handle: u64) -> Option<&'static [u8]> {
    let mut length = usize::MAX;
    // SAFETY: the length may be written to.
    let data = unsafe { raw::rust_interop_bytes(handle, &raw mut length) };
    if data.is_null() {
        assert_eq!(length, 0);
        return None;
    }
    // SAFETY: they are there until their handle is dropped.
    Some(unsafe { std::slice::from_raw_parts(data, length) })
}

/// `rust_interop_next`.
#[must_use]
pub fn next(stream: u64, most: usize) -> Reply {
    call_for_reply(raw::rust_interop_next, next_input(stream, most))
}

/// `rust_interop_next_async`.
#[must_use]
pub fn start_next(stream: u64, most: usize) -> Run {
    Run::start(raw::rust_interop_next_async, Some(&next_input(stream, most)))
}

fn next_input(stream: u64, most: usize) -> String {
    format!(r#"{{"stream":{stream},"most":{most}}}"#)
}

/// `rust_interop_live_handles`.
#[must_use]
pub fn live_handles() -> i64 {
    raw::rust_interop_live_handles()
}

/// `rust_interop_live_strings`.
#[must_use]
pub fn live_strings() -> i64 {
    raw::rust_interop_live_strings()
}

/// `rust_interop_procedures`.
#[must_use]
pub fn procedures() -> String {
    take(raw::rust_interop_procedures())
}

/// A reply, which is freed when it is dropped.
pub struct Reply(*mut c_char);

impl Reply {
    /// Its text.
    #[must_use]
    pub fn text(&self) -> String {
        // SAFETY: a reply is never NULL and lives until it is freed.
        unsafe { CStr::from_ptr(self.0) }.to_str().unwrap().to_owned()
    }

    /// `rust_interop_keep`.
    #[must_use]
    pub fn keep(self) -> Self {
        // SAFETY: it is not freed yet.
        unsafe { raw::rust_interop_keep(self.0) };
        self
    }
}

impl Drop for Reply {
    fn drop(&mut self) {
        // SAFETY: it came from this library and is freed once.
        unsafe { raw::free_mem(self.0) };
    }
}

/// Takes a reply and frees it.
fn take(reply: *mut c_char) -> String {
    Reply(reply).text()
}

/// What a long-running call reported.
#[derive(Debug, PartialEq, Eq)]
pub enum Event {
    /// Progress, as JSON.
    Progress(String),
    /// The reply, which is the last event.
    Completed(String),
}

#[expect(dead_code, reason = "it only takes room")]
struct LargeFrame([u8; 512 * 1024]);

/// A long-running call.
pub struct Run {
    call: *mut c_void,
    events: Receiver<Event>,
}

impl Run {
    /// Starts it.
    pub fn start(start: Start, input_json: Option<&str>) -> Self {
        let (sender, events) = mpsc::channel::<Event>();
        let input = input_json.map(|json| CString::new(json).unwrap());
        let context = Box::into_raw(Box::new(sender)).cast();
        let callbacks = Callbacks::new(context, Some(on_progress), Some(on_completed));
        // SAFETY: the input is NULL or NUL-terminated, and the callbacks may be called from any thread.
        let call = unsafe { start(input.as_ref().map_or(ptr::null(), |json| json.as_ptr()), &raw const callbacks) };
        assert!(!call.is_null());
        Self { call, events }
    }

    /// `rust_interop_cancel`.
    pub fn cancel(&self) {
        // SAFETY: the handle is NULL or not yet released.
        unsafe { raw::rust_interop_cancel(self.call) };
    }

    /// `rust_interop_drain`.
    pub fn drain(&self) {
        // SAFETY: the handle is NULL or not yet released.
        unsafe { raw::rust_interop_drain(self.call) };
    }

    /// `rust_interop_release`. Later events still arrive.
    pub fn release(&mut self) {
        // SAFETY: as above, and it is forgotten.
        unsafe { raw::rust_interop_release(std::mem::replace(&mut self.call, ptr::null_mut())) };
    }

    /// Waits for the next event.
    #[must_use]
    pub fn next(&self) -> Event {
        self.events.recv().unwrap()
    }

    /// Waits for all events, until no more can come.
    #[must_use]
    pub fn wait(&self) -> Vec<Event> {
        iter::from_fn(|| self.events.recv().ok()).collect()
    }
}

impl Run {
    /// Like `wait`, but gives up if no event comes for `patience`.
    #[must_use]
    pub fn wait_for(&self, patience: Duration) -> Vec<Event> {
        iter::from_fn(|| self.events.recv_timeout(patience).ok()).collect()
    }
}

impl Drop for Run {
    fn drop(&mut self) {
        self.release();
    }
}

#[expect(clippy::large_stack_arrays, reason = "the caller's code may need as much")]
unsafe extern "C" fn on_progress(context: *mut c_void, progress_json: *const c_char) {
    // SAFETY: the context is the sender, which lives until the call has completed.
    let sender = unsafe { &*context.cast::<Sender<Event>>() };
    // SAFETY: the text lives for the call.
    let json = unsafe { CStr::from_ptr(progress_json) };
    // The caller's code may need as much stack as it has on any other thread.
    std::hint::black_box(LargeFrame([0; 512 * 1024]));
    sender.send(Event::Progress(json.to_str().unwrap().to_owned())).unwrap();
}

unsafe extern "C" fn on_completed(context: *mut c_void, reply_json: *mut c_char) {
    // SAFETY: the context is the sender. A call completes once, so the sender is taken back once.
    let sender = unsafe { Box::from_raw(context.cast::<Sender<Event>>()) };
    // Whoever waited may have given up.
    let _ = sender.send(Event::Completed(take(reply_json)));
}
