use std::fmt;

use rust_interop::{AsyncCallback, Callback, CallbackError, Record, Stream, export};
use serde::{Deserialize, Serialize};

use crate::exports::description;

#[derive(Serialize, Record)]
struct Opened {
    lines: Stream<String>,
}

#[derive(Debug, Serialize, Deserialize, Record)]
struct Refused(u32);

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "refused {}", self.0)
    }
}

impl From<CallbackError> for Refused {
    fn from(_: CallbackError) -> Self {
        Self(0)
    }
}

#[export]
fn open_for(callback: &Callback<Opened, Result<bool, Refused>>) -> Result<(), Refused> {
    callback.call(&Opened { lines: Stream::new(Vec::new()) }).map(drop)
}

#[derive(Deserialize, Record)]
struct Handlers {
    plain: Callback<str>,
    text: Option<Callback<(), Result<u8, String>>>,
    slow: AsyncCallback<u8, Result<u8, CallbackError>>,
}

#[export]
fn handle(handlers: Handlers) -> bool {
    let Handlers { plain, text, slow } = handlers;
    drop(slow.call(&1));
    plain.call("text").is_ok() && text.is_none_or(|text| text.call(&()).is_ok())
}

#[test]
fn callback_has_its_input_output_and_error() {
    assert_eq!(
        description!("descriptions_open_for").shape,
        r#"{"crate":"descriptions","name":"open_for","arguments":[{"name":"callback","shape":{"callback":[{"type":"descriptions::callbacks::Opened"},"bool"],"error":{"type":"descriptions::callbacks::Refused"}}}],"output":"unit","error":{"type":"descriptions::callbacks::Refused"},"types":[{"path":"descriptions::callbacks::Opened","struct":[{"name":"lines","rust":"lines","shape":{"stream":"string"}}]},{"path":"descriptions::callbacks::Refused","newtype":"u32"}]}"#
    );
}

#[test]
fn callback_in_a_record_whose_error_is_text_has_no_error() {
    let shape = description!("descriptions_handle").shape;
    for field in [
        r#"{"name":"plain","rust":"plain","shape":{"callback":["string","unit"]}}"#,
        r#"{"name":"text","rust":"text","shape":{"option":{"callback":["unit","u8"]}}}"#,
        r#"{"name":"slow","rust":"slow","shape":{"callback":["u8","u8"],"async":true}}"#,
    ] {
        assert!(shape.contains(field), "{shape}");
    }
}
