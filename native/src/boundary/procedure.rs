//! A Rust function as a C export: decode the input, call, encode the output, all inside the panic guard.

use std::ffi::c_char;
use std::fmt::Display;

use serde::Serialize;
use serde::de::DeserializeOwned;

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
/// The export has the function's name and the C signature `char *NAME(const char *input_json)`.
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
        };
    };
}
