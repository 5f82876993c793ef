//! NUL-terminated UTF-8: borrowed from the caller, or handed to it until it comes back.

use std::ffi::{CStr, CString, c_char};
use std::sync::atomic::{AtomicI64, Ordering};

use super::error::Error;

static LIVE_STRINGS: AtomicI64 = AtomicI64::new(0);

/// Borrows the caller's text for as long as the call lasts.
///
/// # Errors
/// `null_pointer` and `invalid_utf8`.
///
/// # Safety
/// `text` is NULL or points to a NUL-terminated string that nobody writes to during `'a`.
pub(crate) unsafe fn borrow<'a>(text: *const c_char) -> Result<&'a str, Error> {
    if text.is_null() {
        return Err(Error::null_pointer());
    }
    // SAFETY: not NULL, and the caller vouches for the terminator and the lifetime.
    let text = unsafe { CStr::from_ptr(text) };
    Ok(text.to_str()?)
}

/// Hands JSON text to the caller, who owns it until it comes back through [`free`].
pub(crate) fn hand_out(json: Vec<u8>) -> *mut c_char {
    LIVE_STRINGS.fetch_add(1, Ordering::Relaxed);
    // SAFETY: JSON written by serde_json has no NUL byte, since it escapes every control character.
    let text = unsafe { CString::from_vec_unchecked(json) };
    text.into_raw()
}

/// Takes a string back and frees it. NULL is a no-op.
///
/// # Safety
/// `text` is NULL or came from [`hand_out`] of this library, unchanged in length, and was not freed before.
pub(crate) unsafe fn free(text: *mut c_char) {
    if text.is_null() {
        return;
    }
    // SAFETY: the caller vouches that it came from `hand_out`, so from `CString::into_raw`, and comes back once.
    drop(unsafe { CString::from_raw(text) });
    LIVE_STRINGS.fetch_sub(1, Ordering::Relaxed);
}

/// The number of strings handed out and not yet freed.
pub(crate) fn live() -> i64 {
    LIVE_STRINGS.load(Ordering::Relaxed)
}
