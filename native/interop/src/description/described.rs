//! The trait of types that C# can know.

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
