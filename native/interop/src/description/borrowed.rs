//! What an exported function borrows for the call.

use super::Exported;
use crate::ObjectRef;
use crate::boundary::loan::LentBytes;
use crate::object::SharedObject;

/// A type behind a `&`. The parameters say whether its values are objects, and whether they are bytes.
pub trait Borrowed<const IS_OBJECT: bool, const IS_BYTES: bool> {
    /// What owns the value for the call, and can be read from the input.
    type Owner;
}

impl<T: ?Sized> Borrowed<false, false> for T {
    type Owner = Box<T>;
}

impl<T: Exported> Borrowed<true, false> for T {
    type Owner = ObjectRef<T>;
}

impl Borrowed<false, true> for [u8] {
    type Owner = LentBytes;
}

/// A type behind a `&` that a future holds. The future goes from thread to thread, so it can lock nothing.
pub trait BorrowedByFuture<const IS_OBJECT: bool, const IS_BYTES: bool> {
    /// What owns the value for the call, and can be read from the input.
    type Owner;
}

impl<T: ?Sized> BorrowedByFuture<false, false> for T {
    type Owner = Box<T>;
}

impl<T: Exported> BorrowedByFuture<true, false> for T {
    type Owner = SharedObject<T>;
}

impl BorrowedByFuture<false, true> for [u8] {
    type Owner = LentBytes;
}
