//! Where no stream can be.

use super::problem::Problem;
use crate::description::graph::Found;
use crate::description::{Body, Shape};

/// What is wrong with an argument.
pub(crate) const fn in_input(argument: &Shape) -> Option<Problem> {
    refuse(argument, "a stream leads from Rust to C#, so no input can have one: take a list")
}

/// What is wrong with an error.
pub(crate) const fn in_error(error: &Shape) -> Option<Problem> {
    refuse(error, "nobody disposes of an exception, so an error cannot have a stream: return the stream otherwise")
}

/// What is wrong with a part of an untagged enum.
pub(crate) const fn in_untagged(shape: &Shape) -> Option<Problem> {
    refuse(
        shape,
        "C# reads an untagged enum by trying the variants, but can take a stream only once: give the enum a `tag`",
    )
}

const fn refuse(shape: &Shape, message: &'static str) -> Option<Problem> {
    if has_stream(shape) { Some(Problem::new(message)) } else { None }
}

/// Whether there is a stream anywhere in a type.
const fn has_stream(shape: &Shape) -> bool {
    if is_in(shape) {
        return true;
    }
    let mut types = Found::new();
    types.add_all_in(shape);
    let mut index = 0;
    while index < types.count {
        if let Some(definition) = types.get(index) {
            if is_in_body(&definition.body) {
                return true;
            }
            types.add_all_in_body(&definition.body);
        }
        index += 1;
    }
    false
}

const fn is_in(shape: &Shape) -> bool {
    match shape {
        Shape::Stream(..) => true,
        Shape::Scalar(_) | Shape::Parameter(_) => false,
        Shape::Option(of) | Shape::Optional(of) | Shape::List(of) => is_in(of),
        Shape::Map(_, value) => is_in(value),
        Shape::Tuple(items) | Shape::Named(_, items) => is_in_any(items),
    }
}

const fn is_in_any(shapes: &[&Shape]) -> bool {
    let mut index = 0;
    while index < shapes.len() {
        if is_in(shapes[index]) {
            return true;
        }
        index += 1;
    }
    false
}

const fn is_in_body(body: &Body) -> bool {
    match body {
        Body::Unit | Body::Object => false,
        Body::Newtype(shape) => is_in(shape),
        Body::Tuple(shapes) => is_in_any(shapes),
        Body::Struct(fields) => {
            let mut index = 0;
            while index < fields.len() {
                if is_in(fields[index].shape) {
                    return true;
                }
                index += 1;
            }
            false
        }
        Body::Enum(_, variants) => {
            let mut index = 0;
            while index < variants.len() {
                if is_in_body(&variants[index].body) {
                    return true;
                }
                index += 1;
            }
            false
        }
    }
}
