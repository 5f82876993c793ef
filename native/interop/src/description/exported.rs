//! The types whose values are objects.

use super::{Definition, Link, Shape};

/// A type whose methods are exported.
#[diagnostic::on_unimplemented(
    message = "the methods of `{Self}` are not exported",
    note = "write `#[rust_interop::export]` on its `impl`"
)]
pub trait Exported: Send + Sync + Sized + 'static {
    /// Whether some of its methods change the value.
    const IS_EXCLUSIVE: bool;

    /// What C# knows of it.
    const DEFINITION: &'static Definition;

    /// Its shape.
    const SHAPE: &'static Shape = &Shape::Named(Link::new(Self::DEFINITION, Self::DEFINITION.path), &[]);
}

/// A type of which no method changes the value.
pub trait Concurrent: Exported {}
