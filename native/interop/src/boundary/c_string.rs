//! NUL-terminated UTF-8, borrowed from the caller.

use std::ffi::{CStr, c_char};

use super::error::Error;

/// Borrows the caller's text for as long as the call lasts.
///
/// # Errors
/// `null_pointer` and `invalid_utf8`.
///
/// # Safety
/// `text` is NULL or points to a NUL-terminated string that nobody writes to during `'a`.
pub unsafe fn borrow<'a>(text: *const c_char) -> Result<&'a str, Error> {
    if text.is_null() {
        return Err(Error::null_pointer());
    }
    // SAFETY: not NULL, and the caller vouches for the terminator and the lifetime.
    let text = unsafe { CStr::from_ptr(text) };
    Ok(text.to_str()?)
}
