//! The exports that every library has besides its procedures. `include/rust_interop.h` documents them in full.

#![allow(unsafe_code, reason = "a C export takes raw pointers and an unmangled name")]

pub mod logging;

use std::ffi::c_char;

use crate::boundary::call::Call;
use crate::boundary::guard::guard;
use crate::boundary::{outgoing, procedure_list, reply};

/// The version of the C ABI. It goes up when callers built against the previous one would stop working.
const ABI_VERSION: u32 = 2;

/// Frees a string that this library returned. NULL is a no-op. Any other pointer, or one that was already freed, ends
/// the process with a line on standard error.
///
/// # Safety
/// `string` is NULL, or this library returned it and nobody has freed it yet or uses it any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn free_mem(string: *mut c_char) {
    // SAFETY: the caller's promise, passed on.
    unsafe { outgoing::free(string) }
}

/// Cancels a long-running call, which then completes soon. NULL is a no-op. A pointer that isn't a call of this
/// library, or one that was released, ends the process with a line on standard error.
///
/// # Safety
/// `call` is NULL or a handle that is not released before this returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rust_interop_cancel(call: *mut Call) {
    // SAFETY: the caller's promise, passed on. There is no panic to report: those of wakers go unnoticed.
    let _ = guard(|| unsafe { Call::cancel(call) });
}

/// Releases the handle of a long-running call; the call itself goes on. NULL is a no-op. A pointer that isn't a call of
/// this library, or one that was already released, ends the process with a line on standard error.
///
/// # Safety
/// `call` is NULL, or a handle that wasn't released before and that nobody uses any more.
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

/// How many strings this library has handed out that were not freed yet.
#[unsafe(no_mangle)]
pub extern "C" fn rust_interop_live_strings() -> i64 {
    outgoing::live()
}

/// The procedures that this library exports, as a JSON array of objects with `name` and `symbol`, in ordinal order of the
/// symbols; an error reply if there is no memory for it. Never NULL; the caller frees it with [`free_mem`].
#[unsafe(no_mangle)]
pub extern "C" fn rust_interop_procedures() -> *mut c_char {
    reply::hand_out(procedure_list::to_json())
}
