//! Reads JSON text into a procedure's input, and says where it doesn't fit.

use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::error::Category;

use super::error::{Error, ErrorKind};
use super::handles::crossing::{self, HandleError};
use super::named_floats::NamedFloats;
use super::top_level_object::TopLevelObject;

/// Reads the whole text as one `T`.
///
/// # Errors
/// `invalid_json` if the text isn't JSON, `invalid_handle` if it has a handle that stands for nothing or for something
/// else, `invalid_input` if it is JSON but not a `T`.
pub(crate) fn decode<T: DeserializeOwned>(json: &str) -> Result<T, Error> {
    crossing::reading(|| read(json))
}

fn read<T: DeserializeOwned>(json: &str) -> Result<T, Error> {
    let mut text = serde_json::Deserializer::from_str(json);
    let error = match T::deserialize(TopLevelObject(NamedFloats(&mut text))) {
        Ok(value) => match text.end() {
            Ok(()) => return Ok(value),
            Err(error) => {
                // Dropped before the error is on its way out, because its destructor may panic.
                drop(value);
                error
            }
        },
        Err(error) => error,
    };
    Err(describe(json, &error, path_of_error::<T>(json)))
}

/// Reads the text again to find where it stops: tracking the path from the start would slow every call down.
fn path_of_error<T: DeserializeOwned>(json: &str) -> Option<String> {
    let mut text = serde_json::Deserializer::from_str(json);
    let mut track = serde_path_to_error::Track::new();
    let tracking = serde_path_to_error::Deserializer::new(&mut text, &mut track);
    let is_refused = T::deserialize(TopLevelObject(NamedFloats(tracking))).is_err();
    is_refused.then(|| track.path().to_string())
}

fn describe(json: &str, error: &serde_json::Error, path: Option<String>) -> Error {
    let is_json = error.classify() == Category::Data || serde_json::from_str::<IgnoredAny>(json).is_ok();
    let (line, column) = (error.line(), error.column());
    let text = error.to_string();
    let message = text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text);
    // serde_json reports a value that isn't an enum's name as if it were a syntax error.
    let message =
        if is_json && message == "expected value" { "invalid type: expected the name of a variant" } else { message };
    // The position is then the end of all that was read.
    let (path, line, message) = match stated_path(message) {
        Some((stated, message)) => (Some(stated.to_owned()), 0, message),
        None => (path, line, message),
    };
    let kind =
        if is_json { HandleError::kind_of(message).unwrap_or(ErrorKind::InvalidInput) } else { ErrorKind::InvalidJson };
    Error {
        path: path.filter(|path| !matches!(path.as_str(), "." | "?")).map(shortened),
        line: (line > 0).then_some(line),
        column: (line > 0).then_some(column.max(1)),
        ..Error::new(kind, shortened(message.to_owned()))
    }
}

/// A rule that needs several members is checked when all have been read, and says itself which it is about: "at `PATH`:
/// MESSAGE".
fn stated_path(message: &str) -> Option<(&str, &str)> {
    message.strip_prefix("at `")?.split_once("`: ")
}

/// A message may quote what the caller sent, but not all of it if it is long.
fn shortened(mut text: String) -> String {
    const LONGEST: usize = 500;
    if text.len() > LONGEST {
        text.truncate(text.floor_char_boundary(LONGEST));
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests;
