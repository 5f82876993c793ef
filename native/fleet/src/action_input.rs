use std::fmt;
use std::sync::Arc;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};

use super::base64;
use super::unquoted::{self, refuse};

/// The member of the object that stands for bytes in JSON.
const BASE64: &str = "base64";

/// What an action reads from its standard input. In JSON a string, or an object with the bytes in Base64: `{"base64":
/// "…"}`. A clone shares the bytes. `Debug` shows only their number.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct ActionInput(Arc<[u8]>);

impl ActionInput {
    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &Arc<[u8]> {
        &self.0
    }
}

impl From<&str> for ActionInput {
    fn from(text: &str) -> Self {
        Self(text.as_bytes().into())
    }
}

impl From<Vec<u8>> for ActionInput {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl fmt::Debug for ActionInput {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} bytes", self.0.len())
    }
}

impl Serialize for ActionInput {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Ok(text) = std::str::from_utf8(&self.0) {
            return serializer.serialize_str(text);
        }
        let mut object = serializer.serialize_map(Some(1))?;
        object.serialize_entry(BASE64, &base64::encode(&self.0))?;
        object.end()
    }
}

impl<'de> Deserialize<'de> for ActionInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(InputVisitor)
    }
}

struct InputVisitor;

impl<'de> Visitor<'de> for InputVisitor {
    type Value = ActionInput;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(r#"a string or {"base64": a string}"#)
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<ActionInput, E> {
        Ok(text.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<ActionInput, A::Error> {
        if members.next_key::<String>()?.as_deref() != Some(BASE64) {
            return Err(unquoted::unlike(&self));
        }
        let bytes = members.next_value_seed(Base64)?;
        match members.next_key::<String>()? {
            None => Ok(bytes.into()),
            Some(_) => Err(unquoted::unlike(&self)),
        }
    }

    refuse! { visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64 }
}

struct Base64;

impl<'de> DeserializeSeed<'de> for Base64 {
    type Value = Vec<u8>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Vec<u8>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Visitor<'_> for Base64 {
    type Value = Vec<u8>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("bytes in Base64, with padding")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Vec<u8>, E> {
        base64::decode(text).ok_or_else(|| unquoted::unlike(&self))
    }

    refuse! { visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<ActionInput, String> {
        serde_json::from_str(json).map_err(|error| error.to_string())
    }

    #[test]
    fn deserialize_text_or_bytes() {
        assert_eq!(read(r#""a\u0000é""#), Ok("a\0é".into()));
        assert_eq!(read(r#"{"base64":"AP+A"}"#), Ok(vec![0, 255, 128].into()));
        assert_eq!(read(r#"{"base64":""}"#), Ok(ActionInput::default()));
    }

    #[test]
    fn deserialize_anything_else_is_refused_without_quoting_it() {
        for json in [
            "7310951",
            r#"["7310951"]"#,
            "{}",
            r#"{"text":"7310951"}"#,
            r#"{"base64":7310951}"#,
            r#"{"base64":"7310951"}"#,
            r#"{"base64":"AP+A","base64":"AP+A"}"#,
        ] {
            let error = read(json).unwrap_err();
            assert!(error.contains("expected") && !error.contains("7310951"), "{json}: {error}");
        }
    }

    #[test]
    fn serialize_bytes_that_are_text_are_a_string() {
        assert_eq!(serde_json::to_string(&ActionInput::from("é\n".as_bytes().to_vec())).unwrap(), r#""é\n""#);
        assert_eq!(serde_json::to_string(&ActionInput::from(vec![0, 255])).unwrap(), r#"{"base64":"AP8="}"#);
    }
}
