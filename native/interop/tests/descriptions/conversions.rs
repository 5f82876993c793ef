use rust_interop::{Record, like};
use serde::{Deserialize, Serialize};

use crate::conformance::assert_conforms;
use crate::description::assert_described;

#[derive(Clone, Serialize, Deserialize, Record)]
#[serde(try_from = "u32", into = "u32")]
struct Even {
    half: u32,
}

impl TryFrom<u32> for Even {
    type Error = String;

    fn try_from(number: u32) -> Result<Self, String> {
        if number.is_multiple_of(2) { Ok(Self { half: number / 2 }) } else { Err(format!("{number} is odd")) }
    }
}

impl From<Even> for u32 {
    fn from(even: Even) -> Self {
        even.half * 2
    }
}

/// The JSON is the same both ways, although serde knows of one only.
#[derive(Serialize, Deserialize, Record)]
#[serde(try_from = "String")]
struct Address(String);

impl TryFrom<String> for Address {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if text.contains('@') { Ok(Self(text)) } else { Err(format!("{text} has no @")) }
    }
}

/// Serde only reads it.
#[derive(Deserialize, Record)]
#[serde(from = "Vec<u8>")]
struct Sum {
    sum: u64,
}

impl From<Vec<u8>> for Sum {
    fn from(numbers: Vec<u8>) -> Self {
        Self { sum: numbers.into_iter().map(u64::from).sum() }
    }
}

#[test]
fn struct_that_serde_converts_is_like_what_it_is_converted_to() {
    assert_described!(Even, r#"{"path":"::Even","newtype":"u32"}"#);
    assert_described!(Address, r#"{"path":"::Address","newtype":"string"}"#);
    assert_described!(Sum, r#"{"path":"::Sum","newtype":{"list":"u8"}}"#);
    assert_conforms!(Even { half: 2 }, Even);
    assert_conforms!(Address("a@b".to_owned()), Address);
}

mod hexadecimal {
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
    pub(super) fn serialize<S: Serializer>(number: &u32, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&format!("{number:x}"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u32, D::Error> {
        u32::from_str_radix(&String::deserialize(deserializer)?, 16).map_err(serde::de::Error::custom)
    }
}

mod maybe {
    use serde::{Deserialize, Deserializer};

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
        Option::deserialize(deserializer)
    }
}

/// It has its serde impls from somebody who knows nothing of `Record`.
#[derive(Serialize, Deserialize)]
struct Foreign(String);

#[derive(Serialize, Deserialize, Record)]
struct Likened {
    #[serde(with = "hexadecimal")]
    #[record(like = String)]
    hexadecimal: u32,
    #[record(like = Option<like::Uuid>)]
    id: Option<Foreign>,
    #[record(like = like::Timestamp)]
    at: Foreign,
    #[serde(deserialize_with = "maybe::deserialize")]
    #[record(like = Option<u8>)]
    maybe: Option<u8>,
    #[serde(default, deserialize_with = "maybe::deserialize")]
    #[record(like = Option<u8>)]
    really_maybe: Option<u8>,
}

/// Described by hand as a whole.
#[derive(Serialize, Deserialize, Record)]
#[serde(transparent)]
#[record(like = like::Base64)]
struct Bytes {
    text: String,
}

#[test]
fn field_like_another_type_has_its_shape() {
    assert_described!(
        Likened,
        r#"{"path":"::Likened","struct":[{"name":"hexadecimal","rust":"hexadecimal","shape":"string"},{"name":"id","rust":"id","shape":{"option":"uuid"}},{"name":"at","rust":"at","shape":"timestamp"},{"name":"maybe","rust":"maybe","required":true,"shape":{"option":"u8"}},{"name":"really_maybe","rust":"really_maybe","default":true,"shape":{"option":"u8"}}]}"#
    );
    assert_described!(Bytes, r#"{"path":"::Bytes","newtype":"base64"}"#);
    let foreign = || Foreign("x".to_owned());
    assert_conforms!(
        Likened { hexadecimal: 255, id: Some(foreign()), at: foreign(), maybe: None, really_maybe: Some(1) },
        Likened
    );
}
