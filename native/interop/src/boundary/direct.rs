//! The direct entry of an export: its arguments and its result by the C ABI, without JSON.

use std::ffi::c_char;
use std::fmt;
use std::mem::MaybeUninit;
use std::ptr;
use std::slice;
use std::sync::Arc;

use super::error::{Error, ErrorKind};
#[cfg(unix)]
use super::fork;
use super::guard::{Panic, guard};
use super::handles::{self, crossing::HandleError};
use super::outgoing::Outgoing;
use super::procedure_error::ProcedureError;
use super::reply;

/// The longest slice that Rust allows.
const LONGEST: usize = usize::MAX >> 1;

/// What stands in place of the length of bytes that are a handle.
const IS_HANDLE: usize = usize::MAX;

/// The direct entry of an export. Returns NULL, or an error reply that the caller frees with `free_mem`.
pub type Entry = unsafe extern "C" fn(arguments: *const Value, count: usize, result: *mut Place) -> *mut c_char;

/// An argument or a result, which only callers make: they vouch for the memory that it leads to. Mirrors
/// `rust_interop_value` of the header.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Value {
    content: Content,
    length: usize,
}

#[derive(Clone, Copy)]
#[repr(C)]
union Content {
    number: u64,
    data: *const u8,
}

impl Value {
    pub(crate) const ZERO: Self = Self::of_number(0);

    pub(crate) const fn of_number(number: u64) -> Self {
        Self { content: Content { number }, length: 0 }
    }

    pub(crate) const fn of_bytes(data: *const u8, length: usize) -> Self {
        Self { content: Content { data }, length }
    }

    /// A number, or the bits of one.
    #[must_use]
    pub(crate) fn number(&self) -> u64 {
        // SAFETY: any bits are a number.
        unsafe { self.content.number }
    }

    /// The handle that stands for bytes, if one does.
    #[must_use]
    pub(crate) fn handle_of_bytes(&self) -> Option<u64> {
        (self.length == IS_HANDLE).then(|| self.number())
    }

    /// The caller's bytes, which stay there until the call has ended.
    ///
    /// # Errors
    /// `null_pointer`, or `invalid_input` if there can't be as many.
    pub(crate) fn bytes(&self) -> Result<&[u8], Error> {
        // SAFETY: any bits are an address.
        let data = unsafe { self.content.data };
        match self.length {
            0 => Ok(&[]),
            1..=LONGEST if !data.is_null() => {
                // SAFETY: the caller vouches for the memory during the call, which this value lives no longer than.
                Ok(unsafe { slice::from_raw_parts(data, self.length) })
            }
            1..=LONGEST => Err(Error::null_pointer()),
            _ => Err(Error::new(ErrorKind::InvalidInput, "the length is more than memory can have")),
        }
    }

    /// The caller's text.
    ///
    /// # Errors
    /// As for `bytes`, and `invalid_utf8`.
    pub(crate) fn text(&self) -> Result<&str, Error> {
        Ok(str::from_utf8(self.bytes()?)?)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Value").field(&self.number()).field(&self.length).finish()
    }
}

/// Where the result goes. Mirrors `rust_interop_result` of the header.
#[derive(Debug)]
#[repr(C)]
pub struct Place {
    value: Value,
    handle: u64,
    room: *mut u8,
    capacity: usize,
}

impl Place {
    /// For text that fits into the room.
    pub(crate) fn in_room(room: &mut [MaybeUninit<u8>]) -> Self {
        Self { value: Value::ZERO, handle: 0, room: room.as_mut_ptr().cast(), capacity: room.len() }
    }

    /// What was put there.
    pub(crate) fn value(&self) -> &Value {
        &self.value
    }

    /// A number, its bits, or the handle of an object.
    pub(crate) fn put_number(&mut self, number: u64) {
        self.value = Value::of_number(number);
        self.handle = 0;
    }

    /// Bytes, which are copied if there is room for them. Otherwise they stay where they are, and the caller gets a handle
    /// of them.
    ///
    /// # Errors
    /// There are too many handles.
    pub(crate) fn put_bytes<B: AsRef<[u8]>>(
        &mut self,
        bytes: B,
        share: impl FnOnce(B) -> Arc<Vec<u8>>,
    ) -> Result<(), Error> {
        let content = bytes.as_ref();
        if content.len() <= self.capacity && !self.room.is_null() {
            // SAFETY: the caller vouches for the room, which nobody else writes to during the call.
            unsafe { content.as_ptr().copy_to_nonoverlapping(self.room, content.len()) };
            self.value = Value::of_bytes(self.room, content.len());
            self.handle = 0;
            return Ok(());
        }
        let shared = share(bytes);
        let value = Value::of_bytes(shared.as_ptr(), shared.len());
        self.handle = handles::insert(shared).ok_or_else(|| Error::failed(&HandleError::TooMany))?;
        self.value = value;
        Ok(())
    }
}

/// Why a direct call has no result: as an error reply. In a box, so that a call without one passes only a pointer on.
#[derive(Debug)]
pub struct Failure(Box<Result<Outgoing, Error>>);

impl From<Error> for Failure {
    #[cold]
    fn from(error: Error) -> Self {
        Self(Box::new(Err(error)))
    }
}

impl Failure {
    /// Of a function that has failed.
    #[cold]
    pub(crate) fn of(error: impl ProcedureError) -> Self {
        let reply = reply::encode_failure(&error);
        // While the reply is still in a variable: see `procedure::reply_of`.
        drop(error);
        Self(Box::new(reply))
    }

    #[cold]
    fn hand_out(self) -> *mut c_char {
        reply::hand_out(*self.0)
    }
}

/// An exported function whose arguments and result cross directly.
pub trait DirectFunction<const COUNT: usize>: 'static {
    /// Calls the function.
    ///
    /// # Errors
    /// An argument isn't what the function takes, or the function fails.
    fn call(arguments: &[Value; COUNT], result: &mut Place) -> Result<(), Failure>;
}

/// The entry of a function.
#[must_use]
pub const fn entry<F: DirectFunction<COUNT>, const COUNT: usize>() -> Entry {
    invoke::<F, COUNT>
}

/// # Safety
/// `arguments` is NULL or points to `count` values, and `result` is NULL or points to a place. Nobody else uses them during
/// the call, nor writes to the memory that they lead to.
unsafe extern "C" fn invoke<F: DirectFunction<COUNT>, const COUNT: usize>(
    arguments: *const Value,
    count: usize,
    result: *mut Place,
) -> *mut c_char {
    #[cfg(unix)]
    fork::prepare_for_forks();
    // Within the guard, a failure becomes a pointer: the whole of it would be copied several times.
    let called = guard(|| {
        // SAFETY: the caller's promise.
        let arguments = unsafe { array_of(arguments, count) };
        // SAFETY: the caller's promise.
        let result = unsafe { result.as_mut() };
        let (Some(arguments), Some(result)) = (arguments, result) else { return misused(count, COUNT).hand_out() };
        match F::call(arguments, result) {
            Ok(()) => ptr::null_mut(),
            Err(failure) => failure.hand_out(),
        }
    });
    called.unwrap_or_else(panicked)
}

/// The values, if there are as many and they are not NULL.
///
/// # Safety
/// `arguments` is NULL or points to `count` values.
unsafe fn array_of<'a, const COUNT: usize>(arguments: *const Value, count: usize) -> Option<&'a [Value; COUNT]> {
    if count != COUNT {
        return None;
    }
    let arguments: *const [Value; COUNT] =
        if COUNT == 0 { ptr::NonNull::dangling().as_ptr() } else { arguments.cast() };
    // SAFETY: the caller vouches for as many.
    unsafe { arguments.as_ref() }
}

#[cold]
fn misused(count: usize, expected: usize) -> Failure {
    let error = if count == expected {
        Error::null_pointer()
    } else {
        Error::new(ErrorKind::InvalidInput, format!("the function takes {expected} values, not {count}"))
    };
    error.into()
}

#[cold]
fn panicked(panic: Box<Panic>) -> *mut c_char {
    reply::hand_out(Err(panic.into()))
}
