//! The exports as a C caller has them.
#![expect(unsafe_code, reason = "calls C functions")]

use std::ffi::{CStr, CString, c_char};

use rust_interop as _;

mod raw {
    use super::c_char;

    unsafe extern "C" {
        pub(super) fn start_procedure(input_json: *const c_char) -> *mut c_char;
        pub(super) fn free_mem(string: *mut c_char);
    }
}

/// Calls `start_procedure` and frees its reply.
pub(crate) fn start_procedure(input_json: &str) -> String {
    let input = CString::new(input_json).unwrap();
    // SAFETY: the input is NUL-terminated and outlives the call.
    let reply = unsafe { raw::start_procedure(input.as_ptr()) };
    // SAFETY: a reply is never NULL and lives until it is freed.
    let text = unsafe { CStr::from_ptr(reply) }.to_str().unwrap().to_owned();
    // SAFETY: it came from this library and is freed once.
    unsafe { raw::free_mem(reply) };
    text
}
