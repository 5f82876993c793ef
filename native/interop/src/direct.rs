//! What crosses without JSON: arguments and results of an export. Numbers, text, bytes and objects cross as they are, and
//! other values in compact form.

mod input;
mod output;

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use crate::boundary::direct::{Failure, Place};
use crate::boundary::error::{Error, ErrorKind};
use crate::boundary::procedure_error::ProcedureError;
use crate::compact;

pub(crate) use input::DirectInput;
pub use input::{receive, receive_borrowed, receive_exclusive};
pub(crate) use output::DirectOutput;

/// A type that a function returns. The parameters say whether it crosses as it is, and whether in compact form.
pub trait Returns<const IS_DIRECT: bool, const IS_COMPACT: bool> {
    /// Puts it into its place.
    ///
    /// # Errors
    /// There can't be a handle for it, or it can't be written.
    fn put(self, place: &mut Place) -> Result<(), Error>;
}

impl<T> Returns<false, false> for T {
    fn put(self, _: &mut Place) -> Result<(), Error> {
        Err(not_direct())
    }
}

impl<T: DirectOutput> Returns<true, false> for T {
    fn put(self, place: &mut Place) -> Result<(), Error> {
        DirectOutput::put(self, place)
    }
}

impl<T: Serialize> Returns<false, true> for T {
    fn put(self, place: &mut Place) -> Result<(), Error> {
        let written = compact::write(&self);
        // While the bytes are still in a variable: see `procedure::reply_of`.
        drop(self);
        place.put_bytes(written.map_err(|error| unwritable(&error))?, Arc::new)
    }
}

#[cold]
fn unwritable(error: &compact::Error) -> Error {
    Error::failed(&format_args!("the output cannot be written: {error}"))
}

/// Puts what a function has returned into its place.
///
/// # Errors
/// The function has failed, or what it returned can't be put there.
pub fn put<T: Returns<IS_DIRECT, IS_COMPACT>, E: ProcedureError, const IS_DIRECT: bool, const IS_COMPACT: bool>(
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
