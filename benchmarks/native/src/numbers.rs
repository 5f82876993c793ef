//! Adds numbers: as an export, and as a C function.

use rust_interop::export;

#[export]
fn add(first: u64, second: u64) -> u64 {
    first.wrapping_add(second)
}

/// The same, for handwritten interop.
#[unsafe(no_mangle)]
pub extern "C" fn add_numbers(first: u64, second: u64) -> u64 {
    add(first, second)
}
