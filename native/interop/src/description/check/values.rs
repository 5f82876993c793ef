//! What the JSON of a type can be.

use super::arguments::{Arguments, Instance};
use crate::description::{Body, Scalar, Shape, Tagging, Variant};

/// Whether a value may be null in JSON. `Value` doesn't count: whoever takes any JSON doesn't tell null from nothing.
pub(crate) const fn can_be_null(shape: &Shape, arguments: Arguments<'_>) -> bool {
    match shape {
        Shape::Option(_) | Shape::Optional(_) | Shape::Scalar(Scalar::Unit) => true,
        Shape::Named(link, values) => {
            let definition = link.definition();
            body_can_be_null(&definition.body, Some(&Instance { definition, values, outer: arguments }))
        }
        Shape::Parameter(index) => match arguments {
            Some(instance) => can_be_null(instance.values[*index], instance.outer),
            None => false,
        },
        Shape::Scalar(_)
        | Shape::List(_)
        | Shape::Map(..)
        | Shape::Tuple(_)
        | Shape::Stream(..)
        | Shape::Callback { .. } => false,
    }
}

const fn body_can_be_null(body: &Body, arguments: Arguments<'_>) -> bool {
    match body {
        Body::Unit => true,
        Body::Newtype(content) => can_be_null(content, arguments),
        Body::Enum(Tagging::Untagged, variants) => {
            let mut index = 0;
            while index < variants.len() {
                if body_can_be_null(&variants[index].body, arguments) {
                    return true;
                }
                index += 1;
            }
            false
        }
        Body::Struct(_) | Body::Tuple(_) | Body::Enum(..) | Body::Object | Body::Interface(_) => false,
    }
}

/// Whether a value can name a member of an object.
pub(crate) const fn is_key(shape: &Shape, arguments: Arguments<'_>) -> bool {
    match shape {
        Shape::Scalar(scalar) => !matches!(
            scalar,
            Scalar::Bool
                | Scalar::F32
                | Scalar::F64
                | Scalar::Unit
                | Scalar::Duration
                | Scalar::SystemTime
                | Scalar::Any
                // In C#, equal only to itself.
                | Scalar::Base64
                | Scalar::Bytes
                | Scalar::LentBytes
        ),
        Shape::Named(link, values) => {
            let definition = link.definition();
            match &definition.body {
                Body::Newtype(content) => is_key(content, Some(&Instance { definition, values, outer: arguments })),
                Body::Enum(Tagging::External, variants) => are_plain(variants),
                _ => false,
            }
        }
        Shape::Parameter(index) => match arguments {
            Some(instance) => is_key(instance.values[*index], instance.outer),
            None => true,
        },
        Shape::Option(_)
        | Shape::Optional(_)
        | Shape::List(_)
        | Shape::Map(..)
        | Shape::Tuple(_)
        | Shape::Stream(..)
        | Shape::Callback { .. } => false,
    }
}

const fn are_plain(variants: &[Variant]) -> bool {
    let mut index = 0;
    while index < variants.len() {
        if !matches!(variants[index].body, Body::Unit) {
            return false;
        }
        index += 1;
    }
    true
}
