//! What stands for the parameters of a generic type.

use crate::description::text::is_equal;
use crate::description::{Definition, Shape};

/// What stands for the parameters of the generic type that is looked at. `None` while it is being defined: then nobody
/// knows.
pub(crate) type Arguments<'a> = Option<&'a Instance<'a>>;

/// A generic type with its arguments, within another one.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Instance<'a> {
    pub(crate) definition: &'static Definition,
    pub(crate) values: &'static [&'static Shape],
    /// What the values themselves are written in.
    pub(crate) outer: Arguments<'a>,
}

/// Whether a type is looked at already, further out.
pub(crate) const fn is_within(arguments: Arguments<'_>, definition: &Definition) -> bool {
    let mut next = arguments;
    while let Some(instance) = next {
        if is_equal(instance.definition.path, definition.path) {
            return true;
        }
        next = instance.outer;
    }
    false
}
