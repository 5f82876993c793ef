//! Callbacks, as a C caller gives them: by handles.
#![expect(unsafe_code, reason = "calls C functions")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(
    missing_docs,
    clippy::missing_errors_doc,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::needless_pass_by_value,
    reason = "nobody uses the types of a test"
)]

pub mod answers;
pub mod asynchronous;
pub mod direct;
pub mod lifetimes;

use std::ffi::c_char;
use std::fmt;

use c_caller::{Given, call, live_handles, live_strings};
use rust_interop::{Callback, CallbackError, Record, export};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize, Record)]
pub enum LookupError {
    Unknown { word: String },
    Other(String),
}

impl fmt::Display for LookupError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self:?}")
    }
}

impl From<CallbackError> for LookupError {
    fn from(error: CallbackError) -> Self {
        Self::Other(format!("{:?}: {error}", error.kind()))
    }
}

#[export]
fn ask(word: &str, lookup: &Callback<str, Result<u32, LookupError>>) -> Result<u32, LookupError> {
    lookup.call(word)
}

#[export]
fn ask_twice(lookup: Callback<str, u32>) -> Result<u32, CallbackError> {
    Ok(lookup.call("one")? + lookup.clone().call("two")?)
}

unsafe extern "C" {
    fn callbacks_ask(input_json: *const c_char) -> *mut c_char;
    fn callbacks_ask_twice(input_json: *const c_char) -> *mut c_char;
}

fn assert_nothing_is_left() {
    assert_eq!((live_handles(), live_strings()), (0, 0));
}

fn ask_word(given: &Given) -> String {
    call(callbacks_ask, format!(r#"{{"word":"a","lookup":{}}}"#, given.handle))
}
