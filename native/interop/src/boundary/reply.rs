//! A reply is the procedure's output or an error: `{"error":{…}}`.

use std::ffi::c_char;

use serde::Serialize;

use super::error::Error;
use super::handles::crossing;
use super::named_floats;
use super::outgoing::Outgoing;
use super::procedure_error::ProcedureError;

/// Every error reply begins with it, and no output does.
const ERROR_PREFIX: &[u8] = br#"{"error":{"#;

/// The JSON of an output. It's the procedure's error if JSON can't hold the value (a map whose keys aren't text, say),
/// if it could be mistaken for an error, or if there isn't enough memory.
pub(crate) fn encode<T: Serialize + ?Sized>(output: &T) -> Result<Outgoing, Error> {
    let reply =
        write(output).map_err(|error| Error::failed(&format!("the output cannot be written as JSON: {error}")))?;
    if reply.written().starts_with(ERROR_PREFIX) {
        return Err(Error::failed(&"the output's first member is an object named `error`, which marks an error"));
    }
    Ok(reply)
}

/// The JSON of a value on its way to the caller.
pub(crate) fn write(value: &(impl Serialize + ?Sized)) -> serde_json::Result<Outgoing> {
    let mut text = Outgoing::new();
    let (written, handles) = crossing::writing(|| named_floats::to_writer(&mut text, value));
    written?;
    text.add_handles(handles).map_err(serde_json::Error::io)?;
    Ok(text)
}

/// The reply of a procedure that failed. If the error's data cannot be written as JSON, the reply has only the message,
/// which says so.
pub(crate) fn encode_failure(error: &impl ProcedureError) -> Result<Outgoing, Error> {
    #[derive(Serialize)]
    struct Failure<'a, V> {
        #[serde(flatten)]
        error: &'a Error,
        value: &'a V,
    }
    let message = error.message();
    let Some(value) = error.value() else {
        return Err(Error::failed(&message));
    };
    let failed = Error::failed(&message);
    match write(&ErrorReply { error: Failure { error: &failed, value } }) {
        Ok(reply) => Ok(reply),
        Err(error) => Err(Error::failed(&format!("{message} (the error's value cannot be written as JSON: {error})"))),
    }
}

/// Whether a reply is an error.
pub(crate) fn is_error(json: &str) -> bool {
    json.as_bytes().starts_with(ERROR_PREFIX)
}

/// Hands the reply to the caller.
pub(crate) fn hand_out(mut reply: Result<Outgoing, Error>) -> *mut c_char {
    match &mut reply {
        Ok(reply) => reply.hand_out(),
        Err(error) => encode_error(error).hand_out(),
    }
}

#[derive(Serialize)]
struct ErrorReply<E> {
    error: E,
}

fn encode_error(error: &Error) -> Outgoing {
    let mut reply = Outgoing::new();
    if serde_json::to_writer(&mut reply, &ErrorReply { error }).is_err() {
        reply = Outgoing::of(br#"{"error":{"kind":"failed","message":"the error cannot be written as JSON"}}"#);
    }
    reply
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn encode_error_starts_with_the_prefix() {
        assert!(encode_error(&Error::null_pointer()).written().starts_with(ERROR_PREFIX));
    }

    #[test]
    fn encode_output_that_looks_like_an_error_fails() {
        let error = encode(&BTreeMap::from([("error", BTreeMap::from([("kind", 1)]))])).unwrap_err();
        assert!(error.message.contains("`error`"), "{}", error.message);
        assert!(encode(&BTreeMap::from([("error", 1)])).is_ok());
    }

    #[test]
    fn encode_keys_that_are_not_text_fail() {
        let error = encode(&BTreeMap::from([((1, 2), 3)])).unwrap_err();
        assert!(error.message.starts_with("the output cannot be written as JSON"), "{}", error.message);
    }
}
