//! Arguments that cross without JSON.

use std::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64,
    NonZeroUsize,
};
use std::ops::Deref;

use serde::Deserialize;
use serde::de::value::Error as ValueError;
use serde::de::{DeserializeOwned, IntoDeserializer};

use super::{invalid, not_direct};
use crate::boundary::direct::{Failure, Value};
use crate::boundary::error::{Error, ErrorKind};
use crate::boundary::handles::crossing::HandleError;
use crate::boundary::handles::{self, Borrow};
use crate::boundary::loan::LentBytes;
use crate::boundary::object_cell::{InUse, ObjectMut, ObjectRef, Owner};
use crate::description::Exported;
use crate::{Bytes, Object, compact};

/// A type whose values cross directly as arguments.
pub trait DirectInput: Sized {
    /// The value.
    ///
    /// # Errors
    /// It is not one of this type.
    fn receive(value: &Value) -> Result<Self, Error>;
}

/// Any type of an argument. The parameters say whether it crosses as it is, and whether in compact form.
pub trait Receives<const IS_DIRECT: bool, const IS_COMPACT: bool>: Sized {
    /// The argument.
    ///
    /// # Errors
    /// The value is not one of this type.
    fn receive(value: &Value) -> Result<Self, Error>;
}

impl<T> Receives<false, false> for T {
    fn receive(_: &Value) -> Result<T, Error> {
        Err(not_direct())
    }
}

impl<T: DirectInput> Receives<true, false> for T {
    fn receive(value: &Value) -> Result<T, Error> {
        DirectInput::receive(value)
    }
}

impl<T: DeserializeOwned> Receives<false, true> for T {
    fn receive(value: &Value) -> Result<T, Error> {
        compact::read(value.bytes()?).map_err(|error| unreadable(&error))
    }
}

/// A type behind a `&`. The parameters say whether its values are objects, whether they are text or bytes, whether they
/// cross as they are by themselves, and whether in compact form.
pub trait Borrows<'a, const IS_OBJECT: bool, const IS_SLICE: bool, const IS_DIRECT: bool, const IS_COMPACT: bool> {
    /// What leads to the value during the call.
    type Owner;

    /// The argument.
    ///
    /// # Errors
    /// The value is not one of this type.
    fn receive(value: &'a Value) -> Result<Self::Owner, Error>;
}

impl<T: ?Sized> Borrows<'_, false, false, false, false> for T {
    type Owner = Box<T>;

    fn receive(_: &Value) -> Result<Box<T>, Error> {
        Err(not_direct())
    }
}

impl<T: ?Sized> Borrows<'_, false, false, false, true> for T
where
    Box<T>: DeserializeOwned,
{
    type Owner = Box<T>;

    fn receive(value: &Value) -> Result<Box<T>, Error> {
        Receives::<false, true>::receive(value)
    }
}

impl<T: DirectInput> Borrows<'_, false, false, true, false> for T {
    type Owner = Held<T>;

    fn receive(value: &Value) -> Result<Held<T>, Error> {
        DirectInput::receive(value).map(Held)
    }
}

/// A value that the function borrows.
#[derive(Debug)]
pub struct Held<T>(T);

impl<T> Deref for Held<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: Exported> Borrows<'_, true, false, false, false> for T {
    type Owner = ObjectRef<T>;

    fn receive(value: &Value) -> Result<ObjectRef<T>, Error> {
        ObjectRef::of(owner_of(value)?).map_err(in_use)
    }
}

impl<'a> Borrows<'a, false, true, false, false> for str {
    type Owner = &'a str;

    fn receive(value: &'a Value) -> Result<&'a str, Error> {
        value.text()
    }
}

impl<'a> Borrows<'a, false, true, false, false> for [u8] {
    type Owner = &'a [u8];

    fn receive(value: &'a Value) -> Result<&'a [u8], Error> {
        value.bytes()
    }
}

/// The argument of that name, which is empty for the only one.
///
/// # Errors
/// The value is not one of its type.
pub fn receive<T: Receives<IS_DIRECT, IS_COMPACT>, const IS_DIRECT: bool, const IS_COMPACT: bool>(
    value: &Value,
    name: &str,
) -> Result<T, Failure> {
    at(name, T::receive(value))
}

/// The same for a type behind a `&`.
///
/// # Errors
/// As above.
pub fn receive_borrowed<
    'a,
    T,
    const IS_OBJECT: bool,
    const IS_SLICE: bool,
    const IS_DIRECT: bool,
    const IS_COMPACT: bool,
>(
    value: &'a Value,
    name: &str,
) -> Result<T::Owner, Failure>
where
    T: Borrows<'a, IS_OBJECT, IS_SLICE, IS_DIRECT, IS_COMPACT> + ?Sized,
{
    at(name, T::receive(value))
}

/// The object of a method that changes it.
///
/// # Errors
/// As above, or it is in use.
pub fn receive_exclusive<T: Exported>(value: &Value, name: &str) -> Result<ObjectMut<T>, Failure> {
    at(name, owner_of(value).and_then(|owner| ObjectMut::of(owner).map_err(in_use)))
}

/// Says which argument is wrong.
fn at<T>(name: &str, received: Result<T, Error>) -> Result<T, Failure> {
    match received {
        Ok(value) => Ok(value),
        Err(error) => Err(failure_at(name, error)),
    }
}

#[cold]
fn failure_at(name: &str, error: Error) -> Failure {
    let path = (!name.is_empty()).then(|| name.to_owned());
    Error { path, ..error }.into()
}

/// What keeps an object where it is during the call: its handle, even if that is dropped meanwhile.
fn owner_of<T: Exported>(value: &Value) -> Result<Owner<T>, Error> {
    let held = handles::hold(value.number()).ok_or_else(|| refused(HandleError::Invalid))?;
    Borrow::of(held).map(Owner::Handle).ok_or_else(|| refused(HandleError::OtherType))
}

#[cold]
fn refused(error: HandleError) -> Error {
    let message = error.to_string();
    Error::new(HandleError::kind_of(&message).unwrap_or(ErrorKind::InvalidInput), message)
}

fn in_use(_: InUse) -> Error {
    refused(HandleError::InUse)
}

#[cold]
fn unreadable(error: &compact::Error) -> Error {
    invalid(error)
}

/// As serde does it, so that the message for a number which doesn't fit is the same as for JSON.
fn number_of<'de, T: Deserialize<'de>>(number: impl IntoDeserializer<'de, ValueError>) -> Result<T, Error> {
    T::deserialize(number.into_deserializer()).map_err(|error| misfit(&error))
}

#[cold]
fn misfit(error: &ValueError) -> Error {
    invalid(error)
}

macro_rules! numbers {
    ($($type:ty)+, $number:ident => $value:expr) => {$(
        impl DirectInput for $type {
            #[inline]
            fn receive(value: &Value) -> Result<Self, Error> {
                let $number = value.number();
                number_of($value)
            }
        }
    )+};
}

numbers! { u8 u16 u32 u64 usize NonZeroU8 NonZeroU16 NonZeroU32 NonZeroU64 NonZeroUsize, number => number }
numbers! { i8 i16 i32 i64 isize NonZeroI8 NonZeroI16 NonZeroI32 NonZeroI64 NonZeroIsize, number => number.cast_signed() }

impl DirectInput for f64 {
    fn receive(value: &Value) -> Result<Self, Error> {
        Ok(Self::from_bits(value.number()))
    }
}

impl DirectInput for f32 {
    fn receive(value: &Value) -> Result<Self, Error> {
        <u32 as DirectInput>::receive(value).map(Self::from_bits)
    }
}

impl DirectInput for bool {
    fn receive(value: &Value) -> Result<Self, Error> {
        match value.number() {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(invalid(&format_args!("invalid value: {other}, expected 0 or 1"))),
        }
    }
}

impl DirectInput for char {
    fn receive(value: &Value) -> Result<Self, Error> {
        let number = <u32 as DirectInput>::receive(value)?;
        Self::from_u32(number).ok_or_else(|| invalid(&format_args!("invalid value: {number:#x}, expected a character")))
    }
}

impl DirectInput for String {
    fn receive(value: &Value) -> Result<Self, Error> {
        value.text().map(str::to_owned)
    }
}

impl DirectInput for Bytes {
    fn receive(value: &Value) -> Result<Self, Error> {
        match value.handle_of_bytes() {
            Some(handle) => handles::crossing::reading(|| LentBytes::receive(handle))
                .and_then(LentBytes::into_bytes)
                .map_err(refused),
            None => copy_of(value.bytes()?),
        }
    }
}

impl<T: Exported> DirectInput for Object<T> {
    fn receive(value: &Value) -> Result<Self, Error> {
        let object = handles::get(value.number()).ok_or_else(|| refused(HandleError::Invalid))?;
        object.downcast().map(Self::of_cell).map_err(|_| refused(HandleError::OtherType))
    }
}

fn copy_of(bytes: &[u8]) -> Result<Bytes, Error> {
    let mut copy = Vec::new();
    copy.try_reserve_exact(bytes.len()).map_err(|_| refused(HandleError::NoMemory))?;
    copy.extend_from_slice(bytes);
    Ok(copy.into())
}
