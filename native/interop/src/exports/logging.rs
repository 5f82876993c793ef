//! What the library's code logs with the crate `log`, for callers. `include/rust_interop.h` documents it in full.

#![allow(unsafe_code, reason = "a C export takes raw pointers and an unmangled name")]

use std::ffi::c_void;

use crate::boundary::guard::guard;
#[cfg(feature = "log")]
use crate::boundary::{log_record::Write, loggers};

#[cfg(not(feature = "log"))]
type Write = unsafe extern "C" fn(*mut c_void, *const c_void);

/// What the functions return. Mirrors `rust_interop_log_status` of the header; the numbers are never reused.
#[repr(i32)]
enum Status {
    Done = 0,
    InvalidArgument = 1,
    #[cfg(feature = "log")]
    OtherLogger = 2,
    #[cfg(not(feature = "log"))]
    LeftOut = 3,
    Panicked = 4,
}

/// Attaches a logger, and puts its id where `logger` points to. Returns a status: 0 done, 1 invalid argument, 2 the
/// library's code has installed a logger of its own, 3 the library is built without the feature `log`, 4 panicked.
///
/// # Safety
/// `logger` is NULL or points to a `uint64_t`. Any thread may call `write` with `context`, until the logger is detached.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn rust_interop_log_attach(
    level: u32,
    context: *mut c_void,
    write: Option<Write>,
    logger: *mut u64,
) -> i32 {
    let (Some(write), false) = (write, logger.is_null()) else {
        return Status::InvalidArgument as i32;
    };
    let attached = guard(|| attach(level, context, write));
    match attached.unwrap_or(Err(Status::Panicked)) {
        Ok(id) => {
            // SAFETY: the caller's promise.
            unsafe { logger.write(id) };
            Status::Done as i32
        }
        Err(status) => status as i32,
    }
}

/// Changes the level of a logger. One that is detached stays detached. Returns a status like [`rust_interop_log_attach`].
#[unsafe(no_mangle)]
pub extern "C" fn rust_interop_log_set_level(logger: u64, level: u32) -> i32 {
    let result = guard(|| set_level(logger, level));
    result.unwrap_or(Err(Status::Panicked)).map_or_else(|status| status as i32, |()| Status::Done as i32)
}

/// Detaches a logger. When this returns, its function isn't running and will not be called again; called from a logger's
/// function, it doesn't wait for that. An id that isn't attached is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn rust_interop_log_detach(logger: u64) {
    // There is no panic to report: it takes a lock and waits.
    let _ = guard(|| detach(logger));
}

#[cfg(feature = "log")]
fn attach(level: u32, context: *mut c_void, write: Write) -> Result<u64, Status> {
    loggers::attach(filter(level)?, context, write).ok_or(Status::OtherLogger)
}

#[cfg(feature = "log")]
fn set_level(logger: u64, level: u32) -> Result<(), Status> {
    loggers::set_level(logger, filter(level)?);
    Ok(())
}

#[cfg(feature = "log")]
fn detach(logger: u64) {
    loggers::detach(logger);
}

#[cfg(feature = "log")]
fn filter(level: u32) -> Result<log::LevelFilter, Status> {
    log::LevelFilter::iter().find(|filter| *filter as u32 == level).ok_or(Status::InvalidArgument)
}

#[cfg(not(feature = "log"))]
fn attach(_: u32, _: *mut c_void, _: Write) -> Result<u64, Status> {
    Err(Status::LeftOut)
}

#[cfg(not(feature = "log"))]
fn set_level(_: u64, _: u32) -> Result<(), Status> {
    Err(Status::LeftOut)
}

#[cfg(not(feature = "log"))]
fn detach(_: u64) {}
