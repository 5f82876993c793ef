//! Options, maps, streams and callbacks, wherever they are in a type. For a generic type that depends on the arguments.

use super::arguments::{Arguments, Instance, is_within};
use super::callbacks;
use super::directions;
use super::problem::Problem;
use super::values::{can_be_null, is_key};
use crate::description::{Body, Shape};

const OPTION: &str = "JSON has only one null, so `None` and a value that is null itself, such as `Some(None)` or \
                      `Some(())`, would be the same: use an enum, or a field `Option<Option<T>>` with `#[serde(default, \
                      skip_serializing_if = \"Option::is_none\", with = \"rust_interop::optional\")]`, for which `None` \
                      is an absent member";
const KEY: &str = "in JSON, the names of members are text, so the key of a map can only be text, an integer, a char, or \
                   an enum without data: use a list of pairs";

/// What is wrong with the options, maps and streams in a type. Types that are not generic are left out: each was checked
/// where it is defined.
pub(crate) const fn problem(shape: &'static Shape, arguments: Arguments<'_>) -> Option<Problem> {
    match shape {
        Shape::Scalar(_) | Shape::Parameter(_) | Shape::Named(_, []) => None,
        Shape::Option(of) if can_be_null(of, arguments) => Some(Problem::new(OPTION)),
        Shape::Option(of) | Shape::Optional(of) | Shape::List(of) => problem(of, arguments),
        Shape::Map(key, _) if !is_key(key, arguments) => Some(Problem::new(KEY)),
        Shape::Map(_, value) => problem(value, arguments),
        Shape::Tuple(items) => first(items, arguments),
        Shape::Stream(item, error) => match (problem(item, arguments), error) {
            (None, Some(error)) => match problem(error, arguments) {
                None => directions::in_error(error, arguments),
                problem => problem,
            },
            (problem, _) => problem,
        },
        Shape::Callback { input, output, error, .. } => callbacks::problem(input, output, *error, arguments),
        Shape::Named(link, values) => {
            let definition = link.definition();
            if let Some(problem) = first(values, arguments) {
                return Some(problem);
            }
            if is_within(arguments, definition) {
                return None;
            }
            let instance = Instance { definition, values, outer: arguments };
            in_body(&definition.body, &instance, "")
        }
    }
}

const fn first(shapes: &'static [&'static Shape], arguments: Arguments<'_>) -> Option<Problem> {
    let mut index = 0;
    while index < shapes.len() {
        let problem = problem(shapes[index], arguments);
        if problem.is_some() {
            return problem;
        }
        index += 1;
    }
    None
}

const fn in_body(body: &'static Body, instance: &Instance<'_>, part: &'static str) -> Option<Problem> {
    match body {
        Body::Unit | Body::Object | Body::Interface(_) => None,
        Body::Newtype(content) => within(problem(content, Some(instance)), instance, part),
        Body::Tuple(shapes) => within(first(shapes, Some(instance)), instance, part),
        Body::Struct(fields) => {
            let mut index = 0;
            while index < fields.len() {
                let found = within(problem(fields[index].shape, Some(instance)), instance, fields[index].rust);
                if found.is_some() {
                    return found;
                }
                index += 1;
            }
            None
        }
        Body::Enum(_, variants) => {
            let mut index = 0;
            while index < variants.len() {
                let found = in_body(&variants[index].body, instance, variants[index].rust);
                if found.is_some() {
                    return found;
                }
                index += 1;
            }
            None
        }
    }
}

const fn within(problem: Option<Problem>, instance: &Instance<'_>, part: &'static str) -> Option<Problem> {
    match problem {
        Some(problem) => Some(problem.within(instance.definition, part)),
        None => None,
    }
}
