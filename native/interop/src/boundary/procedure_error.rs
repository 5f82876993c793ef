//! What a procedure returns if it fails, and how it becomes an error reply.

use std::fmt::Display;

use serde::Serialize;

/// The error of a procedure: a message, and possibly the error itself as data. Anything `Display` is a message.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the error of a procedure",
    note = "the error must be `Display`: its text is the message that the caller gets"
)]
#[doc(hidden)]
pub trait ProcedureError {
    /// What happened, for people.
    fn message(&self) -> String;

    /// What happened, for the caller's program.
    fn value(&self) -> Option<&impl Serialize>;
}

impl<E: Display> ProcedureError for E {
    fn message(&self) -> String {
        self.to_string()
    }

    fn value(&self) -> Option<&impl Serialize> {
        None::<&()>
    }
}

/// An error that reaches the caller as data too, as the member `value` of the error reply.
// Not `Display`: it would then be an error in two ways.
#[doc(hidden)]
#[derive(Debug)]
pub struct TypedError<E>(pub E);

impl<E: Display + Serialize> ProcedureError for TypedError<E> {
    fn message(&self) -> String {
        self.0.to_string()
    }

    fn value(&self) -> Option<&impl Serialize> {
        Some(&self.0)
    }
}
