//! What JSON or C# can't have, and only the compiler sees, because it may stand behind an alias or a parameter. The
//! macros call these functions in const evaluation, each as if it stood at the type in question.

mod arguments;
mod first_member;
mod instances;
mod members;
mod problem;
mod values;

use super::{Body, Definition, Shape, Tagging};
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
    let problem = match body {
        Body::Struct(fields) if fields[index].flatten => members::flattened(fields, index, tag),
        Body::Struct(fields) => instances::problem(fields[index].shape, None),
        Body::Tuple(shapes) => instances::problem(shapes[index], None),
        Body::Newtype(content) => match tag {
            Some(tag) => members::beside_tag(content, tag),
            None => instances::problem(content, None),
        },
        Body::Unit | Body::Enum(..) => None,
    };
    refuse(problem);
}

/// Checks the type of an argument or of progress, and returns its shape.
///
/// # Panics
/// In const evaluation, with what is wrong.
#[must_use]
#[track_caller]
pub const fn shape(shape: &'static Shape) -> &'static Shape {
    refuse(instances::problem(shape, None));
    shape
}

/// Checks what a function returns, and returns its shape.
///
/// # Panics
/// In const evaluation, with what is wrong.
#[must_use]
#[track_caller]
pub const fn output(shape: &'static Shape) -> &'static Shape {
    refuse(instances::problem(shape, None));
    refuse(first_member::problem(shape));
    shape
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
    }
    shape
}

#[track_caller]
const fn refuse(problem: Option<Problem>) {
    if let Some(problem) = problem {
        problem.report();
    }
}
