use std::marker::PhantomData;

use rust_interop::Record;
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
    given_name: String,
    #[serde(rename = "x \"y\"\\")]
    family: String,
    #[serde(alias = "old")]
    r#nickname: String,
}

#[test]
fn names_are_as_serde_writes_them_and_escaped() {
    assert_described!(
        Renamed,
        r#"{"path":"::Renamed","struct":[{"name":"givenName","rust":"given_name","shape":"string"},{"name":"x \"y\"\\","rust":"family","shape":"string"},{"name":"nickname","rust":"nickname","shape":"string"}]}"#
    );
    let text = String::new;
    assert_conforms!(Renamed { given_name: text(), family: text(), nickname: text() }, Renamed);
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

/// A node of a tree.
///
///  With "quotes", a \ and more.
#[derive(Serialize, Deserialize, Record)]
struct Node {
    /// Its value.
    value: u8,
    #[doc = r#"The "nodes" below."#]
    /** Again nodes. */
    children: Vec<Self>,
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
            path("Node"): "A node of a tree.\n\n With \"quotes\", a \\ and more.",
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
