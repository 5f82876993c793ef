//! Whatever bytes a caller sends, the C ABI keeps its promises. libFuzzer makes up the bytes for each target; the tests
//! take them from `seeds` and `tests/contract`. A broken promise is a panic.

#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a broken promise is a panic")]

mod call;
pub mod compact;
pub mod handles;
pub mod hosts;
pub mod judgement;
pub mod mux;
mod program;
pub mod record;
mod reply;
mod spawn;
pub mod start_procedure;
#[cfg(test)]
mod tests;

/// The entry that libFuzzer calls.
#[macro_export]
macro_rules! fuzz_target {
    ($target:path) => {
        /// # Safety
        /// libFuzzer calls it: `data` points to `size` bytes.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn LLVMFuzzerTestOneInput(data: *const u8, size: usize) -> ::std::ffi::c_int {
            let bytes = if size == 0 {
                &[]
            } else {
                // SAFETY: the caller's promise.
                unsafe { ::std::slice::from_raw_parts(data, size) }
            };
            // libFuzzer counts an abort as a finding, and the panic has already printed its reason.
            if ::std::panic::catch_unwind(|| $target(bytes)).is_err() {
                ::std::process::abort();
            }
            0
        }
    };
}
