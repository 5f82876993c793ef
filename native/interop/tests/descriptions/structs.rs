use std::collections::BTreeMap;
use std::marker::PhantomData;

use rust_interop::{Record, like};
use serde::{Deserialize, Serialize};

use crate::conformance::assert_conforms;
use crate::description::{assert_described, describe};

#[derive(Serialize, Deserialize, Record)]
struct Plain {
    number: u32,
    r#type: String,
    _private: bool,
}

#[test]
fn struct_has_its_fields_in_order() {
    assert_described!(
        Plain,
        r#"{"path":"::Plain","struct":[{"name":"number","rust":"number","shape":"u32"},{"name":"type","rust":"type","shape":"string"},{"name":"_private","rust":"_private","shape":"bool"}]}"#
    );
    assert_conforms!(Plain { number: 1, r#type: "t".to_owned(), _private: true }, Plain);
}

#[derive(Serialize, Deserialize, Record)]
#[serde(rename_all = "camelCase", rename = "Other", deny_unknown_fields, bound = "", expecting = "a struct")]
struct Renamed {
    first_name: String,
    #[serde(rename = "x \"y\"\\")]
    second_name: String,
    #[serde(alias = "old")]
    r#third_name: String,
}

#[test]
fn names_are_as_serde_writes_them_and_escaped() {
    assert_described!(
        Renamed,
        r#"{"path":"::Renamed","struct":[{"name":"firstName","rust":"first_name","shape":"string"},{"name":"x \"y\"\\","rust":"second_name","shape":"string"},{"name":"thirdName","rust":"third_name","shape":"string"}]}"#
    );
    let text = String::new;
    assert_conforms!(Renamed { first_name: text(), second_name: text(), third_name: text() }, Renamed);
}

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

#[derive(Serialize, Deserialize, Record)]
struct Unit;

#[derive(Serialize, Deserialize, Record)]
struct Empty {}

#[derive(Serialize, Deserialize, Record)]
struct Newtype(f64);

#[derive(Serialize, Deserialize, Record)]
struct Pair(i32, pub String);

#[derive(Serialize, Deserialize, Record)]
#[serde(transparent)]
struct Transparent {
    #[serde(skip)]
    skipped: u8,
    inner: Vec<u8>,
    phantom: PhantomData<u8>,
}

#[test]
fn structs_without_named_fields_have_a_body_of_their_own() {
    assert_described!(Unit, r#"{"path":"::Unit","unit":true}"#);
    assert_described!(Empty, r#"{"path":"::Empty","struct":[]}"#);
    assert_described!(Newtype, r#"{"path":"::Newtype","newtype":"f64"}"#);
    assert_described!(Pair, r#"{"path":"::Pair","tuple":["i32","string"]}"#);
    assert_described!(Transparent, r#"{"path":"::Transparent","newtype":{"list":"u8"}}"#);
    assert_conforms!(Unit, Unit);
    assert_conforms!(Empty {}, Empty);
    assert_conforms!(Newtype(0.5), Newtype);
    assert_conforms!(Pair(-1, "p".to_owned()), Pair);
    assert_conforms!(Transparent { skipped: 0, inner: vec![1], phantom: PhantomData }, Transparent);
}

#[derive(Clone, Serialize, Deserialize, Record)]
#[serde(try_from = "u32", into = "u32")]
struct Even {
    half: u32,
}

impl TryFrom<u32> for Even {
    type Error = String;

    fn try_from(number: u32) -> Result<Self, String> {
        if number % 2 == 0 { Ok(Self { half: number / 2 }) } else { Err(format!("{number} is odd")) }
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

/// A node of a tree.
///
///  With "quotes", a \ and a	tab.
#[derive(Serialize, Deserialize, Record)]
struct Node {
    /// Its value.
    value: u8,
    #[doc = r#"The "nodes" below."#]
    /** Again nodes. */
    children: Vec<Node>,
    next: Option<Box<Node>>,
    #[doc(hidden)]
    hidden: u8,
}

#[derive(Record)]
struct Documented(
    /// The first.
    u8,
    /// The second.
    u8,
);

#[test]
fn recursive_struct_is_described_once() {
    assert_described!(
        Node,
        r#"{"path":"::Node","struct":[{"name":"value","rust":"value","shape":"u8"},{"name":"children","rust":"children","shape":{"list":{"type":"::Node"}}},{"name":"next","rust":"next","shape":{"option":{"type":"::Node"}}},{"name":"hidden","rust":"hidden","shape":"u8"}]}"#
    );
    let leaf = || Node { value: 1, children: Vec::new(), next: None, hidden: 0 };
    assert_conforms!(Node { value: 1, children: vec![leaf()], next: Some(Box::new(leaf())), hidden: 0 }, Node);
}

#[test]
fn docs_are_what_the_comments_say() {
    let path = |suffix| format!("{}::{suffix}", module_path!());
    assert_eq!(
        describe!(Node).docs,
        serde_json::json!({
            path("Node"): "A node of a tree.\n\n With \"quotes\", a \\ and a\ttab.",
            path("Node.value"): "Its value.",
            path("Node.children"): "The \"nodes\" below.\nAgain nodes.",
        })
    );
    assert_eq!(
        describe!(Documented).docs,
        serde_json::json!({ path("Documented.0"): "The first.", path("Documented.1"): "The second." })
    );
    assert_eq!(describe!(Plain).docs, serde_json::json!({}));
}

macro_rules! structs {
    ($(#[$attribute:meta])* $visibility:vis $name:ident { $($field:ident: $type:ty),* }) => {
        #[derive(Serialize, Deserialize, Record)]
        $(#[$attribute])*
        $visibility struct $name { $($visibility $field: $type),* }
    };
}

structs!(
    #[serde(rename_all = "UPPERCASE")]
    pub(crate) ByMacro { a: Vec<u8>, b: Option<Option8> }
);
structs!(PrivateByMacro { a: u8 });

type Option8 = [u8; 8];

#[test]
fn struct_made_by_a_macro_is_described_like_another() {
    assert_described!(
        ByMacro,
        r#"{"path":"::ByMacro","struct":[{"name":"A","rust":"a","shape":{"list":"u8"}},{"name":"B","rust":"b","shape":{"option":{"list":"u8"}}}]}"#
    );
    assert_described!(PrivateByMacro, r#"{"path":"::PrivateByMacro","struct":[{"name":"a","rust":"a","shape":"u8"}]}"#);
    assert_conforms!(ByMacro { a: vec![1], b: Some([0; 8]) }, ByMacro);
}

/// Its names are those of the macro's own code.
#[derive(Serialize, Deserialize, Record)]
struct Field {
    field: Option<Box<Field>>,
    definition: Vec<Definition>,
}

#[derive(Serialize, Deserialize, Record)]
struct Definition {
    shape: u8,
}

#[test]
fn struct_with_a_name_of_the_macros_own_is_the_users() {
    assert_described!(
        Field,
        r#"{"path":"::Field","struct":[{"name":"field","rust":"field","shape":{"option":{"type":"::Field"}}},{"name":"definition","rust":"definition","shape":{"list":{"type":"::Definition"}}}]}"#,
        r#"{"path":"::Definition","struct":[{"name":"shape","rust":"shape","shape":"u8"}]}"#
    );
}
