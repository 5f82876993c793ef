//! The exports that every library has besides its procedures. `include/rust_interop.h` documents them in full.

#![allow(unsafe_code, reason = "a C export takes raw pointers and an unmangled name")]

pub mod logging;

use std::ffi::c_char;
use std::ptr;

use crate::boundary::call::Call;
use crate::boundary::callbacks::Callbacks;
use crate::boundary::caller_function::{self, Function};
use crate::boundary::guard::guard;
use crate::boundary::handles::{self, NoSuchHandle};
use crate::boundary::scheduled_task::ScheduledTask;
use crate::boundary::{loan, outgoing, procedure, procedure_list, reply};
use crate::stream;

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

/// Makes the caller the owner of the handles in a reply, which [`free_mem`] would drop otherwise. NULL is a no-op. Any
/// other pointer than a string of this library ends the process with a line on standard error.
///
/// # Safety
/// `string` is NULL, or this library returned it and nobody frees it before this returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rust_interop_keep(string: *const c_char) {
    // SAFETY: the caller's promise, passed on.
    unsafe { outgoing::keep_handles(string) }
}

/// Drops what a handle stands for: at once, or when the calls that are using it have ended. Returns 0, or 1 if the handle
/// stands for nothing. A panic in a destructor goes unnoticed.
#[unsafe(no_mangle)]
pub extern "C" fn rust_interop_drop(handle: u64) -> i32 {
    status(|| caller_function::drop_handle(handle))
}

/// Gives the library a function of the caller's, for the calls that get its handle, and for as long as the library keeps
/// it. Zero, which is no handle, if `function` or its `invoke` is NULL, or if there are too many handles. The caller drops
/// the handle with [`rust_interop_drop`].
///
/// # Safety
/// `function` is NULL or points to functions that any thread may call with their context, until `release` was called.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rust_interop_register(function: *const Function) -> u64 {
    // SAFETY: the caller's promise, passed on.
    guard(|| unsafe { caller_function::register(function) }).unwrap_or_default()
}

/// Answers a call of a function of the caller's, once, with an output or an error. Returns 0, or 1 if `answer` is not the
/// handle of a call that waits for an answer.
///
/// # Safety
/// `reply_json` is NULL or points to a NUL-terminated string that nobody writes to during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rust_interop_answer(answer: u64, reply_json: *const c_char) -> i32 {
    // SAFETY: the caller's promise, passed on.
    status(|| unsafe { caller_function::answer(answer, reply_json) })
}

/// Keeps a function of the caller's from being called again, although the library may keep it. When this returns, the
/// function isn't running, unless this was called by a function of the caller's. Returns 0, or 1 if the handle isn't one
/// of a function that the library has.
#[unsafe(no_mangle)]
pub extern "C" fn rust_interop_withdraw(handle: u64) -> i32 {
    status(|| caller_function::withdraw(handle))
}

/// Lends Rust the caller's bytes, for the calls that get the handle. Zero, which is no handle, if there can't be one: the
/// bytes are NULL although there are some, or there are too many handles. The caller drops the handle with
/// [`rust_interop_drop`].
///
/// # Safety
/// `data` is NULL or points to `length` bytes. Nobody changes or frees them before the handle is dropped and the calls that
/// got it have ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rust_interop_lend(data: *const u8, length: usize) -> u64 {
    // SAFETY: the caller's promise, passed on.
    guard(|| unsafe { loan::lend(data, length) }).unwrap_or_default()
}

/// Where the bytes are that Rust returned a handle of: they stay there, unchanged, until the handle is dropped. Writes how
/// many there are. Returns NULL, and writes zero, if the handle isn't one of Rust's bytes.
///
/// # Safety
/// `length` is NULL or may be written to.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rust_interop_bytes(handle: u64, length: *mut usize) -> *const u8 {
    let (place, count) = guard(|| loan::place_of(handle)).unwrap_or((ptr::null(), 0));
    if !length.is_null() {
        // SAFETY: the caller's promise.
        unsafe { length.write(count) };
    }
    place
}

/// Takes the next items of a stream: `{"stream":handle,"most":n}` in, `{"items":[…],"done":false}` or an error out.
/// Waits until there is an item. Never NULL; the caller frees it with [`free_mem`].
///
/// # Safety
/// `input_json` is NULL or points to a NUL-terminated string that nobody writes to during the call.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rust_interop_next(input_json: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise, passed on.
    unsafe { procedure::answer(input_json, stream::next) }
}

/// The same without blocking. Returns NULL if `callbacks` or its `completed` is NULL. A cancel ends the stream.
///
/// # Safety
/// As above, and `callbacks` is NULL or points to callbacks that any thread may call until `completed` has returned.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rust_interop_next_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut Call {
    // SAFETY: the caller's promise, passed on.
    unsafe { procedure::answer_later(input_json, callbacks, stream::next) }
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

/// Drains a long-running call: it begins nothing more, and ends when what has begun has ended. A procedure that does not
/// know of drains goes on. NULL is a no-op. A pointer that isn't a call of this library, or one that was released, ends the
/// process with a line on standard error.
///
/// # Safety
/// `call` is NULL or a handle that is not released before this returns.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rust_interop_drain(call: *mut Call) {
    // SAFETY: the caller's promise, passed on. There is no panic to report: those of wakers go unnoticed.
    let _ = guard(|| unsafe { Call::drain(call) });
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

/// Runs a task that `schedule` was given, on the calling thread. NULL is a no-op. A pointer that isn't a task of this
/// library, or one that was already run, ends the process with a line on standard error.
///
/// # Safety
/// `task` is NULL, or a task that wasn't run before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rust_interop_run(task: *mut ScheduledTask) {
    // SAFETY: the caller's promise, passed on. There is no panic to report: those of wakers go unnoticed.
    let _ = guard(|| unsafe { ScheduledTask::run(task) });
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

/// How many handles stand for something.
#[unsafe(no_mangle)]
pub extern "C" fn rust_interop_live_handles() -> i64 {
    handles::live()
}

/// The procedures that this library exports, as a JSON array of objects with `name` and `symbol`, in ordinal order of the
/// symbols; an error reply if there is no memory for it. Never NULL; the caller frees it with [`free_mem`].
#[unsafe(no_mangle)]
pub extern "C" fn rust_interop_procedures() -> *mut c_char {
    reply::hand_out(procedure_list::to_json())
}

/// 0, or 1 if a handle stands for nothing. There is no panic to report: those of destructors go unnoticed.
fn status(work: impl FnOnce() -> Result<(), NoSuchHandle>) -> i32 {
    match guard(work) {
        Ok(Err(NoSuchHandle)) => 1,
        Ok(Ok(())) | Err(_) => 0,
    }
}
