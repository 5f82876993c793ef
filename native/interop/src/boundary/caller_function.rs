//! Functions of the caller's, which Rust calls for as long as it likes, or until the caller withdraws them.

use std::cell::Cell;
use std::ffi::{c_char, c_void};
use std::fmt;
use std::ptr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, Weak};

use serde::Deserializer;
use serde::de::Error as _;

use super::c_string;
use super::direct::{Place, Value};
use super::direct_types::DirectTypes;
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
    invoke_directly: Option<unsafe extern "C" fn(*mut c_void, *const Value, usize, *mut Place) -> i32>,
    direct_types: *const c_char,
    never_withdrawn: i32,
}

// SAFETY: the header makes the caller promise that any thread may call its functions with its context.
unsafe impl Send for Function {}
// SAFETY: as above, also several threads at once.
unsafe impl Sync for Function {}

/// A function of the caller's. Once nobody has it any more, it is released.
pub(crate) struct CallerFunction {
    function: Function,
    /// What it takes and returns without JSON, if it does.
    direct_types: Option<DirectTypes>,
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
/// Its `direct_types` is NULL or points to a NUL-terminated string.
pub(crate) unsafe fn register(function: *const Function) -> u64 {
    #[cfg(unix)]
    fork::prepare_for_forks();
    // SAFETY: the caller's promise.
    let Some(function) = (unsafe { function.as_ref() }).filter(|function| function.invoke.is_some()) else {
        return 0;
    };
    let function = Arc::new(CallerFunction {
        function: *function,
        // SAFETY: the caller's promise.
        direct_types: function.invoke_directly.and_then(|_| unsafe { DirectTypes::parse(function.direct_types) }),
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
/// The handle isn't that of a function that may be withdrawn.
pub(crate) fn withdraw(handle: u64) -> Result<(), NoSuchHandle> {
    let registration = registration(handle).ok_or(NoSuchHandle)?;
    let function = registration.function.upgrade().filter(|function| !function.is_permanent()).ok_or(NoSuchHandle)?;
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
        input: Outgoing,
        read: impl FnOnce(Result<&str, Error>) + Send + 'static,
    ) -> Option<PendingAnswer> {
        self.enter(|running| running.invoke(Some(input), read))?
    }

    /// What it takes and returns without JSON, if it does.
    #[inline]
    pub(crate) fn direct_types(&self) -> Option<&DirectTypes> {
        self.direct_types.as_ref()
    }

    /// Ends the wait for an answer. Calls the caller's `cancel`, unless it has answered.
    pub(crate) fn cancel(&self, pending: PendingAnswer) {
        let answer = pending.0;
        let is_unanswered = take_reader(answer).is_some();
        drop(pending);
        if !is_unanswered {
            return;
        }
        if let Some(cancel) = self.function.cancel {
            // SAFETY: the caller's promise.
            self.enter(|_| unsafe { cancel(self.function.context, answer) });
        }
    }

    /// Calls it in some way. `None` if the caller has withdrawn it.
    #[inline]
    pub(crate) fn enter<T>(&self, call: impl FnOnce(&Running<'_>) -> T) -> Option<T> {
        if !self.is_permanent() && !self.count() {
            return None;
        }
        // Looking it up takes as long as the rest.
        DEPTH.with(|depth| {
            depth.set(depth.get() + 1);
            Some(call(&Running { function: self, depth }))
        })
    }

    /// Whether the caller never withdraws it, so that nobody has to know on how many threads it runs.
    #[inline]
    fn is_permanent(&self) -> bool {
        self.function.never_withdrawn != 0
    }

    /// Counts one more thread that is in it, unless it is withdrawn.
    fn count(&self) -> bool {
        let mut state = lock(&self.state);
        state.running += usize::from(!state.is_withdrawn);
        !state.is_withdrawn
    }

    fn uncount(&self) {
        let mut state = lock(&self.state);
        state.running -= 1;
        if state.is_withdrawn {
            self.ended.notify_all();
            self.release_if_ended(state);
        }
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
pub(crate) struct Running<'a> {
    function: &'a CallerFunction,
    depth: &'a Cell<usize>,
}

impl Running<'_> {
    /// Calls the function, or asks for the answer to the last direct call on this thread if there is no input. The answer
    /// goes to `read`, as for [`call`](CallerFunction::call). `None` if there are too many handles.
    pub(crate) fn invoke(
        &self,
        input: Option<Outgoing>,
        read: impl FnOnce(Result<&str, Error>) + Send + 'static,
    ) -> Option<PendingAnswer> {
        let function = &self.function.function;
        let answer = handles::insert(Arc::new(Question(Mutex::new(Some(Box::new(read))))))?;
        let pending = PendingAnswer(answer);
        if let Some(invoke) = function.invoke {
            let text = input.map_or(ptr::null_mut(), |mut input| input.hand_out());
            // SAFETY: the caller's promise; the text lives as long as the call.
            unsafe { invoke(function.context, answer, text) };
            if !text.is_null() {
                // SAFETY: the caller had it for the call only.
                unsafe { outgoing::free(text) };
            }
        }
        Some(pending)
    }

    /// Calls the function without JSON. Returns whether the output is in the place. Otherwise it has to be asked for.
    #[inline]
    pub(crate) fn invoke_directly(&self, arguments: &[Value], place: &mut Place) -> bool {
        let function = &self.function.function;
        let Some(invoke) = function.invoke_directly else { return false };
        // SAFETY: the caller's promise; arguments and place live as long as the call.
        unsafe { invoke(function.context, arguments.as_ptr(), arguments.len(), place) == 0 }
    }
}

impl Drop for Running<'_> {
    #[inline]
    fn drop(&mut self) {
        self.depth.set(self.depth.get() - 1);
        if !self.function.is_permanent() {
            self.function.uncount();
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
