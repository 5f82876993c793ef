//! The compact form of values, beside JSON: what serde writes, in order, without names.
//!
//! * Numbers are little-endian, with as many bytes as their type has. `bool` is 0 or 1, and `char` a `u32`.
//! * Text is the number of its bytes as a `u32`, and UTF-8.
//! * A list, a tuple or a map is the number of its items as a `u32`, and these. The items of a map are pairs.
//! * An option is 0, or 1 and the value.
//! * A struct is its fields, in the order of their definition. A unit, and a struct without fields, is 0, so that each value
//!   has a byte: a reader then knows at once that a number of items is too large.
//! * An enum is the index of the variant as a `u32`, and what the variant has: nothing, a value, a tuple or a struct.

mod reader;
mod writer;

use std::cell::Cell;
use std::fmt;

use serde::Serialize;
use serde::de::{self, DeserializeOwned};
use serde::ser;

use reader::Reader;
use writer::Writer;

/// Why a value has no compact form, or why bytes are not one.
#[derive(Debug)]
pub struct Error(Box<str>);

impl Error {
    #[cold]
    fn new(message: impl fmt::Display) -> Self {
        Self(message.to_string().into())
    }
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl ser::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message)
    }
}

impl de::Error for Error {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message)
    }
}

/// Reads the bytes as one `T`.
///
/// # Errors
/// They are not the compact form of one.
pub fn read<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    let mut reader = Reader::new(bytes);
    let value = T::deserialize(&mut reader)?;
    if let Err(error) = reader.end() {
        // Dropped before the error is on its way out, because its destructor may panic.
        drop(value);
        return Err(error);
    }
    Ok(value)
}

/// Writes a value.
///
/// # Errors
/// The value's own, or there is no memory for it.
pub fn write(value: &(impl Serialize + ?Sized)) -> Result<Vec<u8>, Error> {
    let capacity = LAST_LENGTH.get().clamp(LEAST_CAPACITY, MOST_CAPACITY);
    let mut bytes = Vec::with_capacity(capacity);
    value.serialize(Writer(&mut bytes))?;
    LAST_LENGTH.set(bytes.len());
    Ok(bytes)
}

thread_local! {
    /// How many bytes this thread has written last. A thread tends to write the same again, and bytes that grow are copied.
    static LAST_LENGTH: Cell<usize> = const { Cell::new(0) };
}

const LEAST_CAPACITY: usize = 512;
const MOST_CAPACITY: usize = 64 * 1024;

#[cfg(test)]
mod tests;
