//! The error in a reply.

use std::fmt::Display;

use serde::Serialize;

use super::guard::{Panic, Place};

/// What went wrong, by its name in the C ABI. The names are part of the contract and never change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorKind {
    /// The input pointer was NULL.
    NullPointer,
    /// The input is not UTF-8.
    InvalidUtf8,
    /// The input is not JSON.
    InvalidJson,
    /// The input is JSON, but not what the procedure takes.
    InvalidInput,
    /// A handle in the input stands for nothing any more, or for something of another type or library.
    InvalidHandle,
    /// The procedure itself returned an error; or it is async, and was cancelled.
    Failed,
    /// The procedure panicked.
    Panicked,
}

/// The content of an error reply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Error {
    /// Its kind.
    pub kind: ErrorKind,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) column: Option<usize>,
    #[serde(flatten)]
    pub(crate) place: Option<Box<Place>>,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), path: None, line: None, column: None, place: None }
    }

    pub(crate) fn null_pointer() -> Self {
        Self::new(ErrorKind::NullPointer, "the pointer is NULL")
    }

    pub(crate) fn failed(error: &impl Display) -> Self {
        Self::new(ErrorKind::Failed, error.to_string())
    }
}

impl From<std::str::Utf8Error> for Error {
    fn from(error: std::str::Utf8Error) -> Self {
        Self::new(ErrorKind::InvalidUtf8, format!("the text is not UTF-8: {error}"))
    }
}

impl From<Box<Panic>> for Error {
    fn from(panic: Box<Panic>) -> Self {
        Self { place: Some(panic.place), ..Self::new(ErrorKind::Panicked, panic.message) }
    }
}
