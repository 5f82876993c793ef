//! A value of a known type that a call borrows from its handle.

use std::any::Any;
use std::ops::Deref;
use std::ptr::NonNull;

use super::Held;

/// It stays where it is as long as this lives, even if its handle is removed meanwhile. That costs less than a count of
/// its own: nothing but the slot's state is written to.
#[derive(Debug)]
pub(crate) struct Borrow<T> {
    value: NonNull<T>,
    _held: Held,
}

impl<T: Any> Borrow<T> {
    /// `None` if the value is of another type.
    pub(crate) fn of(held: Held) -> Option<Self> {
        let value = NonNull::from(held.downcast_ref::<T>()?);
        Some(Self { value, _held: held })
    }
}

impl<T> Deref for Borrow<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: nobody changes or frees what is held.
        unsafe { self.value.as_ref() }
    }
}
