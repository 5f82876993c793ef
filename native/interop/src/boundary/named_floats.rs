//! JSON has no number for NaN and the infinities, and `serde_json` writes them as `null`. Here they are the texts `"NaN"`,
//! `"Infinity"` and `"-Infinity"`, as in .NET, so that they arrive.

mod read;
mod write;

use std::io;

use serde::Serialize;

/// Writes a value as JSON.
pub(crate) fn to_writer<T: Serialize + ?Sized>(writer: impl io::Write, value: &T) -> serde_json::Result<()> {
    value.serialize(NamedFloats(&mut serde_json::Serializer::new(writer)))
}

/// A serializer or deserializer, or one of its parts, for which those numbers have names.
pub(super) struct NamedFloats<T>(pub(super) T);

const NAN: &str = "NaN";
const INFINITY: &str = "Infinity";
const NEGATIVE_INFINITY: &str = "-Infinity";

/// The name of a number that JSON has not.
fn name_of(value: f64) -> Option<&'static str> {
    if value.is_finite() {
        None
    } else if value.is_nan() {
        Some(NAN)
    } else if value > 0.0 {
        Some(INFINITY)
    } else {
        Some(NEGATIVE_INFINITY)
    }
}

fn named(name: &str) -> Option<f64> {
    match name {
        NAN => Some(f64::NAN),
        INFINITY => Some(f64::INFINITY),
        NEGATIVE_INFINITY => Some(f64::NEG_INFINITY),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
