//! Inverts bytes: as an export, and as a C function that writes to the caller's memory.

use std::slice;

use rust_interop::{Bytes, export};

#[export]
fn invert(data: &[u8]) -> Bytes {
    data.iter().map(|byte| !byte).collect::<Vec<u8>>().into()
}

/// Writes the inverted bytes to other memory.
///
/// # Safety
/// Both are that many bytes, and don't overlap.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn invert_into(data: *const u8, length: usize, inverted: *mut u8) {
    // SAFETY: the caller's promise.
    let data = unsafe { slice::from_raw_parts(data, length) };
    // SAFETY: as above.
    let inverted = unsafe { slice::from_raw_parts_mut(inverted, length) };
    for (byte, inverted) in data.iter().zip(inverted) {
        *inverted = !byte;
    }
}
