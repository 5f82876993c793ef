//! The caller's handle of a long-running call.

use std::sync::Arc;

use super::misuse::{Kind, Misuse, end_process};
use super::seal::{Seal, is_plausible};
use crate::context::Cancel;

const KIND: Kind = Kind { noun: "call", given_back: "released" };

/// Mirrors the opaque `rust_interop_call` of the header.
#[doc(hidden)]
#[repr(C)]
pub struct Call {
    // The first member, so that it can be read on its own.
    seal: Seal,
    context: Arc<dyn Cancel>,
}

impl Call {
    /// Hands the handle to the caller.
    pub(super) fn hand_out(context: Arc<dyn Cancel>) -> *mut Self {
        let call = Box::leak(Box::new(Self { seal: Seal::unset(), context }));
        call.seal.set(size_of::<Self>());
        call
    }

    /// Cancels the call. NULL is a no-op. A pointer that isn't a call of this library, or one that was released, ends
    /// the process with a line on standard error.
    ///
    /// # Safety
    /// `call` is NULL or a handle that is not released before this returns.
    pub(crate) unsafe fn cancel(call: *const Self) {
        if call.is_null() {
            return;
        }
        // SAFETY: the caller's promise, passed on.
        match unsafe { seal_of(call) }.and_then(|seal| seal.check(size_of::<Self>())) {
            // SAFETY: the seal proves that it is a handle, and the caller promises that it stays one during the call.
            Ok(()) => unsafe { &*call }.context.cancel(),
            Err(misuse) => end_process(misuse, "rust_interop_cancel", call, KIND),
        }
    }

    /// Takes the handle back. NULL is a no-op. A pointer that isn't a call of this library, or one that was already
    /// released, ends the process with a line on standard error.
    ///
    /// # Safety
    /// `call` is NULL, or a handle that wasn't released before and that nobody uses any more.
    pub(crate) unsafe fn release(call: *mut Self) {
        if call.is_null() {
            return;
        }
        // SAFETY: the caller's promise, passed on.
        match unsafe { seal_of(call) }.and_then(|seal| seal.break_open(size_of::<Self>())) {
            // SAFETY: the seal proves that it came from `hand_out` and hasn't come back before.
            Ok(()) => drop(unsafe { Box::from_raw(call) }),
            Err(misuse) => end_process(misuse, "rust_interop_release", call, KIND),
        }
    }
}

/// The seal alone, which is sound to read even if this isn't a handle.
///
/// # Safety
/// `call` points to readable memory.
unsafe fn seal_of<'a>(call: *const Call) -> Result<&'a Seal, Misuse> {
    if !is_plausible(call) {
        return Err(Misuse::Foreign);
    }
    // SAFETY: it is aligned, and the caller vouches for the rest.
    Ok(unsafe { &*call.cast::<Seal>() })
}
