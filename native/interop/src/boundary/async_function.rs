//! Makes an async Rust function two C exports, as `procedure` does for others.

use std::ffi::c_char;
use std::ptr;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::callbacks::Callbacks;
use super::error::Error;
#[cfg(unix)]
use super::fork;
use super::guard::guard;
use super::procedure_error::ProcedureError;
use super::{c_string, decode, procedure, reply};
use crate::Context;
use crate::context::Steer;
use crate::executor::{Executor, Running, Task, block_on};

/// An async function, as [`export`](macro@crate::export) sees it.
#[doc(hidden)]
pub trait AsyncFunction: 'static {
    /// What the caller's JSON is read into.
    type Input: DeserializeOwned;
    /// What the reply is written from.
    type Output: Serialize;
    /// Why there is no output.
    type Error: ProcedureError;
    /// What it reports as progress.
    type Progress: ?Sized + 'static;

    /// Calls the function. The future owns what the function borrows.
    fn call(
        input: Self::Input,
        context: Arc<Context<Self::Progress>>,
    ) -> impl Future<Output = Result<Self::Output, Self::Error>> + Send + 'static;

    /// Calls `work`, which polls or drops the future, within the function's runtime, if it has one.
    fn within(work: &mut dyn FnMut()) {
        work();
    }
}

/// The body of an async function's blocking export. Only [`export_procedure!`](crate::export_procedure!) calls it.
///
/// # Safety
/// `input_json` is NULL or points to a NUL-terminated string that nobody writes to during the call.
#[doc(hidden)]
pub unsafe fn invoke<F: AsyncFunction>(input_json: *const c_char, _: F) -> *mut c_char {
    #[cfg(unix)]
    fork::prepare_for_forks();
    // SAFETY: the caller's promise, passed on.
    let text = unsafe { c_string::borrow(input_json) };
    reply::hand_out(text.and_then(|text| running::<F>(text, Arc::default())).and_then(block_on))
}

/// The body of an async function's long-running export. Only [`export_procedure!`](crate::export_procedure!) calls it.
///
/// # Safety
/// `input_json` is as for [`invoke`]. `callbacks` is NULL or points to callbacks that any thread may call until
/// `completed` has returned.
#[doc(hidden)]
#[must_use]
pub unsafe fn start<F: AsyncFunction>(input_json: *const c_char, callbacks: *const Callbacks, _: F) -> *mut Call {
    #[cfg(unix)]
    fork::prepare_for_forks();
    // SAFETY: the caller's promise, passed on.
    let Some(callbacks) = (unsafe { Callbacks::copied(callbacks) }) else {
        return ptr::null_mut();
    };
    // SAFETY: the caller's promise, passed on.
    let text = unsafe { c_string::borrow(input_json) };
    let context = Arc::new(callbacks.context());
    match text.and_then(|text| running::<F>(text, Arc::clone(&context))) {
        Ok(running) => {
            let task = Task::start(running, Executor::of(callbacks), move |reply| callbacks.complete(reply));
            Call::hand_out(Arc::new(Started { context, task }))
        }
        Err(error) => {
            callbacks.complete(Err(error));
            Call::hand_out(context)
        }
    }
}

fn running<F: AsyncFunction>(json: &str, context: Arc<Context<F::Progress>>) -> Result<Running, Error> {
    guard(|| {
        let future = F::call(decode::decode(json)?, context);
        Ok(Running::new(async move { procedure::reply_of(future.await) }, F::within))
    })?
}

/// What the caller's handle cancels or drains.
struct Started<P: ?Sized> {
    context: Arc<Context<P>>,
    task: Arc<Task>,
}

impl<P: ?Sized> Steer for Started<P> {
    fn cancel(&self) {
        // First, because the future may be dropped at once.
        self.context.cancel();
        self.task.cancel();
    }

    fn drain(&self) {
        self.context.drain();
    }
}
