//! The items of streams, whatever their type.

use std::convert::Infallible;
use std::fmt::Display;

use serde::Serialize;

use super::source::{End, Items, Step};
use crate::boundary::error::Error;
use crate::boundary::handles::crossing;
use crate::boundary::procedure_error::ProcedureError;
use crate::boundary::{named_floats, reply};
use crate::description::{Described, Probe, Shape};

/// What a stream may consist of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be the item of a stream",
    label = "not an item",
    note = "an item is a record, or whatever else a function may return, or a `Result` of it",
    note = "the error in a `Result` is a record with a `Display`, or text: `.map_err(|error| error.to_string())`"
)]
pub trait StreamItem: 'static {
    /// The shape of a stream of these.
    const STREAM: &'static Shape;
    /// What stands in the reply.
    type Value: Serialize;
    /// What ends the stream.
    type Error: ProcedureError;

    /// As one of the two.
    ///
    /// # Errors
    /// The iterator returned an error.
    fn into_result(self) -> Result<Self::Value, Self::Error>;
}

impl<T: Described + Serialize + 'static> StreamItem for T {
    const STREAM: &'static Shape = &Shape::Stream(T::SHAPE, None);
    type Value = T;
    type Error = Infallible;

    fn into_result(self) -> Result<T, Infallible> {
        Ok(self)
    }
}

impl<T, E> StreamItem for Result<T, E>
where
    T: Described + Serialize + 'static,
    E: Described + Serialize + Display + 'static,
{
    const STREAM: &'static Shape = &Shape::Stream(T::SHAPE, Probe::<E>::SHAPE);
    type Value = T;
    type Error = StreamError<E>;

    fn into_result(self) -> Result<T, StreamError<E>> {
        self.map_err(StreamError)
    }
}

/// An error that is data, unless it is text.
// Not `Display`: it would then be an error in two ways.
#[derive(Debug)]
pub struct StreamError<E>(E);

impl<E: Described + Serialize + Display> ProcedureError for StreamError<E> {
    fn message(&self) -> String {
        self.0.to_string()
    }

    fn value(&self) -> Option<&impl Serialize> {
        Probe::<E>::IS_DATA.then_some(&self.0)
    }
}

/// Any iterator.
pub(super) struct Iter<I>(pub(super) I);

impl<I: Iterator<Item: StreamItem> + Send> Items for Iter<I> {
    fn write_next(&mut self, json: &mut Vec<u8>) -> Step {
        match self.0.next().map(StreamItem::into_result) {
            Some(Ok(value)) => {
                let (written, handles) = crossing::writing(|| named_floats::to_writer(json, &value));
                match written {
                    Ok(()) => Step::Item(handles),
                    Err(error) => {
                        let message = format!("the item cannot be written as JSON: {error}");
                        Step::End(End::Failed(Err(Error::failed(&message))))
                    }
                }
            }
            Some(Err(error)) => Step::End(End::Failed(reply::encode_failure(&error))),
            None => Step::End(End::Done),
        }
    }
}
