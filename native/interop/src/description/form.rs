//! Which values can cross without JSON, by their shapes.

use super::graph::Found;
use super::{Body, Direction, Field, Scalar, Shape, Tagging};

/// The convention of an export's direct entry, which `include/rust_interop.h` states: 0 if it can have none, 1 if all values
/// cross as they are, 2 if some cross in compact form. It goes up when callers would misread the values.
///
/// A value has its shape, and the answer to whether it crosses as it is.
#[must_use]
pub const fn convention(arguments: &[(bool, &'static Shape)], output: (bool, &'static Shape)) -> usize {
    let mut inputs = Found::new();
    let mut is_compact = false;
    let mut index = 0;
    while index < arguments.len() {
        let (is_direct, shape) = arguments[index];
        if !is_direct {
            if !is_argument(shape) {
                return 0;
            }
            inputs.add_all_in(shape);
            is_compact = true;
        }
        index += 1;
    }
    if !are_complete(inputs, Direction::Input) {
        return 0;
    }
    let (is_direct, shape) = output;
    if is_direct {
        return if is_compact { 2 } else { 1 };
    }
    let mut outputs = Found::new();
    outputs.add_all_in(shape);
    if is_argument(shape) && !is_map(shape) && are_complete(outputs, Direction::Output) { 2 } else { 0 }
}

/// Whether a value by itself crosses in compact form, rather than as it is or not at all.
const fn is_argument(shape: &Shape) -> bool {
    match shape {
        Shape::Scalar(scalar) => matches!(
            scalar,
            Scalar::I128 | Scalar::U128 | Scalar::Duration | Scalar::SystemTime | Scalar::IpAddress | Scalar::Path
        ),
        shape => is_known(shape),
    }
}

/// Whether the output is a map: in JSON it is refused if it looks like an error, which only its keys say.
const fn is_map(shape: &Shape) -> bool {
    match shape {
        Shape::Map(..) => true,
        Shape::Option(of) => is_map(of),
        Shape::Named(link, values) => match &link.definition().body {
            Body::Newtype(Shape::Parameter(index)) => is_map(values[*index]),
            Body::Newtype(content) => is_map(content),
            _ => false,
        },
        _ => false,
    }
}

/// Whether both sides know the form of a value, if they know those of users' types.
const fn is_known(shape: &Shape) -> bool {
    match shape {
        Shape::Scalar(scalar) => !matches!(
            scalar,
            Scalar::Timestamp
                | Scalar::Uuid
                | Scalar::Decimal
                | Scalar::Base64
                | Scalar::Bytes
                | Scalar::LentBytes
                | Scalar::Any
        ),
        Shape::Parameter(_) => true,
        Shape::Option(of) | Shape::List(of) => is_known(of),
        Shape::Map(key, value) => is_known(key) && is_known(value),
        Shape::Tuple(items) | Shape::Named(_, items) => are_known(items),
        Shape::Optional(_) | Shape::Stream(..) | Shape::Callback { .. } => false,
    }
}

const fn are_known(shapes: &[&Shape]) -> bool {
    let mut index = 0;
    while index < shapes.len() {
        if !is_known(shapes[index]) {
            return false;
        }
        index += 1;
    }
    true
}

/// Whether these types, and all that they lead to, have compact forms.
const fn are_complete(mut types: Found, direction: Direction) -> bool {
    let mut index = 0;
    while index < types.count {
        if let Some(definition) = types.get(index) {
            if !definition.is_complete || !is_body_known(&definition.body, direction) {
                return false;
            }
            types.add_all_in_body(&definition.body);
        }
        index += 1;
    }
    true
}

const fn is_body_known(body: &Body, direction: Direction) -> bool {
    match body {
        Body::Unit => true,
        Body::Object | Body::Interface(_) => false,
        Body::Newtype(content) => is_known(content),
        Body::Tuple(items) => are_known(items),
        Body::Struct(fields) => are_fields_known(fields, direction),
        Body::Enum(tagging, variants) => {
            let mut index = 0;
            while index < variants.len() {
                if !is_body_known(&variants[index].body, direction) {
                    return false;
                }
                index += 1;
            }
            matches!(tagging, Tagging::External)
        }
    }
}

/// Each field is there, or never.
const fn are_fields_known(fields: &[Field], direction: Direction) -> bool {
    let mut index = 0;
    while index < fields.len() {
        let field = &fields[index];
        let is_there = match (direction, field.direction) {
            (Direction::Input, Some(Direction::Output)) | (Direction::Output, Some(Direction::Input)) => true,
            (Direction::Input, _) => !field.default && !field.skip_if && !field.flatten && is_known(field.shape),
            (Direction::Output, _) => !field.skip_if && !field.flatten && is_known(field.shape),
        };
        if !is_there {
            return false;
        }
        index += 1;
    }
    true
}
