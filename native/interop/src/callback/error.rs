use std::fmt;

use crate::boundary::error::Error;

/// Why a function of C#'s returned nothing. Its text is the message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallbackError {
    kind: CallbackErrorKind,
    message: String,
}

/// What kind of error it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CallbackErrorKind {
    /// The function has thrown an exception, whose message is the error's.
    Failed,
    /// C# has withdrawn the function, which was not called.
    Withdrawn,
    /// The input can't be written as JSON, so the function was not called.
    InvalidInput,
    /// The function has not answered, or its answer is no output. C# that the build has generated never does that.
    InvalidAnswer,
}

impl CallbackError {
    /// What kind of error it is.
    #[must_use]
    pub fn kind(&self) -> CallbackErrorKind {
        self.kind
    }

    fn new(kind: CallbackErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into() }
    }

    pub(super) fn failed(message: String) -> Self {
        Self::new(CallbackErrorKind::Failed, message)
    }

    pub(super) fn withdrawn() -> Self {
        Self::new(CallbackErrorKind::Withdrawn, "the caller has withdrawn the callback")
    }

    pub(super) fn unanswered() -> Self {
        Self::new(CallbackErrorKind::InvalidAnswer, "the callback has returned without an answer")
    }

    pub(super) fn unsent(error: &Error) -> Self {
        Self::new(CallbackErrorKind::InvalidInput, format!("the callback's input: {}", error.message))
    }

    pub(super) fn unreadable(error: &Error) -> Self {
        let place = error.path.as_ref().map_or_else(String::new, |path| format!("{path}: "));
        Self::new(CallbackErrorKind::InvalidAnswer, format!("the callback's answer: {place}{}", error.message))
    }
}

impl fmt::Display for CallbackError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for CallbackError {}

impl From<CallbackError> for String {
    fn from(error: CallbackError) -> Self {
        error.message
    }
}
