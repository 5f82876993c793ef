//! In which form the arguments and the result of a function cross.

use std::collections::{BTreeMap, HashSet};
use std::net::Ipv4Addr;
use std::time::Duration;

use rust_interop::description::{Described, convention};
use rust_interop::{Bytes, Callback, Object, Record, Stream, export, like};
use serde::{Deserialize, Serialize};

/// As an argument, and as a result.
macro_rules! conventions {
    ($type:ty) => {{
        const SHAPE: &rust_interop::description::Shape = <$type as Described>::SHAPE;
        const NOTHING: &rust_interop::description::Shape = <() as Described>::SHAPE;
        const INPUT: usize = convention(&[(false, SHAPE)], (true, NOTHING));
        const OUTPUT: usize = convention(&[], (false, SHAPE));
        (INPUT, OUTPUT)
    }};
}

#[derive(Serialize, Deserialize, Record)]
struct Plain {
    number: u32,
    next: Option<Box<Plain>>,
}

#[derive(Serialize, Deserialize, Record)]
enum Choice {
    Nothing,
    Plain(Plain),
    Both(u8, String),
    Named {
        #[serde(rename = "it", alias = "that")]
        plain: Plain,
    },
}

#[derive(Serialize, Deserialize, Record)]
#[serde(from = "Plain", into = "Plain")]
#[derive(Clone)]
struct Converted(u32);

impl From<Plain> for Converted {
    fn from(plain: Plain) -> Self {
        Self(plain.number)
    }
}

impl From<Converted> for Plain {
    fn from(converted: Converted) -> Self {
        Self { number: converted.0, next: None }
    }
}

#[derive(Serialize, Deserialize, Record)]
struct Generic<T> {
    items: Vec<T>,
}

#[test]
fn values_whose_shape_is_all_have_a_compact_form() {
    assert_eq!(conventions!(Plain), (2, 2));
    assert_eq!(conventions!(Choice), (2, 2));
    assert_eq!(conventions!(Converted), (2, 2));
    assert_eq!(conventions!(Generic<Choice>), (2, 2));
    assert_eq!(conventions!(Option<(u8, HashSet<String>)>), (2, 2));
    assert_eq!(conventions!([Duration; 2]), (2, 2));
    assert_eq!(conventions!(u128), (2, 2));
    assert_eq!(conventions!(Ipv4Addr), (2, 2));
    assert_eq!(conventions!(Vec<BTreeMap<u8, Plain>>), (2, 2));
}

#[test]
fn map_has_one_as_an_argument_only() {
    assert_eq!(conventions!(BTreeMap<String, Plain>), (2, 0));
    assert_eq!(conventions!(Option<BTreeMap<String, u8>>), (2, 0));
}

struct Thing(u8);

#[export]
impl Thing {
    fn number(&self) -> u8 {
        self.0
    }
}

#[test]
fn handles_have_none() {
    assert_eq!(conventions!(Vec<Bytes>), (0, 0));
    assert_eq!(conventions!(Option<Object<Thing>>), (0, 0));
    assert_eq!(conventions!((u8, Stream<u8>)), (0, 0));
    assert_eq!(conventions!(Generic<Callback<u8>>), (0, 0));
}

/// Asserts that no value of the types has a compact form, nor one that leads to them.
macro_rules! assert_none {
    ($($type:ty),+) => {$(
        assert_eq!(conventions!($type), (0, 0), stringify!($type));
        assert_eq!(conventions!(Generic<Option<$type>>), (0, 0), stringify!($type));
    )+};
}

#[derive(Serialize, Deserialize, Record)]
#[serde(tag = "kind")]
enum Internal {
    Nothing,
}

#[derive(Serialize, Deserialize, Record)]
#[serde(tag = "kind", content = "data")]
enum Adjacent {
    Nothing,
}

#[derive(Serialize, Deserialize, Record)]
#[serde(untagged)]
enum Untagged {
    Number(u8),
}

#[derive(Serialize, Deserialize, Record)]
enum Skipped {
    #[serde(skip)]
    Hidden,
    Shown,
}

#[derive(Serialize, Deserialize, Record)]
enum OnlyWritten {
    #[serde(skip_deserializing)]
    Hidden,
    Shown,
}

#[derive(Serialize, Deserialize, Record)]
struct Flat {
    #[serde(flatten)]
    plain: Plain,
}

#[derive(Serialize, Deserialize, Record)]
#[record(like = u32)]
struct LikeNumber {
    number: u32,
}

#[derive(Serialize, Deserialize, Record)]
struct WithLike {
    #[record(like = String)]
    name: Choice,
}

#[derive(Serialize, Deserialize, Record)]
struct TupleWithLike(u8, #[record(like = String)] Choice);

#[derive(Serialize, Deserialize, Record)]
#[serde(transparent)]
struct TransparentWithLike {
    #[record(like = String)]
    name: Choice,
}

#[derive(Serialize, Deserialize, Record)]
enum VariantWithLike {
    One(#[record(like = String)] Choice),
}

#[derive(Serialize, Deserialize, Record)]
struct WithTime {
    #[record(like = like::Timestamp)]
    time: String,
}

#[derive(Serialize, Deserialize, Record)]
#[expect(clippy::option_option, reason = "such members have no compact form")]
struct Absent {
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    maybe: Option<Option<u8>>,
}

#[derive(Serialize, Deserialize, Record)]
struct LeftOut {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    items: Vec<u8>,
}

#[test]
fn what_goes_by_more_than_the_shape_has_none() {
    assert_none!(Internal, Adjacent, Untagged, Skipped, OnlyWritten, Flat, LikeNumber, WithLike, TupleWithLike);
    assert_none!(TransparentWithLike, VariantWithLike, WithTime, Absent, LeftOut, serde_json::Value);
}

#[derive(Serialize, Deserialize, Record)]
struct Defaulted {
    #[serde(default)]
    number: u32,
}

#[derive(Serialize, Deserialize, Record)]
struct OneWay {
    #[serde(skip_serializing)]
    only_in: u8,
    #[serde(skip_deserializing)]
    only_out: u8,
    #[serde(skip)]
    never: u8,
}

#[test]
fn members_that_only_an_input_may_lack_have_none_there() {
    assert_eq!(conventions!(Defaulted), (0, 2));
    assert_eq!(conventions!(OneWay), (2, 2));
}
