//! What JSON or C# can't have, and only the compiler sees, because it may stand behind an alias or a parameter. The
//! macros call these functions in const evaluation, each as if it stood at the type in question.

mod arguments;
mod callbacks;
mod directions;
mod first_member;
mod instances;
mod members;
mod problem;
mod values;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Body, CallbackResult, Definition, Described, Shape, Tagging};
use problem::Problem;

/// Checks a field, or what stands for it in a tuple or a newtype.
///
/// # Panics
/// In const evaluation, with what is wrong.
#[track_caller]
pub const fn field(definition: &'static Definition, variant: usize, index: usize) {
    let (body, tag) = match &definition.body {
        Body::Enum(Tagging::Internal(tag), variants) => (&variants[variant].body, Some(*tag)),
        Body::Enum(_, variants) => (&variants[variant].body, None),
        body => (body, None),
    };
    if let Body::Enum(Tagging::Untagged, _) = &definition.body {
        refuse(match body {
            Body::Struct(fields) => directions::in_untagged(fields[index].shape),
            Body::Tuple(shapes) => directions::in_untagged(shapes[index]),
            Body::Newtype(content) => directions::in_untagged(content),
            Body::Unit | Body::Object | Body::Interface(_) | Body::Enum(..) => None,
        });
    }
    let problem = match body {
        Body::Struct(fields) if fields[index].flatten => members::flattened(fields, index, tag),
        Body::Struct(fields) => instances::problem(fields[index].shape, None),
        Body::Tuple(shapes) => instances::problem(shapes[index], None),
        Body::Newtype(content) => match tag {
            Some(tag) => members::beside_tag(content, tag),
            None => instances::problem(content, None),
        },
        Body::Unit | Body::Object | Body::Interface(_) | Body::Enum(..) => None,
    };
    refuse(problem);
}

/// Checks the type of an argument, and returns its shape.
///
/// # Panics
/// In const evaluation, with what is wrong.
#[must_use]
#[track_caller]
pub const fn argument<T: Described + DeserializeOwned>() -> &'static Shape {
    refuse(instances::problem(T::SHAPE, None));
    refuse(directions::in_input(T::SHAPE));
    T::SHAPE
}

/// Checks a type that a future borrows.
///
/// # Panics
/// In const evaluation, if its methods change the value.
#[track_caller]
pub const fn borrowed_by_future(is_exclusive: bool) {
    if is_exclusive {
        Problem::new(
            "the type has methods that take `&mut self`, so no async function can borrow its values: let the methods take \
             `&self`, and keep what changes in a lock",
        )
        .report();
    }
}

/// Checks what a function reports, and returns its shape.
///
/// # Panics
/// In const evaluation, with what is wrong.
#[must_use]
#[track_caller]
pub const fn progress<T: Described + Serialize + ?Sized>() -> &'static Shape {
    refuse(instances::problem(T::SHAPE, None));
    refuse(directions::in_output(T::SHAPE, None));
    T::SHAPE
}

/// Checks what a function returns, and returns its shape.
///
/// # Panics
/// In const evaluation, with what is wrong.
#[must_use]
#[track_caller]
pub const fn output<T: Described + Serialize>() -> &'static Shape {
    refuse(instances::problem(T::SHAPE, None));
    refuse(first_member::problem(T::SHAPE));
    refuse(directions::in_output(T::SHAPE, None));
    T::SHAPE
}

/// Checks an error, and returns its shape.
///
/// # Panics
/// In const evaluation, with what is wrong.
#[must_use]
#[track_caller]
pub const fn error(shape: Option<&'static Shape>) -> Option<&'static Shape> {
    if let Some(shape) = shape {
        refuse(instances::problem(shape, None));
        refuse(directions::in_error(shape, None));
    }
    shape
}

/// Checks what a method that C# implements takes, and returns its shape.
///
/// # Panics
/// In const evaluation, with what is wrong.
#[must_use]
#[track_caller]
pub const fn method_argument<T: Described + Serialize>() -> &'static Shape {
    refuse(callbacks::of_input(T::SHAPE, None));
    T::SHAPE
}

/// Checks what a method that C# implements returns, and returns its shape and that of its error.
///
/// # Panics
/// In const evaluation, with what is wrong.
#[must_use]
#[track_caller]
pub const fn method_output<T: CallbackResult>() -> (&'static Shape, Option<&'static Shape>) {
    refuse(callbacks::of_output(T::SHAPE, T::ERROR, None));
    (T::SHAPE, T::ERROR)
}

/// Refuses a type that serde converts in one direction only, and whose JSON differs in the other.
///
/// # Panics
/// In const evaluation, with that message.
#[track_caller]
pub const fn other_direction(message: &'static str) {
    Problem::new(message).report();
}

#[track_caller]
const fn refuse(problem: Option<Problem>) {
    if let Some(problem) = problem {
        problem.report();
    }
}
