//! Calls a function of C#'s again and again: as a callback, and by a function pointer.

use rust_interop::{Callback, CallbackError, export};

#[export]
fn sum_of_callback(calls: u32, callback: Callback<u32, u32>) -> Result<u64, CallbackError> {
    (0..calls).map(|number| callback.call(&number).map(u64::from)).sum()
}

/// The same sum, of a C function.
///
/// # Safety
/// The function can be called with any number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn sum_of_function(calls: u32, function: unsafe extern "C" fn(u32) -> u32) -> u64 {
    // SAFETY: the caller's promise.
    (0..calls).map(|number| u64::from(unsafe { function(number) })).sum()
}
