use rust_interop::Record;
use serde::{Deserialize, Serialize};

use crate::conformance::assert_conforms;
use crate::description::{assert_described, describe};

#[derive(Serialize, Deserialize, Record)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum Plain {
    OneTwo = 1 << 3,
    #[serde(rename = "three", alias = "trois")]
    Three,
    #[serde(skip)]
    Skipped,
    r#Self_,
}

#[derive(Serialize, Deserialize, Record)]
struct Content {
    text: String,
}

#[derive(Serialize, Deserialize, Record)]
#[serde(rename_all = "snake_case")]
enum External {
    Unit,
    Newtype(u32),
    Tuple(u8, String),
    #[serde(rename_all = "camelCase")]
    Struct {
        is_x: bool,
        #[serde(default)]
        node: Option<Box<External>>,
    },
    Record(Content),
    #[serde(skip_deserializing)]
    Written,
}

#[test]
fn enum_without_attributes_is_tagged_externally() {
    assert_described!(
        Plain,
        r#"{"path":"::Plain","enum":[{"name":"ONE_TWO","rust":"OneTwo","unit":true},{"name":"three","rust":"Three","unit":true},{"name":"SELF_","rust":"Self_","unit":true}]}"#
    );
    assert_described!(
        External,
        r#"{"path":"::External","enum":[{"name":"unit","rust":"Unit","unit":true},{"name":"newtype","rust":"Newtype","newtype":"u32"},{"name":"tuple","rust":"Tuple","tuple":["u8","string"]},{"name":"struct","rust":"Struct","struct":[{"name":"isX","rust":"is_x","shape":"bool"},{"name":"node","rust":"node","default":true,"shape":{"option":{"type":"::External"}}}]},{"name":"record","rust":"Record","newtype":{"type":"::Content"}},{"name":"written","rust":"Written","direction":"output","unit":true}]}"#,
        r#"{"path":"::Content","struct":[{"name":"text","rust":"text","shape":"string"}]}"#
    );
    assert_conforms!(vec![Plain::OneTwo, Plain::Three, Plain::Self_], Vec<Plain>);
    let content = Content { text: "t".to_owned() };
    assert_conforms!(
        vec![
            External::Unit,
            External::Newtype(1),
            External::Tuple(1, "t".to_owned()),
            External::Struct { is_x: true, node: Some(Box::new(External::Unit)) },
            External::Record(content),
        ],
        Vec<External>
    );
}

#[derive(Serialize, Deserialize, Record)]
#[serde(tag = "the kind", rename_all = "kebab-case")]
enum Internal {
    UnitOne,
    Struct { x: u64 },
    Record(Content),
}

#[test]
fn enum_with_a_tag_is_tagged_internally() {
    assert_described!(
        Internal,
        r#"{"path":"::Internal","tag":"the kind","enum":[{"name":"unit-one","rust":"UnitOne","unit":true},{"name":"struct","rust":"Struct","struct":[{"name":"x","rust":"x","shape":"u64"}]},{"name":"record","rust":"Record","newtype":{"type":"::Content"}}]}"#,
        r#"{"path":"::Content","struct":[{"name":"text","rust":"text","shape":"string"}]}"#
    );
    let content = Content { text: "t".to_owned() };
    assert_conforms!(vec![Internal::UnitOne, Internal::Struct { x: 1 }, Internal::Record(content)], Vec<Internal>);
}

#[derive(Serialize, Deserialize, Record)]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Unit,
    Newtype(u32),
    Tuple(u8, u8),
    Struct { x: bool },
}

#[test]
fn enum_with_tag_and_content_is_tagged_adjacently() {
    assert_described!(
        Adjacent,
        r#"{"path":"::Adjacent","tag":"t","content":"c","enum":[{"name":"Unit","rust":"Unit","unit":true},{"name":"Newtype","rust":"Newtype","newtype":"u32"},{"name":"Tuple","rust":"Tuple","tuple":["u8","u8"]},{"name":"Struct","rust":"Struct","struct":[{"name":"x","rust":"x","shape":"bool"}]}]}"#
    );
    assert_conforms!(
        vec![Adjacent::Unit, Adjacent::Newtype(1), Adjacent::Tuple(1, 2), Adjacent::Struct { x: true }],
        Vec<Adjacent>
    );
}

#[derive(Serialize, Deserialize, Record)]
#[serde(untagged)]
enum Untagged {
    Number(i64),
    Text(String),
    Pair(u8, u8),
    Struct { x: bool },
    Nothing,
}

#[test]
fn untagged_enum_says_so() {
    assert_described!(
        Untagged,
        r#"{"path":"::Untagged","untagged":true,"enum":[{"name":"Number","rust":"Number","newtype":"i64"},{"name":"Text","rust":"Text","newtype":"string"},{"name":"Pair","rust":"Pair","tuple":["u8","u8"]},{"name":"Struct","rust":"Struct","struct":[{"name":"x","rust":"x","shape":"bool"}]},{"name":"Nothing","rust":"Nothing","unit":true}]}"#
    );
    assert_conforms!(
        vec![
            Untagged::Number(-1),
            Untagged::Text("t".to_owned()),
            Untagged::Pair(1, 2),
            Untagged::Struct { x: true },
            Untagged::Nothing
        ],
        Vec<Untagged>
    );
}

/// How the enum is represented.
#[derive(Record)]
#[repr(u8)]
#[record(like = u8)]
enum Number {
    One = 1,
}

#[test]
fn enum_like_another_type_has_its_shape() {
    assert_described!(Number, r#"{"path":"::Number","newtype":"u8"}"#);
}

/// Only serde writes it, whatever its numbers are.
#[derive(Serialize, Deserialize, Record)]
#[repr(u8)]
enum WithData {
    Number(u8) = 1,
}

#[test]
fn enum_with_data_may_have_a_representation() {
    assert_described!(WithData, r#"{"path":"::WithData","enum":[{"name":"Number","rust":"Number","newtype":"u8"}]}"#);
    assert_conforms!(WithData::Number(1), WithData);
}

/// What happened.
#[derive(Record)]
enum Documented {
    /// Nothing.
    Nothing,
    /// A fall.
    Fall {
        /// In metres.
        depth: f32,
    },
    Moved(
        /// To there.
        String,
    ),
}

#[test]
fn docs_of_variants_and_their_fields_are_found_by_their_paths() {
    let path = |suffix| format!("{}::Documented{suffix}", module_path!());
    assert_eq!(
        describe!(Documented).docs,
        serde_json::json!({
            path(""): "What happened.",
            path(".Nothing"): "Nothing.",
            path(".Fall"): "A fall.",
            path(".Fall.depth"): "In metres.",
            path(".Moved.0"): "To there.",
        })
    );
}
