//! What an exported function returns, as a result.

use std::convert::Infallible;
use std::fmt::Display;

use serde::Serialize;

use crate::boundary::procedure_error::TypedError;

/// A type that a function returns. The parameter says whether it is a [`Result`]: every type is then a value.
pub trait Returns<const IS_RESULT: bool> {
    /// If all goes well.
    type Output;
    /// Else.
    type Error;

    /// As a result.
    fn into_result(self) -> Result<Self::Output, Self::Error>;
}

impl<T> Returns<false> for T {
    type Output = T;
    type Error = Infallible;

    fn into_result(self) -> Result<T, Infallible> {
        Ok(self)
    }
}

impl<O, E> Returns<true> for Result<O, E> {
    type Output = O;
    type Error = E;

    fn into_result(self) -> Self {
        self
    }
}

/// A type that says what went wrong. The parameter says whether it reaches the caller as data.
pub trait Fails<const IS_DATA: bool> {
    /// What the export fails with.
    type Error;

    /// As that.
    fn into_error(self) -> Self::Error;
}

impl<E: Display> Fails<false> for E {
    type Error = E;

    fn into_error(self) -> E {
        self
    }
}

impl<E: Display + Serialize> Fails<true> for E {
    type Error = TypedError<E>;

    fn into_error(self) -> TypedError<E> {
        TypedError(self)
    }
}

/// What an export replies with, if its function returned this.
///
/// # Errors
/// The function returned an error.
pub fn into_result<R, const IS_RESULT: bool, const IS_DATA: bool>(
    returned: R,
) -> Result<R::Output, <R::Error as Fails<IS_DATA>>::Error>
where
    R: Returns<IS_RESULT>,
    R::Error: Fails<IS_DATA>,
{
    returned.into_result().map_err(Fails::into_error)
}
