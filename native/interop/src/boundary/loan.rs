//! Bytes that stay where they are: the caller's, which it lends, and Rust's, which it reads.

use std::fmt;
use std::ops::Deref;
use std::ptr::{self, NonNull};
use std::slice;
use std::sync::Arc;

use super::handles::crossing::{self, HandleError};
use super::handles::{self, Value};
use crate::bytes::Bytes;

/// The longest slice that Rust allows.
const LONGEST: usize = usize::MAX >> 1;

/// Memory of the caller's, as long as its handle is valid.
#[derive(Debug)]
struct Loan {
    data: NonNull<u8>,
    length: usize,
}

// SAFETY: the caller lets any thread read the memory, and nobody changes it meanwhile.
unsafe impl Send for Loan {}
// SAFETY: as above.
unsafe impl Sync for Loan {}

/// A handle of bytes of the caller's. Zero if there can't be one: the memory is NULL and not empty, or there are too many
/// handles.
///
/// # Safety
/// `data` is NULL, or that many bytes which nobody changes or frees before the handle is dropped and the calls that got it
/// have ended.
pub(crate) unsafe fn lend(data: *const u8, length: usize) -> u64 {
    let data = match NonNull::new(data.cast_mut()) {
        Some(data) if length <= LONGEST => data,
        None if length == 0 => NonNull::dangling(),
        _ => return 0,
    };
    handles::insert(Arc::new(Loan { data, length })).unwrap_or_default()
}

/// Where Rust's bytes of that handle are, and how many; NULL and zero if the handle isn't one of Rust's bytes.
pub(crate) fn place_of(handle: u64) -> (*const u8, usize) {
    match handles::get(handle).map(Arc::downcast::<Vec<u8>>) {
        Some(Ok(bytes)) => (bytes.as_ptr(), bytes.len()),
        _ => (ptr::null(), 0),
    }
}

/// Bytes that an exported function borrows. Only what `#[export]` writes has them, so that nobody keeps them for longer than
/// the call.
pub struct LentBytes(Source);

enum Source {
    Caller(Arc<Loan>),
    Rust(Bytes),
}

impl LentBytes {
    /// The bytes of a handle in the input.
    ///
    /// # Errors
    /// The handle stands for nothing, or for something else than bytes.
    pub(crate) fn receive(handle: u64) -> Result<Self, HandleError> {
        let held = crossing::receive(handle)?;
        let value = match Value::clone(&held).downcast() {
            Ok(loan) => return Ok(Self(Source::Caller(loan))),
            Err(value) => value,
        };
        let bytes = value.downcast().map_err(|_| HandleError::OtherType)?;
        Ok(Self(Source::Rust(Bytes::of_shared(bytes))))
    }

    /// The same bytes for ever. Those of the caller are copied.
    ///
    /// # Errors
    /// There is no memory for them.
    pub(crate) fn into_bytes(self) -> Result<Bytes, HandleError> {
        if let Self(Source::Rust(bytes)) = self {
            return Ok(bytes);
        }
        let mut copy = Vec::new();
        copy.try_reserve_exact(self.len()).map_err(|_| HandleError::NoMemory)?;
        copy.extend_from_slice(&self);
        Ok(copy.into())
    }
}

impl Deref for LentBytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match &self.0 {
            // SAFETY: the caller keeps the bytes until the call has ended, and this does not live longer.
            Source::Caller(loan) => unsafe { slice::from_raw_parts(loan.data.as_ptr(), loan.length) },
            Source::Rust(bytes) => bytes,
        }
    }
}

impl fmt::Debug for LentBytes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} bytes", self.len())
    }
}
