//! Makes a Rust function a C export: decode the input, call, encode the output, all inside the panic guard.

use std::ffi::c_char;
use std::ptr;
use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::callbacks::{Callbacks, Completion};
use super::error::Error;
#[cfg(unix)]
use super::fork;
use super::guard::guard;
use super::outgoing::Outgoing;
use super::procedure_error::ProcedureError;
use super::{c_string, decode, reply, threads};
use crate::{Context, Untyped};

/// A function that [`procedure!`](crate::procedure!) can export: `fn(Input) -> Result<Output, E>` or
/// `fn(Input, &Context<P>) -> Result<Output, E>`. `Arguments` only distinguishes the two.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be exported as a procedure",
    note = "a procedure is `fn(Input) -> Result<Output, E>` or `fn(Input, &Context) -> Result<Output, E>`",
    note = "`Input` must be `Deserialize` without borrowing, `Output` must be `Serialize`, and `E` must be `Display`"
)]
#[doc(hidden)]
pub trait Procedure<Arguments>: Send + 'static {
    /// What the caller's JSON is read into.
    type Input: DeserializeOwned;
    /// What the reply is written from.
    type Output: Serialize;
    /// Why there is no output.
    type Error: ProcedureError;
    /// What it reports as progress.
    type Progress: ?Sized + 'static;

    /// Calls the function.
    fn call(self, input: Self::Input, context: &Context<Self::Progress>) -> Result<Self::Output, Self::Error>;
}

impl<F, I, O, E> Procedure<(I,)> for F
where
    F: FnOnce(I) -> Result<O, E> + Send + 'static,
    I: DeserializeOwned,
    O: Serialize,
    E: ProcedureError,
{
    type Input = I;
    type Output = O;
    type Error = E;
    type Progress = Untyped;

    fn call(self, input: I, _: &Context) -> Result<O, E> {
        self(input)
    }
}

impl<F, I, O, E, P> Procedure<(I, Context<P>)> for F
where
    F: FnOnce(I, &Context<P>) -> Result<O, E> + Send + 'static,
    I: DeserializeOwned,
    O: Serialize,
    E: ProcedureError,
    P: ?Sized + 'static,
{
    type Input = I;
    type Output = O;
    type Error = E;
    type Progress = P;

    fn call(self, input: I, context: &Context<P>) -> Result<O, E> {
        self(input, context)
    }
}

/// The body of a procedure's blocking export. Only [`export_procedure!`](crate::export_procedure!) calls it.
///
/// # Safety
/// `input_json` is NULL or points to a NUL-terminated string that nobody writes to during the call.
#[doc(hidden)]
pub unsafe fn invoke<A>(input_json: *const c_char, procedure: impl Procedure<A>) -> *mut c_char {
    // SAFETY: the caller's promise, passed on.
    unsafe { answer(input_json, |json, context| respond(json, procedure, context)) }
}

/// The body of any export that blocks. `respond` runs under a guard.
///
/// # Safety
/// As for [`invoke`].
pub(crate) unsafe fn answer<P: ?Sized>(
    input_json: *const c_char,
    respond: impl FnOnce(&str, &Context<P>) -> Result<Outgoing, Error>,
) -> *mut c_char {
    #[cfg(unix)]
    fork::prepare_for_forks();
    // SAFETY: the caller's promise, passed on.
    let text = unsafe { c_string::borrow(input_json) };
    let context = Context::default();
    // Within the guard, the reply becomes a pointer, which is passed on faster.
    let reply = guard(|| reply::hand_out(text.and_then(|text| respond(text, &context))));
    reply.unwrap_or_else(|panic| reply::hand_out(Err(panic.into())))
}

/// The body of a procedure's long-running export. Only [`export_procedure!`](crate::export_procedure!) calls it.
///
/// # Safety
/// `input_json` is as for [`invoke`]. `callbacks` is NULL or points to callbacks that any thread may call until
/// `completed` has returned.
#[doc(hidden)]
pub unsafe fn start<A>(
    input_json: *const c_char,
    callbacks: *const Callbacks,
    procedure: impl Procedure<A>,
) -> *mut Call {
    // SAFETY: the caller's promise, passed on.
    unsafe { answer_later(input_json, callbacks, |json, context| respond(json, procedure, context)) }
}

/// The body of any long-running export. `respond` runs under a guard.
///
/// # Safety
/// As for [`start`].
pub(crate) unsafe fn answer_later<P: ?Sized + 'static>(
    input_json: *const c_char,
    callbacks: *const Callbacks,
    respond: impl FnOnce(&str, &Context<P>) -> Result<Outgoing, Error> + Send + 'static,
) -> *mut Call {
    #[cfg(unix)]
    fork::prepare_for_forks();
    // SAFETY: the caller's promise, passed on.
    let Some(callbacks) = (unsafe { Callbacks::copied(callbacks) }) else {
        return ptr::null_mut();
    };
    // SAFETY: the caller's promise, passed on.
    let input = unsafe { c_string::borrow(input_json) }.map(str::to_owned);
    let context = Arc::new(callbacks.context());
    let call = Call::hand_out(context.clone());
    let mut completion = Completion::new(callbacks);
    // If the system has no thread, the closure is dropped, and the completion in it reports that.
    let _ = threads::run(move || {
        completion.set(input.and_then(|input| guard(|| respond(&input, &context))?));
    });
    call
}

fn respond<A, P: Procedure<A>>(json: &str, procedure: P, context: &Context<P::Progress>) -> Result<Outgoing, Error> {
    reply_of(procedure.call(decode::decode(json)?, context))
}

/// The reply of a function that has returned.
pub(super) fn reply_of(returned: Result<impl Serialize, impl ProcedureError>) -> Result<Outgoing, Error> {
    // Drops output and error while what was made of them is still in a variable: if their destructors panicked later,
    // the value being returned would leak (rust-lang/rust#47949).
    match returned {
        Ok(output) => {
            let reply = reply::encode(&output);
            drop(output);
            reply
        }
        Err(error) => {
            let reply = reply::encode_failure(&error);
            drop(error);
            reply
        }
    }
}
