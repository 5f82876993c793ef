//! Finds out what a type is that need not be anything.

use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Described, Exported, Scalar, Shape};
use crate::direct::{DirectInput, DirectOutput};

/// Asks about a type: `Probe::<T>::IS_RESULT`, with [`Unknown`] in scope. The answer is a constant of `Probe<T>` itself
/// if `T` fits, and else that of the trait. This needs a `T` that is known, so it doesn't work in generic code.
#[derive(Debug)]
pub struct Probe<T: ?Sized>(PhantomData<T>);

/// The answers where a type doesn't fit.
pub trait Unknown {
    /// Whether it is a [`Result`], by whatever alias.
    const IS_RESULT: bool = false;
    /// Whether serde can write it.
    const IS_SERIALIZE: bool = false;
    /// Whether serde can read it.
    const IS_DESERIALIZE: bool = false;
    /// Whether its values are objects.
    const IS_OBJECT: bool = false;
    /// Whether some of its methods change the value.
    const IS_EXCLUSIVE: bool = false;
    /// Whether its values are bytes.
    const IS_BYTES: bool = false;
    /// Whether its values are text or bytes.
    const IS_SLICE: bool = false;
    /// Whether its values cross directly as arguments.
    const IS_DIRECT_INPUT: bool = false;
    /// Whether its values cross directly as results.
    const IS_DIRECT_OUTPUT: bool = false;
    /// Whether a program can use more of it than its text.
    const IS_DATA: bool = false;
    /// Its shape, if it is data.
    const SHAPE: Option<&'static Shape> = None;
}

impl<T: ?Sized> Unknown for Probe<T> {}

impl<O, E> Probe<Result<O, E>> {
    /// It is.
    pub const IS_RESULT: bool = true;
}

impl<T: Serialize + ?Sized> Probe<T> {
    /// It can.
    pub const IS_SERIALIZE: bool = true;
}

impl<T: DeserializeOwned> Probe<T> {
    /// It can.
    pub const IS_DESERIALIZE: bool = true;
}

impl<T: Exported> Probe<T> {
    /// They are.
    pub const IS_OBJECT: bool = true;
    /// As it says itself.
    pub const IS_EXCLUSIVE: bool = T::IS_EXCLUSIVE;
}

impl Probe<[u8]> {
    /// They are.
    pub const IS_BYTES: bool = true;
    /// They are.
    pub const IS_SLICE: bool = true;
}

impl Probe<str> {
    /// They are.
    pub const IS_SLICE: bool = true;
}

impl<T: DirectInput> Probe<T> {
    /// They do.
    pub const IS_DIRECT_INPUT: bool = true;
}

impl<T: DirectOutput> Probe<T> {
    /// They do.
    pub const IS_DIRECT_OUTPUT: bool = true;
}

impl<T: Described + ?Sized> Probe<T> {
    /// Text is a message, so it isn't data.
    pub const IS_DATA: bool = !matches!(T::SHAPE, Shape::Scalar(Scalar::String));
    /// As above.
    pub const SHAPE: Option<&'static Shape> = if Self::IS_DATA { Some(T::SHAPE) } else { None };
}
