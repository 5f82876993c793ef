//! Types that JSON or C# can't have, which only const evaluation sees.

use std::collections::{BTreeMap, HashMap};

use rust_interop::{Record, export};
use serde::{Deserialize, Serialize};

type Maybe = Option<u8>;

#[derive(Record)]
struct OptionOfOption {
    fine: Option<u8>,
    maybe: Option<Maybe>, //~ JSON has only one null, so `None` and a value that is null itself, such as `Some(None)` or `Some(())`, would be the same: use an enum, or a field `Option<Option<T>>` with `#[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]`, for which `None` is an absent member
    list: Vec<Option<Option<u8>>>, //~ JSON has only one null, so `None` and a value that is null itself, such as `Some(None)` or `Some(())`, would be the same: use an enum, or a field `Option<Option<T>>` with `#[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]`, for which `None` is an absent member
}

#[derive(Record)]
struct OptionalOfOption {
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    fine: Option<Maybe>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    maybe: Option<Option<Maybe>>, //~ JSON has only one null, so `None` and a value that is null itself, such as `Some(None)` or `Some(())`, would be the same: use an enum, or a field `Option<Option<T>>` with `#[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]`, for which `None` is an absent member
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional", flatten)]
    point: Option<Option<Point>>, //~ `flatten` is possible for a struct and for a map; a type parameter is neither
}

#[derive(Record)]
struct MaybeText(Option<String>);

#[derive(Record)]
enum OptionOfNull {
    Unit(Option<()>), //~ JSON has only one null, so `None` and a value that is null itself, such as `Some(None)` or `Some(())`, would be the same: use an enum, or a field `Option<Option<T>>` with `#[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]`, for which `None` is an absent member
    Newtype { maybe: Option<MaybeText> }, //~ JSON has only one null, so `None` and a value that is null itself, such as `Some(None)` or `Some(())`, would be the same: use an enum, or a field `Option<Option<T>>` with `#[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]`, for which `None` is an absent member
}

#[derive(Record)]
struct Point {
    x: u8,
}

#[derive(Record)]
struct Keys {
    floats: BTreeMap<String, HashMap<u8, BTreeMap<f64, u8>>>, //~ in JSON, the names of members are text, so the key of a map can only be text, an integer, a char, or an enum without data: use a list of pairs
    flags: BTreeMap<bool, u8>, //~ in JSON, the names of members are text, so the key of a map can only be text, an integer, a char, or an enum without data: use a list of pairs
    points: BTreeMap<Point, u8>, //~ in JSON, the names of members are text, so the key of a map can only be text, an integer, a char, or an enum without data: use a list of pairs
    images: BTreeMap<rust_interop::Bytes, u8>, //~ in JSON, the names of members are text, so the key of a map can only be text, an integer, a char, or an enum without data: use a list of pairs
    #[record(like = BTreeMap<rust_interop::like::Base64, u8>)] //~ in JSON, the names of members are text, so the key of a map can only be text, an integer, a char, or an enum without data: use a list of pairs
    bytes: BTreeMap<String, u8>,
    pairs: (u8, BTreeMap<(u8, u8), u8>), //~ in JSON, the names of members are text, so the key of a map can only be text, an integer, a char, or an enum without data: use a list of pairs
}

#[derive(Record)]
struct Page<T> {
    item: Option<T>,
}

#[derive(Record)]
struct Change<T> {
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    to: Option<Option<T>>,
}

#[derive(Record)]
struct Book<T> {
    pages: Vec<Page<T>>,
}

#[derive(Record)]
struct Library {
    fine: Book<u8>,
    books: Vec<Book<Maybe>>, //~ JSON has only one null, so `None` and a value that is null itself, such as `Some(None)` or `Some(())`, would be the same: use an enum, or a field `Option<Option<T>>` with `#[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]`, for which `None` is an absent member (in `values::Page.item`)
    changes: (Change<u8>, Change<Maybe>), //~ JSON has only one null, so `None` and a value that is null itself, such as `Some(None)` or `Some(())`, would be the same: use an enum, or a field `Option<Option<T>>` with `#[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]`, for which `None` is an absent member (in `values::Change.to`)
}

#[derive(Record)]
struct FlattenedNumber {
    #[serde(flatten)]
    number: u8, //~ `flatten` is possible for a struct and for a map; a type parameter is neither
}

#[derive(Record)]
struct FlattenedParameter<T> {
    #[serde(flatten)]
    inner: T, //~ `flatten` is possible for a struct and for a map; a type parameter is neither
}

#[derive(Record)]
struct FlattenedTwice {
    x: u8,
    #[serde(flatten)]
    point: Point, //~ the JSON has two members named `x`: rename one
}

#[derive(Record)]
struct Outer {
    #[serde(flatten)]
    point: Point,
}

#[derive(Record)]
struct FlattenedDeep {
    #[serde(flatten)]
    outer: Outer,
    #[serde(flatten)]
    point: Point, //~ the JSON has two members named `x`: rename one
}

#[derive(Record)]
struct TwoMaps {
    #[serde(flatten)]
    one: BTreeMap<String, u8>, //~ serde gives the members of a flattened map also to another flattened map, and it gets those of a struct that has flattened fields of its own: flatten one of them
    #[serde(flatten)]
    two: BTreeMap<String, u8>, //~ serde gives the members of a flattened map also to another flattened map, and it gets those of a struct that has flattened fields of its own: flatten one of them
}

#[derive(Record)]
struct MapBesideDeep {
    #[serde(flatten)]
    outer: Outer,
    #[serde(flatten)]
    rest: BTreeMap<String, u8>, //~ serde gives the members of a flattened map also to another flattened map, and it gets those of a struct that has flattened fields of its own: flatten one of them
}

#[derive(Record)]
#[serde(tag = "x")]
enum Tagged {
    Number(u8), //~ serde puts the tag among the members of the content, so the content must be a struct: give the enum a `content`
    Point(Point), //~ the JSON has two members named `x`: rename one
    Flattened {
        #[serde(flatten)]
        point: Point, //~ the JSON has two members named `x`: rename one
    },
}

#[derive(Serialize, Record)]
#[serde(try_from = "u8")] //~ C# has one shape for both directions, and serde writes this type by its own fields: add `into`
struct ReadOnly {
    a: u8,
}

#[derive(Deserialize, Record)]
#[serde(into = "u8")] //~ C# has one shape for both directions, and serde reads this type by its own fields: add `from` or `try_from`
struct WrittenOnly {
    a: u8,
}

#[derive(Serialize, Record)]
struct Failed {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<u8>,
    error: Option<String>,
}

#[derive(Serialize, Record)]
struct Wrapped<T>(T);

#[derive(Serialize, Record)]
#[serde(rename_all = "lowercase")]
enum Ended {
    Done,
    Error(String),
}

#[export]
fn first_member() -> Failed { //~ the first member of an output must not be named `error`, because error replies begin with it: put another member first, or rename it
    loop {}
}

#[export]
fn first_member_of_an_argument() -> Result<Option<Wrapped<Failed>>, String> { //~ the first member of an output must not be named `error`, because error replies begin with it: put another member first, or rename it
    loop {}
}

#[export]
fn variant() -> Ended { //~ the first member of an output must not be named `error`, because error replies begin with it: put another member first, or rename it
    loop {}
}

#[export]
fn argument(a: u8, maybe: Option<Maybe>) {} //~ JSON has only one null, so `None` and a value that is null itself, such as `Some(None)` or `Some(())`, would be the same: use an enum, or a field `Option<Option<T>>` with `#[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]`, for which `None` is an absent member

#[export]
fn output() -> Vec<Option<Maybe>> { //~ JSON has only one null, so `None` and a value that is null itself, such as `Some(None)` or `Some(())`, would be the same: use an enum, or a field `Option<Option<T>>` with `#[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]`, for which `None` is an absent member
    vec![]
}


trait Hides {
    type Hidden;
}

struct One;
struct Other;

fn one() {
    #[derive(Serialize, Record)]
    struct Hidden {
        a: u8,
    }
    impl Hides for One {
        type Hidden = Hidden;
    }
}

fn other() {
    #[derive(Serialize, Record)]
    struct Hidden {
        b: u8,
    }
    impl Hides for Other {
        type Hidden = Hidden;
    }
}

#[export]
fn same_path() -> (<One as Hides>::Hidden, <Other as Hides>::Hidden) { //~ two types with the same path are used in one export: types in functions, or in two versions of a crate; rename one
    loop {}
}

fn main() {}
