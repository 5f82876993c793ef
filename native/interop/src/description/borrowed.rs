//! What an exported function borrows for the call.

use super::Exported;
use crate::ObjectRef;

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
