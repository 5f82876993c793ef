//! The first member of an output. Every error reply begins with `{"error":{`, so no output may.

use super::arguments::{Arguments, Instance};
use super::problem::Problem;
use crate::description::text::is_equal;
use crate::description::{Body, Direction, Field, Shape, Tagging, Variant};

pub(crate) const fn problem(output: &'static Shape) -> Option<Problem> {
    if is_named_error(output, None) {
        Some(Problem::new(
            "the first member of an output must not be named `error`, because error replies begin with it: put another \
             member first, or rename it",
        ))
    } else {
        None
    }
}

/// Whether the first member of an object may be named like that of an error reply.
pub(crate) const fn is_named_error(shape: &'static Shape, arguments: Arguments<'_>) -> bool {
    is_error(of_shape(shape, arguments))
}

/// What an object begins with.
#[derive(Clone, Copy)]
enum First {
    Error,
    Other,
    /// With nothing, perhaps.
    Nothing,
}

const fn is_error(first: First) -> bool {
    matches!(first, First::Error)
}

const fn named(name: &str) -> First {
    if is_equal(name, "error") { First::Error } else { First::Other }
}

const fn of_shape(shape: &Shape, arguments: Arguments<'_>) -> First {
    match shape {
        Shape::Option(of) | Shape::Optional(of) => of_shape(of, arguments),
        Shape::Named(link, values) => {
            let definition = link.definition();
            of_body(&definition.body, Some(&Instance { definition, values, outer: arguments }))
        }
        Shape::Parameter(index) => match arguments {
            Some(instance) => of_shape(instance.values[*index], instance.outer),
            None => First::Other,
        },
        // A map may have any key, which is checked when it is written.
        Shape::Map(..) => First::Nothing,
        Shape::Scalar(_) | Shape::List(_) | Shape::Tuple(_) | Shape::Stream(..) | Shape::Callback { .. } => {
            First::Other
        }
    }
}

const fn of_body(body: &Body, arguments: Arguments<'_>) -> First {
    match body {
        Body::Unit | Body::Tuple(_) | Body::Object | Body::Interface(_) => First::Other,
        Body::Newtype(content) => of_shape(content, arguments),
        Body::Struct(fields) => of_fields(fields, arguments),
        Body::Enum(Tagging::Internal(tag) | Tagging::Adjacent(tag, _), _) => named(tag),
        Body::Enum(tagging, variants) => of_variants(*tagging, variants, arguments),
    }
}

const fn of_fields(fields: &[Field], arguments: Arguments<'_>) -> First {
    let mut index = 0;
    while index < fields.len() {
        let field = &fields[index];
        let first = match field.direction {
            Some(Direction::Input) => First::Nothing,
            _ if field.flatten => of_shape(field.shape, arguments),
            _ => named(field.name),
        };
        match first {
            First::Error => return first,
            First::Other if !field.skip_if => return first,
            First::Other | First::Nothing => {}
        }
        index += 1;
    }
    First::Nothing
}

const fn of_variants(tagging: Tagging, variants: &[Variant], arguments: Arguments<'_>) -> First {
    let mut index = 0;
    while index < variants.len() {
        let variant = &variants[index];
        let first = match tagging {
            Tagging::Untagged => of_body(&variant.body, arguments),
            // The name alone is not an object.
            _ if matches!(variant.body, Body::Unit) => First::Other,
            _ => named(variant.name),
        };
        if is_error(first) {
            return first;
        }
        index += 1;
    }
    First::Other
}
