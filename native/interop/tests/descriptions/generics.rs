use std::collections::BTreeMap;
use std::fmt;

use rust_interop::Record;
use serde::{Deserialize, Serialize};

use crate::conformance::assert_conforms;
use crate::description::assert_described;

#[derive(Serialize, Deserialize, Record)]
struct Page<T> {
    items: Vec<T>,
    next: Option<Box<Self>>,
}

#[derive(Serialize, Deserialize, Record)]
struct Money {
    cents: i64,
}

#[test]
fn generic_type_is_described_once_with_parameters() {
    assert_described!(
        (Page<Money>, Page<Page<u8>>),
        r#"{"path":"::Page","parameters":["T"],"struct":[{"name":"items","rust":"items","shape":{"list":{"parameter":0}}},{"name":"next","rust":"next","shape":{"option":{"type":"::Page","arguments":[{"parameter":0}]}}}]}"#,
        r#"{"path":"::Money","struct":[{"name":"cents","rust":"cents","shape":"i64"}]}"#
    );
    let page = || Page { items: vec![Money { cents: 1 }], next: None };
    assert_conforms!(Page { items: vec![Money { cents: 1 }], next: Some(Box::new(page())) }, Page<Money>);
    assert_conforms!(Page { items: vec![Page { items: vec![1], next: None }], next: None }, Page<Page<u8>>);
}

#[derive(Serialize, Deserialize, Record)]
struct Bounded<Key: Ord + Clone + fmt::Debug, V = u8>
where
    V: Default,
{
    map: BTreeMap<Key, V>,
    keys: Keys<Key>,
    pair: Pair<V, Key>,
}

/// The bound is needed where the other type names it.
#[derive(Serialize, Deserialize, Record)]
struct Keys<K: Ord>(Vec<K>);

#[derive(Serialize, Deserialize, Record)]
struct Pair<A, B>(A, B)
where
    A: Default;

#[derive(Serialize, Deserialize, Record)]
enum Either<L, R> {
    Left(L),
    Right { right: R },
}

type Text<T> = Either<T, String>;

#[test]
fn parameters_may_have_bounds_and_defaults() {
    assert_described!(
        Bounded<String>,
        r#"{"path":"::Bounded","parameters":["Key","V"],"struct":[{"name":"map","rust":"map","shape":{"map":[{"parameter":0},{"parameter":1}]}},{"name":"keys","rust":"keys","shape":{"type":"::Keys","arguments":[{"parameter":0}]}},{"name":"pair","rust":"pair","shape":{"type":"::Pair","arguments":[{"parameter":1},{"parameter":0}]}}]}"#,
        r#"{"path":"::Keys","parameters":["K"],"newtype":{"list":{"parameter":0}}}"#,
        r#"{"path":"::Pair","parameters":["A","B"],"tuple":[{"parameter":0},{"parameter":1}]}"#
    );
    let key = || "k".to_owned();
    assert_conforms!(
        Bounded { map: BTreeMap::from([(key(), 1)]), keys: Keys(vec![key()]), pair: Pair(1, key()) },
        Bounded<String>
    );
}

#[test]
fn alias_of_a_generic_type_is_seen_through() {
    assert_described!(
        Text<Option<u8>>,
        r#"{"path":"::Either","parameters":["L","R"],"enum":[{"name":"Left","rust":"Left","newtype":{"parameter":0}},{"name":"Right","rust":"Right","struct":[{"name":"right","rust":"right","shape":{"parameter":1}}]}]}"#
    );
    assert_conforms!(vec![Either::Left(None), Either::Right { right: "r".to_owned() }], Vec<Text<Option<u8>>>);
}

mod outer {
    pub(super) mod inner {
        #[derive(serde::Serialize, serde::Deserialize, rust_interop::Record)]
        pub(in super::super) struct Deep<T>(pub(in super::super) T);
    }
}

#[derive(Serialize, Deserialize, Record)]
struct Even {
    odd: Option<Box<Odd>>,
}

#[derive(Serialize, Deserialize, Record)]
struct Odd {
    even: Vec<outer::inner::Deep<Even>>,
}

#[test]
fn types_may_lead_to_each_other_through_modules() {
    assert_described!(
        Odd,
        r#"{"path":"::Odd","struct":[{"name":"even","rust":"even","shape":{"list":{"type":"::outer::inner::Deep","arguments":[{"type":"::Even"}]}}}]}"#,
        r#"{"path":"::outer::inner::Deep","parameters":["T"],"newtype":{"parameter":0}}"#,
        r#"{"path":"::Even","struct":[{"name":"odd","rust":"odd","shape":{"option":{"type":"::Odd"}}}]}"#
    );
    let odd = Odd { even: vec![outer::inner::Deep(Even { odd: Some(Box::new(Odd { even: Vec::new() })) })] };
    assert_conforms!(odd, Odd);
}
