//! The caller's handle on a long-running call.

use std::sync::Arc;

use crate::Context;

/// Mirrors the opaque `rust_interop_call` of the header.
#[doc(hidden)]
#[derive(Debug)]
pub struct Call {
    context: Arc<Context>,
}

impl Call {
    /// Hands the handle to the caller.
    pub(super) fn hand_out(context: Arc<Context>) -> *mut Self {
        Box::into_raw(Box::new(Self { context }))
    }

    /// Cancels the call. NULL is a no-op.
    ///
    /// # Safety
    /// `call` is NULL or a handle that is not released before this returns.
    pub(crate) unsafe fn cancel(call: *const Self) {
        // SAFETY: the caller vouches for the handle; it is only ever shared.
        if let Some(call) = unsafe { call.as_ref() } {
            call.context.cancel();
        }
    }

    /// Takes the handle back. NULL is a no-op.
    ///
    /// # Safety
    /// `call` is NULL or a handle that nobody uses any more and that was not released before.
    pub(crate) unsafe fn release(call: *mut Self) {
        if !call.is_null() {
            // SAFETY: the caller vouches that it came from `hand_out` and comes back once.
            drop(unsafe { Box::from_raw(call) });
        }
    }
}
