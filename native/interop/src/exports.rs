//! What every library that is made with this crate exports besides its procedures. `include/rust_interop.h` states it in full.

#![allow(unsafe_code, reason = "a C export takes raw pointers and an unmangled name")]

use std::ffi::c_char;

use crate::boundary::call::Call;
use crate::boundary::guard::guard;
use crate::boundary::{outgoing, procedure_names, reply};

/// The version of the C ABI. It grows when a caller built against the former one would no longer work.
const ABI_VERSION: u32 = 1;

/// Frees a string that this library returned. NULL is a no-op. What is no string of this library, or was freed before, ends
/// the process with a line on standard error.
///
/// # Safety
/// `string` is NULL or was returned by this library and not freed before, and nobody uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free_mem(string: *mut c_char) {
    // SAFETY: the caller's promise, passed on.
    unsafe { outgoing::free(string) }
}

/// Cancels a long-running call, which then completes soon. NULL is a no-op. What is no call of this library, or was released,
/// ends the process with a line on standard error.
///
/// # Safety
/// `call` is NULL or a handle that is not released before this returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rust_interop_cancel(call: *mut Call) {
    // SAFETY: the caller's promise, passed on. There is no panic to report: a waker's is nobody's.
    let _ = guard(|| unsafe { Call::cancel(call) });
}

/// Releases the handle on a long-running call; the call itself goes on. NULL is a no-op. What is no call of this library, or
/// was released before, ends the process with a line on standard error.
///
/// # Safety
/// `call` is NULL or a handle that nobody uses any more and that was not released before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rust_interop_release(call: *mut Call) {
    // SAFETY: the caller's promise, passed on.
    unsafe { Call::release(call) }
}

/// The version of the C ABI.
#[unsafe(no_mangle)]
pub extern "C" fn rust_interop_abi_version() -> u32 {
    ABI_VERSION
}

/// The version of this crate, as a static string that is never freed.
#[unsafe(no_mangle)]
pub extern "C" fn rust_interop_version() -> *const c_char {
    concat!(env!("CARGO_PKG_VERSION"), "\0").as_ptr().cast()
}

/// The number of strings handed out by this library and not yet freed.
#[unsafe(no_mangle)]
pub extern "C" fn rust_interop_live_strings() -> i64 {
    outgoing::live()
}

/// The names of the procedures that this library exports, as a JSON array in ordinal order. Never NULL; the caller gives it to
/// [`free_mem`]. Where it cannot be made, an error reply.
#[unsafe(no_mangle)]
pub extern "C" fn rust_interop_procedures() -> *mut c_char {
    reply::hand_out(procedure_names::to_json())
}
