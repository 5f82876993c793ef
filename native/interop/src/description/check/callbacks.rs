//! What callbacks can take and return.

use super::arguments::Arguments;
use super::problem::Problem;
use super::{directions, first_member, instances};
use crate::description::Shape;

/// What is wrong with the types of a callback.
pub(crate) const fn problem(
    input: &'static Shape,
    output: &'static Shape,
    error: Option<&'static Shape>,
    arguments: Arguments<'_>,
) -> Option<Problem> {
    match of_input(input, arguments) {
        None => of_output(output, error, arguments),
        problem => problem,
    }
}

/// What is wrong with what it takes.
pub(crate) const fn of_input(input: &'static Shape, arguments: Arguments<'_>) -> Option<Problem> {
    match (instances::problem(input, arguments), directions::in_output(input, arguments)) {
        (None, None) => of_first_member(input, arguments),
        (None, problem) | (problem, _) => problem,
    }
}

/// What is wrong with what it returns.
pub(crate) const fn of_output(
    output: &'static Shape,
    error: Option<&'static Shape>,
    arguments: Arguments<'_>,
) -> Option<Problem> {
    match (of_first_member(output, arguments), of_answer(output, arguments), error) {
        (None, None, Some(error)) => of_answer(error, arguments),
        (None, problem, _) | (problem, ..) => problem,
    }
}

const fn of_first_member(shape: &'static Shape, arguments: Arguments<'_>) -> Option<Problem> {
    if first_member::is_named_error(shape, arguments) {
        return Some(Problem::new(
            "the first member of what a callback takes or returns must not be named `error`, because errors begin with it: \
             put another member first, or rename it",
        ));
    }
    None
}

const fn of_answer(shape: &'static Shape, arguments: Arguments<'_>) -> Option<Problem> {
    match instances::problem(shape, arguments) {
        None => directions::in_answer(shape, arguments),
        problem => problem,
    }
}
