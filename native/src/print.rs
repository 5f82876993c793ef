//! `print_string` and `print_int`: lines on standard output.

#![allow(unsafe_code, reason = "a C export takes raw pointers and an unmangled name")]

use std::ffi::c_char;
use std::io;

use interop::boundary::c_string;
use interop::boundary::error::{Error, ErrorKind};
use interop::boundary::guard::{Panic, guard};
use interop::boundary::standard_stream::print_line;

/// What the `print_*` functions return. The numbers are part of the contract and never reused.
#[repr(i32)]
enum PrintStatus {
    Done = 0,
    NullPointer = 1,
    InvalidUtf8 = 2,
    StdoutNotWritable = 3,
    Panicked = 4,
}

impl From<Result<io::Result<()>, Box<Panic>>> for PrintStatus {
    fn from(result: Result<io::Result<()>, Box<Panic>>) -> Self {
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
unsafe extern "C" fn print_string(text: *const c_char) -> i32 {
    // SAFETY: the caller's promise, passed on.
    let text = unsafe { c_string::borrow(text) };
    let status: PrintStatus = match text {
        Ok(text) => guard(|| print_line(text)).into(),
        Err(error) => error.into(),
    };
    status as i32
}

/// Prints `.NET gave us number N` and a newline on standard output. Returns a status like [`print_string`].
///
/// # Safety
/// `value` is NULL or points to an `int32_t`.
#[unsafe(no_mangle)]
unsafe extern "C" fn print_int(value: *const i32) -> i32 {
    if value.is_null() {
        return PrintStatus::NullPointer as i32;
    }
    // SAFETY: not NULL. The caller vouches for the rest, except the alignment, which this read doesn't need.
    let value = unsafe { value.read_unaligned() };
    PrintStatus::from(guard(|| print_line(&format!(".NET gave us number {value}")))) as i32
}
