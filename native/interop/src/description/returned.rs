//! What an exported function returns, as a result.

use std::convert::Infallible;
use std::fmt::Display;

use serde::Serialize;

use super::Exported;
use crate::Object;
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

/// A type that a function gives the caller. The parameter says whether its values are objects.
pub trait Gives<const IS_OBJECT: bool> {
    /// What stands in the reply.
    type Given;

    /// As that.
    fn give(self) -> Self::Given;
}

impl<T> Gives<false> for T {
    type Given = T;

    fn give(self) -> T {
        self
    }
}

impl<T: Exported> Gives<true> for T {
    type Given = Object<T>;

    fn give(self) -> Object<T> {
        Object::new(self)
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
pub fn into_result<R, const IS_RESULT: bool, const IS_OBJECT: bool, const IS_DATA: bool>(
    returned: R,
) -> Result<<R::Output as Gives<IS_OBJECT>>::Given, <R::Error as Fails<IS_DATA>>::Error>
where
    R: Returns<IS_RESULT>,
    R::Output: Gives<IS_OBJECT>,
    R::Error: Fails<IS_DATA>,
{
    returned.into_result().map(Gives::give).map_err(Fails::into_error)
}
