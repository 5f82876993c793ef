use std::collections::BTreeMap;

use rust_interop::Record;
use serde::{Deserialize, Serialize};

use crate::conformance::assert_conforms;
use crate::description::assert_described;

#[derive(Default, Serialize, Deserialize, Record)]
struct Optional {
    nothing: Option<u32>,
    #[serde(default = "u32::default")]
    defaulted: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    both: Vec<u32>,
    #[serde(skip)]
    skipped: u8,
    #[serde(skip_serializing)]
    input: Option<u8>,
    #[serde(skip_deserializing)]
    output: u8,
    #[serde(skip_serializing, skip_deserializing)]
    neither: u8,
}

#[derive(Default, Serialize, Deserialize, Record)]
#[serde(default)]
struct AllDefaulted {
    one: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    two: Option<u8>,
}

#[test]
fn fields_that_may_be_absent_say_in_which_direction() {
    assert_described!(
        Optional,
        r#"{"path":"::Optional","struct":[{"name":"nothing","rust":"nothing","shape":{"option":"u32"}},{"name":"defaulted","rust":"defaulted","default":true,"shape":"u32"},{"name":"both","rust":"both","default":true,"skip_if":true,"shape":{"list":"u32"}},{"name":"input","rust":"input","direction":"input","shape":{"option":"u8"}},{"name":"output","rust":"output","direction":"output","shape":"u8"}]}"#
    );
    assert_described!(
        AllDefaulted,
        r#"{"path":"::AllDefaulted","struct":[{"name":"one","rust":"one","default":true,"shape":"u8"},{"name":"two","rust":"two","default":true,"skip_if":true,"shape":{"option":"u8"}}]}"#
    );
    assert_conforms!(Optional::default(), Optional);
    assert_conforms!(Optional { both: vec![1], ..Optional::default() }, Optional);
    assert_conforms!(AllDefaulted::default(), AllDefaulted);
}

#[derive(Serialize, Deserialize, Record)]
struct Base {
    id: u64,
    #[serde(flatten)]
    more: Further,
}

#[derive(Serialize, Deserialize, Record)]
struct Further {
    further: bool,
}

#[derive(Serialize, Deserialize, Record)]
struct Flat {
    own: u8,
    #[serde(flatten)]
    base: Base,
}

#[derive(Serialize, Deserialize, Record)]
struct Open {
    #[serde(flatten)]
    further: Further,
    #[serde(flatten)]
    rest: BTreeMap<String, i32>,
}

#[test]
fn flattened_fields_are_marked() {
    assert_described!(
        Flat,
        r#"{"path":"::Flat","struct":[{"name":"own","rust":"own","shape":"u8"},{"name":"base","rust":"base","flatten":true,"shape":{"type":"::Base"}}]}"#,
        r#"{"path":"::Base","struct":[{"name":"id","rust":"id","shape":"u64"},{"name":"more","rust":"more","flatten":true,"shape":{"type":"::Further"}}]}"#,
        r#"{"path":"::Further","struct":[{"name":"further","rust":"further","shape":"bool"}]}"#
    );
    assert_described!(
        Open,
        r#"{"path":"::Open","struct":[{"name":"further","rust":"further","flatten":true,"shape":{"type":"::Further"}},{"name":"rest","rust":"rest","flatten":true,"shape":{"map":["string","i32"]}}]}"#,
        r#"{"path":"::Further","struct":[{"name":"further","rust":"further","shape":"bool"}]}"#
    );
    let further = || Further { further: true };
    assert_conforms!(Flat { own: 1, base: Base { id: 1, more: further() } }, Flat);
    assert_conforms!(Open { further: further(), rest: BTreeMap::from([("x".to_owned(), -1)]) }, Open);
}
