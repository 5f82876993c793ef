//! `start_procedure` as a C program calls it.
#![allow(dead_code, unused_imports, reason = "each test uses only part of it")]
#![allow(unsafe_code, reason = "calls C functions")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

pub(crate) mod waiting_listener;

use std::ffi::{c_char, c_void};

pub(crate) use c_caller::{Callbacks, Event, Run, Start, call};

rust_interop::export_procedure!(
    "start_procedure",
    "start_procedure",
    "start_procedure_async",
    rust_interop_fleet::start_procedure
);

mod raw {
    use super::{Callbacks, c_char, c_void};

    unsafe extern "C" {
        pub(super) fn start_procedure(input_json: *const c_char) -> *mut c_char;
        pub(super) fn start_procedure_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
    }
}

/// `start_procedure_async`.
pub(crate) const START_PROCEDURE: Start = raw::start_procedure_async;

/// Calls `start_procedure`. The input may be text that isn't UTF-8.
pub(crate) fn start_procedure(input_json: impl Into<Vec<u8>>) -> String {
    call(raw::start_procedure, input_json)
}
