//! A reply is the procedure's output or an error: `{"error":{…}}`.

use std::ffi::c_char;

use serde::Serialize;

use super::c_string;
use super::error::Error;

/// The JSON of an output. A value that JSON cannot hold (a map whose keys are not text, say) is the procedure's error.
pub(crate) fn encode<T: Serialize>(output: &T) -> Result<Vec<u8>, Error> {
    serde_json::to_vec(output).map_err(|error| Error::failed(&format!("the output cannot be written as JSON: {error}")))
}

/// Hands the reply to the caller.
pub(crate) fn hand_out(reply: Result<Vec<u8>, Error>) -> *mut c_char {
    c_string::hand_out(reply.unwrap_or_else(|error| encode_error(&error)))
}

fn encode_error(error: &Error) -> Vec<u8> {
    #[derive(Serialize)]
    struct ErrorReply<'a> {
        error: &'a Error,
    }
    serde_json::to_vec(&ErrorReply { error })
        .unwrap_or_else(|_| br#"{"error":{"kind":"failed","message":"the error cannot be written as JSON"}}"#.to_vec())
}
