//! What crosses without JSON: numbers, text, bytes and objects as arguments and results of an export.

mod input;
mod output;

use std::fmt;

use crate::boundary::direct::{Failure, Place};
use crate::boundary::error::{Error, ErrorKind};
use crate::boundary::procedure_error::ProcedureError;

pub(crate) use input::DirectInput;
pub use input::{receive, receive_borrowed, receive_exclusive};
pub(crate) use output::DirectOutput;

/// The version of the convention that `include/rust_interop.h` states. It goes up when callers would misread the values.
pub(crate) const CONVENTION: usize = 1;

/// A type that a function returns. The parameter says whether it crosses directly: only such a function has an entry.
pub trait Returns<const IS_DIRECT: bool> {
    /// Puts it into its place.
    ///
    /// # Errors
    /// There can't be a handle for it.
    fn put(self, place: &mut Place) -> Result<(), Error>;
}

impl<T> Returns<false> for T {
    fn put(self, _: &mut Place) -> Result<(), Error> {
        Err(not_direct())
    }
}

impl<T: DirectOutput> Returns<true> for T {
    fn put(self, place: &mut Place) -> Result<(), Error> {
        DirectOutput::put(self, place)
    }
}

/// Puts what a function has returned into its place.
///
/// # Errors
/// The function has failed, or there can't be a handle for what it returned.
pub fn put<T: Returns<IS_DIRECT>, E: ProcedureError, const IS_DIRECT: bool>(
    returned: Result<T, E>,
    place: &mut Place,
) -> Result<(), Failure> {
    match returned {
        Ok(output) => Ok(output.put(place)?),
        Err(error) => Err(Failure::of(error)),
    }
}

fn not_direct() -> Error {
    invalid(&"the value does not cross directly")
}

fn invalid(message: &impl fmt::Display) -> Error {
    Error::new(ErrorKind::InvalidInput, message.to_string())
}
