//! The C ABI of the built-in library: decode, call, encode, nothing else. `include/rust_interop.h` states it in full.

#![allow(unsafe_code, reason = "a C export takes raw pointers and an unmangled name")]

use std::ffi::c_char;
use std::io;

use crate::boundary::c_string;
use crate::boundary::call::Call;
use crate::boundary::error::{Error, ErrorKind};
use crate::boundary::guard::{Panic, guard};
use crate::boundary::outgoing;
use crate::fleet::start_procedure;
use crate::{print, procedure};

/// The version of the C ABI. It grows when a caller built against the former one would no longer work.
const ABI_VERSION: u32 = 1;

/// What the `print_*` functions return. The numbers are part of the contract and never reused.
#[repr(i32)]
enum PrintStatus {
    Done = 0,
    NullPointer = 1,
    InvalidUtf8 = 2,
    StdoutNotWritable = 3,
    Panicked = 4,
}

impl From<Result<io::Result<()>, Panic>> for PrintStatus {
    fn from(result: Result<io::Result<()>, Panic>) -> Self {
        match result {
            Ok(Ok(())) => Self::Done,
            Ok(Err(_)) => Self::StdoutNotWritable,
            Err(_) => Self::Panicked,
        }
    }
}

impl From<Error> for PrintStatus {
    fn from(error: Error) -> Self {
        if error.kind == ErrorKind::NullPointer { Self::NullPointer } else { Self::InvalidUtf8 }
    }
}

/// Prints the text and a newline on standard output. Returns a status: 0 done, 1 NULL, 2 invalid UTF-8, 3 standard
/// output not writable, 4 panicked.
///
/// # Safety
/// `text` is NULL or points to a NUL-terminated string that nobody writes to during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn print_string(text: *const c_char) -> i32 {
    // SAFETY: the caller's promise, passed on.
    let text = unsafe { c_string::borrow(text) };
    let status: PrintStatus = match text {
        Ok(text) => guard(|| print::line(text)).into(),
        Err(error) => error.into(),
    };
    status as i32
}

/// Prints `.NET gave us number N` on standard output. Returns a status as [`print_string`] does.
///
/// # Safety
/// `value` is NULL or points to an `int32_t`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn print_int(value: *const i32) -> i32 {
    if value.is_null() {
        return PrintStatus::NullPointer as i32;
    }
    // SAFETY: not NULL, and the caller vouches for the rest but the alignment, which this read does not need.
    let value = unsafe { value.read_unaligned() };
    PrintStatus::from(guard(|| print::line(&format!(".NET gave us number {value}")))) as i32
}

procedure!(start_procedure);

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
