#![expect(clippy::disallowed_types, clippy::option_option, reason = "users may use them")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;
use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU16;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize, Serializer};

use super::*;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Everything {
    numbers: (i8, i16, i32, i64, i128),
    others: (u8, u16, u32, u64, u128),
    floats: [f64; 3],
    small: f32,
    character: char,
    text: String,
    nothing: (),
    none: Option<String>,
    some: Option<Option<u8>>,
    list: Vec<Shape>,
    map: BTreeMap<u64, Vec<bool>>,
    by_text: HashMap<String, IpAddr>,
    set: BTreeSet<char>,
    duration: Duration,
    time: SystemTime,
    unit: Unit,
    empty: Empty,
    id: Id,
    point: Point,
    tree: Tree,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Shape {
    Nothing,
    Radius(f64),
    Corners(i32, i32),
    Named { name: String, parts: Vec<Shape> },
    Bare {},
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Unit;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Empty {}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Id(NonZeroU16);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Point(f64, f64);

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Tree(Vec<Tree>);

fn everything() -> Everything {
    Everything {
        numbers: (i8::MIN, i16::MIN, i32::MIN, i64::MIN, i128::MIN),
        others: (u8::MAX, u16::MAX, u32::MAX, u64::MAX, u128::MAX),
        floats: [f64::INFINITY, -0.0, f64::MIN_POSITIVE],
        small: f32::MIN,
        character: '😀',
        text: "é\0".to_owned(),
        nothing: (),
        none: None,
        some: Some(None),
        list: vec![
            Shape::Nothing,
            Shape::Radius(0.5),
            Shape::Corners(-1, 1),
            Shape::Named { name: "both".to_owned(), parts: vec![Shape::Nothing, Shape::Bare {}] },
        ],
        map: BTreeMap::from([(0, vec![]), (u64::MAX, vec![true, false])]),
        by_text: HashMap::from([("here".to_owned(), IpAddr::V4(Ipv4Addr::LOCALHOST))]),
        set: BTreeSet::from(['a', 'b']),
        duration: Duration::new(3, 5),
        time: SystemTime::UNIX_EPOCH + Duration::new(1, 2),
        unit: Unit,
        empty: Empty {},
        id: Id(NonZeroU16::MIN),
        point: Point(1.0, 2.0),
        tree: Tree(vec![Tree::default(), Tree(vec![Tree::default()])]),
    }
}

#[track_caller]
fn assert_refused<T: DeserializeOwned + Debug>(bytes: &[u8], expected: &str) {
    let error = read::<T>(bytes).unwrap_err().to_string();
    assert!(error.contains(expected), "{error}");
}

#[test]
fn read_of_what_was_written_is_the_same() {
    let value = everything();
    assert_eq!(read::<Everything>(&write(&value).unwrap()).unwrap(), value);
    let bits = read::<f64>(&write(&f64::NAN).unwrap()).unwrap().to_bits();
    assert_eq!(bits, f64::NAN.to_bits());
}

#[test]
fn write_is_little_endian_without_names() {
    #[rustfmt::skip]
    let expected = [
        3, 0, 0, 0, b'a', 0xC3, 0xA9,
        1, 7, 0,
        2, 0, 0, 0, 1, 0,
        2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0,
        0, 0,
    ];
    let value = ("aé", Some(7_u16), [true, false], Shape::Corners(1, 2), (), Empty {});
    let bytes = write(&value).unwrap();
    assert_eq!(bytes[..4], [6, 0, 0, 0]);
    assert_eq!(bytes[4..], expected);
}

#[test]
fn write_counts_items_whose_number_nobody_knows() {
    struct Odd;
    impl Serialize for Odd {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.collect_seq((0..10_u8).filter(|number| number % 2 == 1))
        }
    }
    assert_eq!(write(&Odd).unwrap(), [5, 0, 0, 0, 1, 3, 5, 7, 9]);
}

#[test]
fn read_of_every_part_of_the_bytes_fails() {
    let bytes = write(&everything()).unwrap();
    for length in 0..bytes.len() {
        assert!(read::<Everything>(&bytes[..length]).is_err(), "{length}");
    }
    assert_refused::<Everything>(&[&bytes[..], &[0]].concat(), "left behind");
}

#[test]
fn read_of_changed_bytes_fails_or_is_written_the_same() {
    let bytes = write(&everything()).unwrap();
    for index in 0..bytes.len() {
        for change in [1, 0x7F, 0x80, 0xFF] {
            let mut changed = bytes.clone();
            changed[index] ^= change;
            if let Ok(value) = read::<Everything>(&changed) {
                let again = write(&value).unwrap();
                // As bytes, because a number may have become NaN.
                assert_eq!(write(&read::<Everything>(&again).unwrap()).unwrap(), again);
            }
        }
    }
}

#[test]
fn read_of_a_length_beyond_the_bytes_fails_at_once() {
    let huge = u32::MAX.to_le_bytes();
    assert_refused::<String>(&huge, "more bytes than there are");
    assert_refused::<Vec<u64>>(&huge, "more bytes than there are");
    assert_refused::<Vec<()>>(&huge, "more bytes than there are");
    assert_refused::<Vec<Empty>>(&huge, "more bytes than there are");
    assert_refused::<BTreeMap<u8, u8>>(&huge, "more bytes than there are");
    assert_refused::<[u8; 3]>(&huge, "more bytes than there are");
}

#[test]
fn read_of_what_no_value_has_fails() {
    assert_refused::<bool>(&[2], "expected a boolean");
    assert_refused::<Option<u8>>(&[2, 0], "expected an option");
    assert_refused::<()>(&[1], "expected 0");
    assert_refused::<Empty>(&[1], "expected 0");
    assert_refused::<char>(&0xD800_u32.to_le_bytes(), "expected a character");
    assert_refused::<String>(&[1, 0, 0, 0, 0xFF], "invalid utf-8");
    assert_refused::<Shape>(&[5, 0, 0, 0], "expected variant index 0 <= i < 5");
    assert_refused::<Id>(&[0, 0], "nonzero");
    assert_refused::<[u8; 1]>(&[2, 0, 0, 0, 1, 2], "1 items are too many");
    assert_refused::<(u8, u8)>(&[1, 0, 0, 0, 1], "invalid length 1");
    assert_refused::<serde_json::Value>(&[0], "does not say");
}

#[test]
fn read_goes_as_deep_as_json() {
    let deep = |levels: usize| (1..levels).fold(Tree::default(), |tree, _| Tree(vec![tree]));
    for levels in [1, 126, 127, 128, 129] {
        let tree = deep(levels);
        let json = serde_json::to_string(&tree).unwrap();
        let is_read = serde_json::from_str::<Tree>(&json).is_ok();
        assert_eq!(read::<Tree>(&write(&tree).unwrap()).is_ok(), is_read, "{levels}");
    }
    let named = |parts| Shape::Named { name: String::new(), parts };
    for levels in 40..46 {
        let shape = (0..levels).fold(Shape::Nothing, |shape, _| named(vec![shape]));
        let json = serde_json::to_string(&shape).unwrap();
        let is_read = serde_json::from_str::<Shape>(&json).is_ok();
        assert_eq!(read::<Shape>(&write(&shape).unwrap()).is_ok(), is_read, "{levels}");
    }
    let endless = [1_u8, 0, 0, 0].repeat(1_000_000);
    assert_refused::<Tree>(&endless, "recursion limit");
}
