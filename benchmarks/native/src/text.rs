//! Changes a text: as an export, and as a C function.

use std::ffi::{CStr, CString, c_char};
use std::ptr;

use rust_interop::export;

#[export]
fn upper_case(text: &str) -> String {
    text.to_ascii_uppercase()
}

/// The same, for handwritten interop. The caller gives the result to [`text_drop`]. NULL if the text isn't UTF-8.
///
/// # Safety
/// The text is NUL-terminated.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn text_upper_case(text: *const c_char) -> *mut c_char {
    // SAFETY: the caller's promise.
    let text = unsafe { CStr::from_ptr(text) };
    let upper_case = text.to_str().ok().and_then(|text| CString::new(upper_case(text)).ok());
    upper_case.map_or(ptr::null_mut(), CString::into_raw)
}

/// Drops a text.
///
/// # Safety
/// It came from [`text_upper_case`] and was not dropped.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn text_drop(text: *mut c_char) {
    // SAFETY: the caller's promise.
    drop(unsafe { CString::from_raw(text) });
}
