//! A Rust function as a C export: decode the input, call, encode the output, all inside the panic guard.

use std::ffi::c_char;
use std::fmt::Display;
use std::ptr;
use std::sync::Arc;
use std::thread;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::call::Call;
use super::callbacks::{Callbacks, Completion};
use super::error::Error;
use super::guard::guard;
use super::{c_string, decode, reply};
use crate::Context;

/// What the blocking export of a procedure does. Called by [`procedure!`](crate::procedure!) only.
///
/// # Safety
/// `input_json` is NULL or points to a NUL-terminated string that nobody writes to during the call.
#[doc(hidden)]
pub unsafe fn invoke<I, O, E>(
    input_json: *const c_char,
    procedure: impl FnOnce(I, &Context) -> Result<O, E>,
) -> *mut c_char
where
    I: DeserializeOwned,
    O: Serialize,
    E: Display,
{
    // SAFETY: the caller's promise, passed on.
    let text = unsafe { c_string::borrow(input_json) };
    reply::hand_out(text.and_then(|text| run(text, procedure, &Context::new())))
}

/// What the long-running export of a procedure does. Called by [`procedure!`](crate::procedure!) only.
///
/// # Safety
/// `input_json` is as for [`invoke`]. `callbacks` is NULL or points to callbacks that may be called from any thread until
/// `completed` has been.
#[doc(hidden)]
pub unsafe fn start<I, O, E>(
    input_json: *const c_char,
    callbacks: *const Callbacks,
    procedure: impl FnOnce(I, &Context) -> Result<O, E> + Send + 'static,
) -> *mut Call
where
    I: DeserializeOwned,
    O: Serialize,
    E: Display,
{
    // SAFETY: the caller's promise.
    let callbacks = match unsafe { callbacks.as_ref() } {
        Some(callbacks) if callbacks.can_complete() => *callbacks,
        _ => return ptr::null_mut(),
    };
    // SAFETY: the caller's promise, passed on.
    let input = unsafe { c_string::borrow(input_json) }.map(str::to_owned);
    let context = Arc::new(if callbacks.wants_progress() {
        Context::reporting_to(move |json| callbacks.report(json))
    } else {
        Context::new()
    });
    let call = Call::hand_out(Arc::clone(&context));
    let mut completion = Completion::new(callbacks);
    // Where the system has no thread, what was to run on it is dropped, and the completion tells.
    let _ = thread::Builder::new().name("rust-interop".to_owned()).spawn(move || {
        completion.set(input.and_then(|input| run(&input, procedure, &context)));
    });
    call
}

fn run<I, O, E>(
    json: &str,
    procedure: impl FnOnce(I, &Context) -> Result<O, E>,
    context: &Context,
) -> Result<Vec<u8>, Error>
where
    I: DeserializeOwned,
    O: Serialize,
    E: Display,
{
    guard(|| {
        let input = decode::decode(json)?;
        let output = procedure(input, context).map_err(|error| Error::failed(&error))?;
        reply::encode(&output)
    })?
}

/// Exports a function as a procedure: `fn(Input, &Context) -> Result<Output, E>`, where `Input` is deserialised from
/// the caller's JSON, `Output` is serialised into the reply and `E` says by its `Display` why it failed.
///
/// There are two exports: `char *NAME(const char *input_json)`, which blocks, and
/// `rust_interop_call *NAME_async(const char *input_json, const rust_interop_callbacks *callbacks)`, which does not.
#[macro_export]
macro_rules! procedure {
    ($name:ident) => {
        const _: () = {
            use self::$name as procedure;

            /// Reads `input_json`, runs the procedure and returns its reply, which the caller gives to `free_mem`.
            ///
            /// # Safety
            /// `input_json` is NULL or points to a NUL-terminated string that nobody writes to during the call.
            #[unsafe(no_mangle)]
            #[allow(unsafe_code, reason = "a C export takes a raw pointer")]
            unsafe extern "C" fn $name(input_json: *const ::std::ffi::c_char) -> *mut ::std::ffi::c_char {
                // SAFETY: the caller's promise, passed on.
                unsafe { $crate::boundary::procedure::invoke(input_json, procedure) }
            }

            /// Reads `input_json`, starts the procedure and returns a handle on it, which the caller gives to
            /// `rust_interop_release`; NULL where `callbacks` or its `completed` is.
            ///
            /// # Safety
            /// As above, and `callbacks` is NULL or points to callbacks that may be called from any thread until
            /// `completed` has been.
            #[unsafe(export_name = concat!(stringify!($name), "_async"))]
            #[allow(unsafe_code, reason = "a C export takes raw pointers")]
            unsafe extern "C" fn start(
                input_json: *const ::std::ffi::c_char,
                callbacks: *const $crate::boundary::callbacks::Callbacks,
            ) -> *mut $crate::boundary::call::Call {
                // SAFETY: the caller's promise, passed on.
                unsafe { $crate::boundary::procedure::start(input_json, callbacks, procedure) }
            }
        };
    };
}
