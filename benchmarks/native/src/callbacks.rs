//! Calls a function of C#'s again and again: as a callback, and by a function pointer.

use std::ffi::c_void;

use rust_interop::{Callback, CallbackError, export};

#[export]
fn sum_of_callback(calls: u32, callback: Callback<u32, u32>) -> Result<u64, CallbackError> {
    (0..calls).map(|number| callback.call(&number).map(u64::from)).sum()
}

/// The same sum, of a C function.
///
/// # Safety
/// The function can be called with this context and any number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sum_of_function(
    calls: u32,
    function: unsafe extern "C" fn(*mut c_void, u32) -> u32,
    context: *mut c_void,
) -> u64 {
    // SAFETY: the caller's promise.
    (0..calls).map(|number| u64::from(unsafe { function(context, number) })).sum()
}
