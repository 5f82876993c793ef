#![expect(clippy::option_option, reason = "the tests are about it")]

use std::fmt::Debug;

use rust_interop::{Record, export, like};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::conformance::assert_conforms;
use crate::description::assert_described;
use crate::exports::call;

type Maybe<T> = Option<T>;

#[derive(Debug, Default, PartialEq, Serialize, Deserialize, Record)]
#[serde(deny_unknown_fields)]
struct Change {
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    text: Option<Option<String>>,
    #[serde(default = "Option::default", with = "::rust_interop::optional")]
    #[serde(skip_serializing_if = "std::option::Option::is_none")]
    real: Option<Maybe<f64>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    #[record(like = Option<Option<like::Uuid>>)]
    id: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional", rename = "next!")]
    next: Option<Option<Box<Change>>>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Record)]
#[serde(tag = "kind")]
enum Event {
    Renamed {
        #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
        to: Option<Option<String>>,
    },
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Record)]
struct Flat {
    #[serde(flatten)]
    page: Page<u8>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize, Record)]
struct Page<T> {
    first: T,
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    last: Option<Option<T>>,
}

#[test]
fn optional_field_has_a_shape_of_its_own() {
    assert_described!(
        Change,
        r#"{"path":"::Change","struct":[{"name":"text","rust":"text","default":true,"skip_if":true,"shape":{"optional":{"option":"string"}}},{"name":"real","rust":"real","default":true,"skip_if":true,"shape":{"optional":{"option":"f64"}}},{"name":"id","rust":"id","default":true,"skip_if":true,"shape":{"optional":{"option":"uuid"}}},{"name":"next!","rust":"next","default":true,"skip_if":true,"shape":{"optional":{"option":{"type":"::Change"}}}}]}"#
    );
    assert_described!(
        Event,
        r#"{"path":"::Event","tag":"kind","enum":[{"name":"Renamed","rust":"Renamed","struct":[{"name":"to","rust":"to","default":true,"skip_if":true,"shape":{"optional":{"option":"string"}}}]}]}"#
    );
    assert_described!(
        Page<u8>,
        r#"{"path":"::Page","parameters":["T"],"struct":[{"name":"first","rust":"first","shape":{"parameter":0}},{"name":"last","rust":"last","default":true,"skip_if":true,"shape":{"optional":{"option":{"parameter":0}}}}]}"#
    );
}

/// Checks that a value has this JSON, in both directions.
fn assert_json<T: Debug + PartialEq + Serialize + DeserializeOwned>(value: &T, json: &str) {
    assert_eq!(serde_json::to_string(value).unwrap(), json);
    assert_eq!(serde_json::from_str::<T>(json).unwrap(), *value);
}

#[test]
fn optional_field_is_absent_null_or_a_value_both_ways() {
    let text = |text| Change { text, ..Change::default() };
    let some = || Some(Some("a".to_owned()));
    assert_json(&text(None), "{}");
    assert_json(&text(Some(None)), r#"{"text":null}"#);
    assert_json(&text(some()), r#"{"text":"a"}"#);
    assert_json(&Change { next: Some(Some(Box::new(text(Some(None))))), ..text(None) }, r#"{"next!":{"text":null}}"#);

    assert_json(&Event::Renamed { to: None }, r#"{"kind":"Renamed"}"#);
    assert_json(&Event::Renamed { to: Some(None) }, r#"{"kind":"Renamed","to":null}"#);
    assert_json(&Event::Renamed { to: some() }, r#"{"kind":"Renamed","to":"a"}"#);

    for (last, json) in [
        (None, r#"{"first":1}"#),
        (Some(None), r#"{"first":1,"last":null}"#),
        (Some(Some(2)), r#"{"first":1,"last":2}"#),
    ] {
        assert_json(&Page { first: 1, last }, json);
        assert_json(&Flat { page: Page { first: 1, last } }, json);
    }
}

#[test]
fn serde_writes_optional_fields_as_described() {
    assert_conforms!(Change::default(), Change);
    assert_conforms!(Change { text: Some(None), real: Some(Some(0.5)), ..Change::default() }, Change);
    assert_conforms!(Event::Renamed { to: Some(None) }, Event);
    assert_conforms!(Page { first: 1, last: Some(Some(2)) }, Page<u8>);
}

#[export]
fn mirror(change: Change) -> Change {
    change
}

#[test]
fn optional_field_crosses_as_it_is() {
    for json in [
        "{}",
        r#"{"text":null,"real":null,"id":null,"next!":null}"#,
        r#"{"text":"a","real":"NaN","id":"b","next!":{}}"#,
    ] {
        assert_eq!(call!("descriptions_mirror", json), json);
    }
    let refused = call!("descriptions_mirror", r#"{"text":1}"#);
    assert!(refused.contains(r#""path":"text""#), "{refused}");
}
