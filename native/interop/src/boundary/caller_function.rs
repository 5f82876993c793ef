//! Functions of the caller's, which Rust calls for as long as it likes, or until the caller withdraws them.

use std::cell::Cell;
use std::ffi::{c_char, c_void};
use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};

use serde::Deserializer;
use serde::de::Error as _;

use super::c_string;
use super::error::Error;
#[cfg(unix)]
use super::fork;
use super::guard::guard;
use super::handles::crossing::{self, HandleError};
use super::handles::{self, NoSuchHandle};
use super::lock::lock;
use super::outgoing::{self, Outgoing};

/// Mirrors `rust_interop_function` of the header.
#[doc(hidden)]
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Function {
    context: *mut c_void,
    invoke: Option<unsafe extern "C" fn(*mut c_void, u64, *const c_char)>,
    cancel: Option<unsafe extern "C" fn(*mut c_void, u64)>,
    release: Option<unsafe extern "C" fn(*mut c_void)>,
}

// SAFETY: the header makes the caller promise that any thread may call its functions with its context.
unsafe impl Send for Function {}
// SAFETY: as above, also several threads at once.
unsafe impl Sync for Function {}

/// A function of the caller's. Once nobody has it any more, it is released.
pub(crate) struct CallerFunction {
    function: Function,
    /// The handle stays in the table as long as the function lives, so that the caller can withdraw it.
    handle: AtomicU64,
    state: Mutex<State>,
    /// Notified when a withdrawn function has ended on a thread.
    ended: Condvar,
}

#[derive(Default)]
struct State {
    running: usize,
    is_withdrawn: bool,
    is_released: bool,
}

/// What a function's handle stands for.
struct Registration {
    /// `None` once the caller has dropped the handle. Rust may still have the function.
    given: Mutex<Option<Arc<CallerFunction>>>,
    function: Weak<CallerFunction>,
}

/// What reads the answer to one call of a function, which gets the handle of it.
struct Question(Mutex<Option<Reader>>);

type Reader = Box<dyn FnOnce(Result<&str, Error>) + Send>;

thread_local! {
    /// How many functions of the caller's this thread is in.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// A handle of a function of the caller's; zero if the function is missing, or if there are too many handles.
///
/// # Safety
/// `function` is NULL or points to functions that any thread may call until the last of them, `release`, was called.
pub(crate) unsafe fn register(function: *const Function) -> u64 {
    #[cfg(unix)]
    fork::prepare_for_forks();
    // SAFETY: the caller's promise.
    let Some(function) = (unsafe { function.as_ref() }).filter(|function| function.invoke.is_some()) else {
        return 0;
    };
    let function = Arc::new(CallerFunction {
        function: *function,
        handle: AtomicU64::new(0),
        state: Mutex::default(),
        ended: Condvar::new(),
    });
    let registration = Registration { given: Mutex::new(Some(function.clone())), function: Arc::downgrade(&function) };
    let Some(handle) = handles::insert(Arc::new(registration)) else {
        return 0;
    };
    function.handle.store(handle, Ordering::Relaxed);
    handle
}

/// Drops the handle of a function, and any other one.
pub(crate) fn drop_handle(handle: u64) -> Result<(), NoSuchHandle> {
    match registration(handle) {
        // The last owner of the function removes the handle.
        Some(registration) => registration.take().map(drop).ok_or(NoSuchHandle),
        None => handles::remove(handle).map(drop),
    }
}

/// Keeps a function from being called again. Waits until it has ended on all threads, unless this thread is in one.
///
/// # Errors
/// The handle isn't that of a function.
pub(crate) fn withdraw(handle: u64) -> Result<(), NoSuchHandle> {
    let registration = registration(handle).ok_or(NoSuchHandle)?;
    let function = registration.function.upgrade().ok_or(NoSuchHandle)?;
    function.withdraw();
    drop(registration.take());
    Ok(())
}

fn registration(handle: u64) -> Option<Arc<Registration>> {
    handles::get(handle)?.downcast().ok()
}

impl Registration {
    /// Ends the caller's own share of the function.
    fn take(&self) -> Option<Arc<CallerFunction>> {
        lock(&self.given).take()
    }
}

/// Answers a call of a function of the caller's.
///
/// # Errors
/// The handle isn't that of a call, or the call was answered.
///
/// # Safety
/// `reply_json` is NULL or points to a NUL-terminated string that nobody writes to meanwhile.
pub(crate) unsafe fn answer(handle: u64, reply_json: *const c_char) -> Result<(), NoSuchHandle> {
    let read = take_reader(handle).ok_or(NoSuchHandle)?;
    // SAFETY: the caller's promise, passed on.
    read(unsafe { c_string::borrow(reply_json) });
    Ok(())
}

/// What reads the answer, if there was none yet.
fn take_reader(answer: u64) -> Option<Reader> {
    let question = handles::get(answer)?.downcast::<Question>().ok()?;
    lock(&question.0).take()
}

impl CallerFunction {
    /// The function of a handle in the input.
    ///
    /// # Errors
    /// There is no handle, or it stands for nothing or for something else.
    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Arc<Self>, D::Error> {
        let registration: Arc<Registration> = crossing::deserialize(deserializer)?;
        let given = lock(&registration.given).clone();
        given.ok_or_else(|| D::Error::custom(HandleError::Invalid))
    }

    /// Calls the function, which gives its answer to `read` at any time, also before this returns. It never does so once
    /// the returned value is dropped. `None` if the caller has withdrawn the function.
    pub(crate) fn call(
        &self,
        mut input: Outgoing,
        read: impl FnOnce(Result<&str, Error>) + Send + 'static,
    ) -> Option<PendingAnswer> {
        let _running = self.enter()?;
        let answer = handles::insert(Arc::new(Question(Mutex::new(Some(Box::new(read))))))?;
        let pending = PendingAnswer(answer);
        if let Some(invoke) = self.function.invoke {
            let text = input.hand_out();
            // SAFETY: the caller's promise; the text lives as long as the call.
            unsafe { invoke(self.function.context, answer, text) };
            // SAFETY: the caller had it for the call only.
            unsafe { outgoing::free(text) };
        }
        Some(pending)
    }

    /// Ends the wait for an answer. Calls the caller's `cancel`, unless it has answered.
    pub(crate) fn cancel(&self, pending: PendingAnswer) {
        let answer = pending.0;
        let is_unanswered = take_reader(answer).is_some();
        drop(pending);
        if !is_unanswered {
            return;
        }
        if let (Some(cancel), Some(_running)) = (self.function.cancel, self.enter()) {
            // SAFETY: the caller's promise.
            unsafe { cancel(self.function.context, answer) };
        }
    }

    fn enter(&self) -> Option<Running<'_>> {
        let mut state = lock(&self.state);
        if state.is_withdrawn {
            return None;
        }
        state.running += 1;
        DEPTH.set(DEPTH.get() + 1);
        Some(Running(self))
    }

    fn withdraw(&self) {
        let mut state = lock(&self.state);
        state.is_withdrawn = true;
        if DEPTH.get() == 0 {
            let ended = self.ended.wait_while(state, |state| state.running > 0);
            state = ended.unwrap_or_else(PoisonError::into_inner);
        }
        self.release_if_ended(state);
    }

    /// Releases a withdrawn function, once, when it runs on no thread any more.
    fn release_if_ended(&self, mut state: MutexGuard<'_, State>) {
        let is_due = state.is_withdrawn && state.running == 0 && !state.is_released;
        state.is_released |= is_due;
        drop(state);
        if let (true, Some(release)) = (is_due, self.function.release) {
            // SAFETY: the caller's promise.
            unsafe { release(self.function.context) };
        }
    }
}

impl Drop for CallerFunction {
    fn drop(&mut self) {
        // Without a handle, it was never given to the library.
        if handles::remove(*self.handle.get_mut()).is_ok() {
            self.withdraw();
        }
    }
}

impl fmt::Debug for CallerFunction {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("CallerFunction").finish_non_exhaustive()
    }
}

/// A thread that is in the function.
struct Running<'a>(&'a CallerFunction);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        DEPTH.set(DEPTH.get() - 1);
        let mut state = lock(&self.0.state);
        state.running -= 1;
        if state.is_withdrawn {
            self.0.ended.notify_all();
            self.0.release_if_ended(state);
        }
    }
}

/// An answer that may still come. Dropping it makes its handle invalid.
#[derive(Debug)]
pub(crate) struct PendingAnswer(u64);

impl Drop for PendingAnswer {
    fn drop(&mut self) {
        // The reader's destructor may be a user's.
        let _ = guard(|| drop(handles::remove(self.0)));
    }
}
