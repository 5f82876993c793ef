//! The iterator that an exported function returns, as a stream.

use std::fmt::Display;

use super::Gives;
use crate::Stream;
pub use crate::stream::item::StreamItem;

/// An item of an iterator. The parameters say whether it is a [`Result`], whether its values are objects, and whether
/// its errors are data.
pub trait Streams<const IS_RESULT: bool, const IS_OBJECT: bool, const IS_DATA: bool> {
    /// The item of the stream.
    type Item;

    /// As that.
    fn into_item(self) -> Self::Item;
}

impl<T: Gives<IS_OBJECT>, const IS_OBJECT: bool> Streams<false, IS_OBJECT, false> for T {
    type Item = T::Given;

    fn into_item(self) -> T::Given {
        self.give()
    }
}

impl<T: Gives<IS_OBJECT>, E: Display, const IS_OBJECT: bool> Streams<true, IS_OBJECT, false> for Result<T, E> {
    type Item = Result<T::Given, String>;

    fn into_item(self) -> Self::Item {
        self.map(Gives::give).map_err(|error| error.to_string())
    }
}

impl<T: Gives<IS_OBJECT>, E, const IS_OBJECT: bool> Streams<true, IS_OBJECT, true> for Result<T, E> {
    type Item = Result<T::Given, E>;

    fn into_item(self) -> Self::Item {
        self.map(Gives::give)
    }
}

/// Makes a stream of an iterator.
pub fn stream<I, const IS_RESULT: bool, const IS_OBJECT: bool, const IS_DATA: bool>(
    items: I,
) -> Stream<<I::Item as Streams<IS_RESULT, IS_OBJECT, IS_DATA>>::Item>
where
    I: Iterator<Item: Streams<IS_RESULT, IS_OBJECT, IS_DATA, Item: StreamItem>> + Send + 'static,
{
    Stream::new(items.map(Streams::into_item))
}
