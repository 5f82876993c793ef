//! The traits of types that C# can know.

use super::Shape;

/// A type whose JSON is known at compile time.
#[diagnostic::on_unimplemented(
    message = "C# cannot know what `{Self}` looks like",
    label = "not described",
    note = "if the type is yours, write `#[derive(rust_interop::Record)]` on it",
    note = "if its methods are exported, write `rust_interop::Object<{Self}>` in its place",
    note = "if a field has a type of another crate, say by `#[record(like = Type)]` what its JSON looks like",
    note = "a context is an argument `&Context` or `&Context<Progress>`, by that name"
)]
pub trait Described {
    /// What its JSON looks like.
    const SHAPE: &'static Shape;
}

/// The type of a field with [`rust_interop::optional`](crate::optional): its `None` is a member that is absent.
#[diagnostic::on_unimplemented(
    message = "`rust_interop::optional` is for a field `Option<Option<T>>`, and not for `{Self}`",
    label = "not an `Option<Option<T>>`"
)]
pub trait Optional {
    /// What the member's JSON looks like.
    const SHAPE: &'static Shape;
}

impl<T: Described> Optional for Option<Option<T>> {
    const SHAPE: &'static Shape = &Shape::Optional(Option::<T>::SHAPE);
}
