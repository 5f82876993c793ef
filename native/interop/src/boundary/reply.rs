//! A reply is the procedure's output or an error: `{"error":{…}}`.

use std::ffi::c_char;

use serde::Serialize;

use super::error::Error;
use super::outgoing::Outgoing;

/// How every error reply begins, and no output.
const ERROR_PREFIX: &[u8] = br#"{"error":{"#;

/// The JSON of an output. A value that JSON cannot hold (a map whose keys are not text, say) is the procedure's error,
/// and so is one that would pass for an error, or that there is no memory for.
pub(crate) fn encode<T: Serialize>(output: &T) -> Result<Outgoing, Error> {
    let mut reply = Outgoing::new();
    serde_json::to_writer(&mut reply, output)
        .map_err(|error| Error::failed(&format!("the output cannot be written as JSON: {error}")))?;
    if reply.written().starts_with(ERROR_PREFIX) {
        return Err(Error::failed(&"the output's first member is an object named `error`, which marks an error"));
    }
    Ok(reply)
}

/// Hands the reply to the caller.
pub(crate) fn hand_out(reply: Result<Outgoing, Error>) -> *mut c_char {
    reply.unwrap_or_else(|error| encode_error(&error)).hand_out()
}

fn encode_error(error: &Error) -> Outgoing {
    #[derive(Serialize)]
    struct ErrorReply<'a> {
        error: &'a Error,
    }
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
    fn encode_output_that_would_pass_for_an_error_fails() {
        let error = encode(&BTreeMap::from([("error", BTreeMap::from([("kind", 1)]))])).unwrap_err();
        assert!(error.message.contains("`error`"), "{}", error.message);
        assert!(encode(&BTreeMap::from([("error", 1)])).is_ok());
    }

    #[test]
    fn encode_keys_that_are_no_text_fail() {
        let error = encode(&BTreeMap::from([((1, 2), 3)])).unwrap_err();
        assert!(error.message.starts_with("the output cannot be written as JSON"), "{}", error.message);
    }
}
