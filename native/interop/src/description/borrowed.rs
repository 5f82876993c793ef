//! What an exported function borrows for the call.

use super::Exported;
use crate::ObjectRef;
use crate::object::SharedObject;

/// A type behind a `&`. The parameter says whether its values are objects.
pub trait Borrowed<const IS_OBJECT: bool> {
    /// What owns the value for the call, and can be read from the input.
    type Owner;
}

impl<T: ?Sized> Borrowed<false> for T {
    type Owner = Box<T>;
}

impl<T: Exported> Borrowed<true> for T {
    type Owner = ObjectRef<T>;
}

/// A type behind a `&` that a future holds. The future goes from thread to thread, so it can lock nothing.
pub trait BorrowedByFuture<const IS_OBJECT: bool> {
    /// What owns the value for the call, and can be read from the input.
    type Owner;
}

impl<T: ?Sized> BorrowedByFuture<false> for T {
    type Owner = Box<T>;
}

impl<T: Exported> BorrowedByFuture<true> for T {
    type Owner = SharedObject<T>;
}
