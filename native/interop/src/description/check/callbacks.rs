//! What callbacks can take and return.

use super::arguments::Arguments;
use super::problem::Problem;
use super::{first_member, instances, streams};
use crate::description::Shape;

/// What is wrong with the types of a callback.
pub(crate) const fn problem(
    input: &'static Shape,
    output: &'static Shape,
    error: Option<&'static Shape>,
    arguments: Arguments<'_>,
) -> Option<Problem> {
    if let Some(problem) = instances::problem(input, arguments) {
        return Some(problem);
    }
    let problem = streams::in_output(input);
    if problem.is_some() {
        return problem;
    }
    if first_member::is_named_error(input) || first_member::is_named_error(output) {
        return Some(Problem::new(
            "the first member of what a callback takes or returns must not be named `error`, because errors begin with it: \
             put another member first, or rename it",
        ));
    }
    match (of_answer(output, arguments), error) {
        (None, Some(error)) => of_answer(error, arguments),
        (problem, _) => problem,
    }
}

const fn of_answer(shape: &'static Shape, arguments: Arguments<'_>) -> Option<Problem> {
    match instances::problem(shape, arguments) {
        None => streams::in_answer(shape),
        problem => problem,
    }
}
