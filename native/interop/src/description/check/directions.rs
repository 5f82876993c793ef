//! Where no stream can be, and no callback.

use super::arguments::Arguments;
use super::problem::Problem;
use crate::description::graph::Found;
use crate::description::{Body, Shape};

/// What is wrong with an argument.
pub(crate) const fn in_input(argument: &Shape) -> Option<Problem> {
    refuse(argument, None, "a stream leads from Rust to C#, so no input can have one: take a list")
}

/// What is wrong with an error.
pub(crate) const fn in_error(error: &Shape, arguments: Arguments<'_>) -> Option<Problem> {
    let problem = in_output(error, arguments);
    if problem.is_some() {
        return problem;
    }
    refuse(
        error,
        arguments,
        "nobody disposes of an exception, so an error cannot have a stream: return the stream otherwise",
    )
}

/// What is wrong with what C# gets.
pub(crate) const fn in_output(output: &Shape, arguments: Arguments<'_>) -> Option<Problem> {
    if has(Crossing::Callback, output, arguments) {
        return Some(Problem::new("a callback leads from C# to Rust, so C# cannot get one back"));
    }
    None
}

/// What is wrong with what a callback returns.
pub(crate) const fn in_answer(answer: &Shape, arguments: Arguments<'_>) -> Option<Problem> {
    if has(Crossing::Callback, answer, arguments) {
        return Some(Problem::new("what a callback returns cannot have a callback: take both as arguments"));
    }
    refuse(answer, arguments, "a stream leads from Rust to C#, so no callback can return one: let it return a list")
}

/// What is wrong with a part of an untagged enum.
pub(crate) const fn in_untagged(shape: &Shape) -> Option<Problem> {
    refuse(
        shape,
        None,
        "C# reads an untagged enum by trying the variants, but can take a stream only once: give the enum a `tag`",
    )
}

const fn refuse(shape: &Shape, arguments: Arguments<'_>, message: &'static str) -> Option<Problem> {
    if has(Crossing::Stream, shape, arguments) { Some(Problem::new(message)) } else { None }
}

/// What crosses in one direction only.
#[derive(Clone, Copy)]
enum Crossing {
    Stream,
    Callback,
}

/// Whether there is one anywhere in a type. What a callback takes leads in the other direction, so it is left out.
const fn has(crossing: Crossing, shape: &Shape, arguments: Arguments<'_>) -> bool {
    if is_in(crossing, shape, arguments) {
        return true;
    }
    let mut types = Found::without_callbacks();
    types.add_all_in(shape);
    let mut index = 0;
    while index < types.count {
        if let Some(definition) = types.get(index) {
            if is_in_body(crossing, &definition.body) {
                return true;
            }
            types.add_all_in_body(&definition.body);
        }
        index += 1;
    }
    false
}

const fn is_in(crossing: Crossing, shape: &Shape, arguments: Arguments<'_>) -> bool {
    match shape {
        Shape::Stream(..) => matches!(crossing, Crossing::Stream),
        Shape::Callback { .. } => matches!(crossing, Crossing::Callback),
        Shape::Scalar(_) => false,
        Shape::Parameter(index) => match arguments {
            Some(instance) => has(crossing, instance.values[*index], instance.outer),
            None => false,
        },
        Shape::Option(of) | Shape::Optional(of) | Shape::List(of) => is_in(crossing, of, arguments),
        Shape::Map(_, value) => is_in(crossing, value, arguments),
        Shape::Tuple(items) | Shape::Named(_, items) => is_in_any(crossing, items, arguments),
    }
}

const fn is_in_any(crossing: Crossing, shapes: &[&Shape], arguments: Arguments<'_>) -> bool {
    let mut index = 0;
    while index < shapes.len() {
        if is_in(crossing, shapes[index], arguments) {
            return true;
        }
        index += 1;
    }
    false
}

// What stands for the parameters of a definition, its uses have.
const fn is_in_body(crossing: Crossing, body: &Body) -> bool {
    match body {
        Body::Unit | Body::Object => false,
        Body::Interface(_) => matches!(crossing, Crossing::Callback),
        Body::Newtype(shape) => is_in(crossing, shape, None),
        Body::Tuple(shapes) => is_in_any(crossing, shapes, None),
        Body::Struct(fields) => {
            let mut index = 0;
            while index < fields.len() {
                if is_in(crossing, fields[index].shape, None) {
                    return true;
                }
                index += 1;
            }
            false
        }
        Body::Enum(_, variants) => {
            let mut index = 0;
            while index < variants.len() {
                if is_in_body(crossing, &variants[index].body) {
                    return true;
                }
                index += 1;
            }
            false
        }
    }
}
