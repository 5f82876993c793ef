//! What an exported function borrows for the call.

use super::Exported;
use crate::ObjectRef;
use crate::boundary::loan::LentBytes;
use crate::object::SharedObject;

/// A type behind a `&`. The parameters say whether its values are objects, whether they are bytes, and whether a future
/// holds them. A future goes from thread to thread, so it can lock nothing.
pub trait Borrowed<const IS_OBJECT: bool, const IS_BYTES: bool, const BY_FUTURE: bool> {
    /// What owns the value for the call, and can be read from the input.
    type Owner;
}

impl<T: ?Sized, const BY_FUTURE: bool> Borrowed<false, false, BY_FUTURE> for T {
    type Owner = Box<T>;
}

impl<T: Exported> Borrowed<true, false, false> for T {
    type Owner = ObjectRef<T>;
}

impl<T: Exported> Borrowed<true, false, true> for T {
    type Owner = SharedObject<T>;
}

impl<const BY_FUTURE: bool> Borrowed<false, true, BY_FUTURE> for [u8] {
    type Owner = LentBytes;
}
