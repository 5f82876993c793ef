//! What a callback returns.

use std::sync::{Arc, Mutex};

use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

use super::CallbackError;
use crate::boundary::caller_function::Running;
use crate::boundary::error::Error;
use crate::boundary::guard::guard;
use crate::boundary::lock::lock;
use crate::boundary::outgoing::Outgoing;
use crate::boundary::{decode, reply};
use crate::description::{Described, Probe, Shape};

/// What a [`Callback`](crate::Callback) may return.
#[diagnostic::on_unimplemented(
    message = "no callback can return `{Self}`",
    label = "not an output of a callback",
    note = "a callback returns what a function may take, or a `Result` of it",
    note = "the error in a `Result` is a record that can be read, or text, and implements `From<CallbackError>`: an \
            exception of another type becomes a `CallbackError`"
)]
pub trait CallbackOutput: 'static {
    /// If all goes well.
    type Value: DeserializeOwned + Send + 'static;
    /// Else.
    type Error: From<CallbackError> + Send + 'static;
    /// The shape of the value.
    const SHAPE: &'static Shape;
    /// The shape of the error, if it is data.
    const ERROR: Option<&'static Shape>;

    /// Reads an error reply.
    ///
    /// # Errors
    /// It is something else.
    fn read_error(json: &str) -> Result<Self::Error, Error>;
}

impl<T: Described + DeserializeOwned + Send + 'static> CallbackOutput for T {
    type Value = T;
    type Error = CallbackError;
    const SHAPE: &'static Shape = T::SHAPE;
    const ERROR: Option<&'static Shape> = None;

    fn read_error(json: &str) -> Result<CallbackError, Error> {
        exception(json)
    }
}

impl<T: Described + DeserializeOwned + Send + 'static> CallbackOutput for Result<T, CallbackError> {
    type Value = T;
    type Error = CallbackError;
    const SHAPE: &'static Shape = T::SHAPE;
    const ERROR: Option<&'static Shape> = None;

    fn read_error(json: &str) -> Result<CallbackError, Error> {
        exception(json)
    }
}

impl<T, E> CallbackOutput for Result<T, E>
where
    T: Described + DeserializeOwned + Send + 'static,
    E: Described + DeserializeOwned + From<CallbackError> + Send + 'static,
{
    type Value = T;
    type Error = E;
    const SHAPE: &'static Shape = T::SHAPE;
    const ERROR: Option<&'static Shape> = Probe::<E>::SHAPE;

    fn read_error(json: &str) -> Result<E, Error> {
        // C# may have thrown an exception with the error of another function.
        if Probe::<E>::IS_DATA
            && let Ok(Failure { error: Detail { value: Some(error), .. } }) = decode::decode::<Failure<E>>(json)
        {
            return Ok(error);
        }
        exception(json).map(E::from)
    }
}

/// What a method that C# implements may return.
#[diagnostic::on_unimplemented(
    message = "a method that C# implements cannot return `{Self}`",
    label = "not a `Result`",
    note = "C# may throw an exception, which needs a place: return a `Result`",
    note = "its error is `CallbackError`, text, or a record that can be read; the last implements `From<CallbackError>`"
)]
pub trait CallbackResult: CallbackOutput {}

impl<T, E> CallbackResult for Result<T, E> where Self: CallbackOutput {}

/// An error reply. Its other members are only for people.
#[derive(Deserialize)]
struct Failure<V> {
    error: Detail<V>,
}

#[derive(Deserialize)]
struct Detail<V> {
    message: String,
    value: Option<V>,
}

fn exception(json: &str) -> Result<CallbackError, Error> {
    let Failure { error } = decode::decode::<Failure<IgnoredAny>>(json)?;
    Ok(CallbackError::failed(error.message))
}

/// Calls a function and waits for its answer. Without an input, it is the answer to the last direct call on this thread.
pub(super) fn ask<O: CallbackOutput>(running: &Running<'_>, input: Option<Outgoing>) -> Result<O::Value, O::Error> {
    let slot = Arc::new(Mutex::new(None));
    let answered = slot.clone();
    let Some(pending) = running.invoke(input, move |reply| *lock(&answered) = Some(read::<O>(reply))) else {
        return Err(CallbackError::withdrawn().into());
    };
    drop(pending);
    let answer = lock(&slot).take();
    answer.unwrap_or_else(|| Err(CallbackError::unanswered().into()))
}

/// Reads an answer.
pub(super) fn read<O: CallbackOutput>(answer: Result<&str, Error>) -> Result<O::Value, O::Error> {
    let read = answer.and_then(|json| {
        guard(|| if reply::is_error(json) { O::read_error(json).map(Err) } else { decode::decode(json).map(Ok) })?
    });
    read.unwrap_or_else(|error| Err(CallbackError::unreadable(&error).into()))
}
