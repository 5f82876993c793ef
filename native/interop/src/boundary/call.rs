//! The caller's handle of a long-running call.

use std::sync::Arc;

use super::misuse::Kind;
use super::sealed::Sealed;
use crate::context::Steer;

const KIND: Kind = Kind { noun: "call", given_back: "released" };

/// Mirrors the opaque `rust_interop_call` of the header.
#[doc(hidden)]
#[repr(transparent)]
pub struct Call(Sealed<Arc<dyn Steer>>);

impl Call {
    /// Hands the handle to the caller.
    pub(super) fn hand_out(context: Arc<dyn Steer>) -> *mut Self {
        Sealed::hand_out(context).cast()
    }

    /// Cancels the call. NULL is a no-op. A pointer that isn't a call of this library, or one that was released, ends
    /// the process with a line on standard error.
    ///
    /// # Safety
    /// `call` is NULL or a handle that is not released before this returns.
    pub(crate) unsafe fn cancel(call: *const Self) {
        if !call.is_null() {
            // SAFETY: the caller's promise, passed on.
            let context: &Arc<dyn Steer> = unsafe { Sealed::borrow(call.cast(), "rust_interop_cancel", KIND) };
            context.cancel();
        }
    }

    /// Drains the call, as [`cancel`](Self::cancel) cancels it.
    ///
    /// # Safety
    /// `call` is NULL or a handle that is not released before this returns.
    pub(crate) unsafe fn drain(call: *const Self) {
        if !call.is_null() {
            // SAFETY: the caller's promise, passed on.
            let context: &Arc<dyn Steer> = unsafe { Sealed::borrow(call.cast(), "rust_interop_drain", KIND) };
            context.drain();
        }
    }

    /// Takes the handle back. NULL is a no-op. A pointer that isn't a call of this library, or one that was already
    /// released, ends the process with a line on standard error.
    ///
    /// # Safety
    /// `call` is NULL, or a handle that wasn't released before and that nobody uses any more.
    pub(crate) unsafe fn release(call: *mut Self) {
        if !call.is_null() {
            // SAFETY: the caller's promise, passed on.
            let context: Arc<dyn Steer> = unsafe { Sealed::take_back(call.cast(), "rust_interop_release", KIND) };
            drop(context);
        }
    }
}
