//! Results that cross without JSON.

use std::borrow::Cow;
use std::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32, NonZeroU64,
    NonZeroUsize,
};
use std::sync::Arc;

use crate::boundary::direct::Place;
use crate::boundary::error::Error;
use crate::boundary::handles;
use crate::boundary::handles::crossing::HandleError;
use crate::description::Exported;
use crate::{Bytes, Object};

/// A type whose values cross directly as results.
pub trait DirectOutput {
    /// Puts the value into its place.
    ///
    /// # Errors
    /// There are too many handles.
    fn put(self, place: &mut Place) -> Result<(), Error>;
}

impl DirectOutput for () {
    fn put(self, _: &mut Place) -> Result<(), Error> {
        Ok(())
    }
}

macro_rules! numbers {
    ($($type:ty)+, $value:ident => $number:expr) => {$(
        impl DirectOutput for $type {
            #[inline]
            fn put(self, place: &mut Place) -> Result<(), Error> {
                let $value = self;
                place.put_number($number);
                Ok(())
            }
        }
    )+};
}

numbers! { u8 u16 u32 bool char, value => value.into() }
numbers! { i8 i16 i32, value => i64::from(value).cast_unsigned() }
numbers! { u64, value => value }
numbers! { i64, value => value.cast_unsigned() }
numbers! { usize, value => value as u64 }
numbers! { isize, value => (value as i64).cast_unsigned() }

macro_rules! non_zero {
    ($($type:ty)+) => {$(
        impl DirectOutput for $type {
            #[inline]
            fn put(self, place: &mut Place) -> Result<(), Error> {
                DirectOutput::put(self.get(), place)
            }
        }
    )+};
}

non_zero! { NonZeroU8 NonZeroU16 NonZeroU32 NonZeroU64 NonZeroUsize }
non_zero! { NonZeroI8 NonZeroI16 NonZeroI32 NonZeroI64 NonZeroIsize }
numbers! { f32, value => value.to_bits().into() }
numbers! { f64, value => value.to_bits() }

impl DirectOutput for String {
    fn put(self, place: &mut Place) -> Result<(), Error> {
        place.put_bytes(self, |text| Arc::new(text.into_bytes()))
    }
}

impl DirectOutput for Box<str> {
    fn put(self, place: &mut Place) -> Result<(), Error> {
        DirectOutput::put(String::from(self), place)
    }
}

impl DirectOutput for &'static str {
    fn put(self, place: &mut Place) -> Result<(), Error> {
        place.put_bytes(self, |text| Arc::new(text.into()))
    }
}

impl DirectOutput for Cow<'static, str> {
    fn put(self, place: &mut Place) -> Result<(), Error> {
        match self {
            Cow::Borrowed(text) => DirectOutput::put(text, place),
            Cow::Owned(text) => DirectOutput::put(text, place),
        }
    }
}

impl DirectOutput for Bytes {
    fn put(self, place: &mut Place) -> Result<(), Error> {
        place.put_bytes(self, Bytes::into_shared)
    }
}

impl<T: Exported> DirectOutput for Object<T> {
    fn put(self, place: &mut Place) -> Result<(), Error> {
        let handle = handles::insert(self.into_cell()).ok_or_else(|| Error::failed(&HandleError::TooMany))?;
        place.put_number(handle);
        Ok(())
    }
}
