use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use rust_interop::{Record, like};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::kinds::{
    Adjacent, Change, Color, Edit, Edited, Either, Event, Filter, Flat, Id, Marker, Maybe, Node, Page, Point, Tree,
    Untagged, Word,
};

/// Every kind of member.
#[derive(Debug, Serialize, Deserialize, Record)]
pub(crate) struct Everything {
    bool: bool,
    i8: i8,
    i16: i16,
    i32: i32,
    i64: i64,
    i128: i128,
    isize: isize,
    u8: u8,
    u16: u16,
    u32: u32,
    u64: u64,
    u128: u128,
    usize: usize,
    non_zero: NonZeroU16,
    f32: f32,
    f64: f64,
    infinity: f32,
    not_a_number: f64,
    maybe_not_a_number: Option<f32>,
    infinities: Vec<f64>,
    char: char,
    string: String,
    unit: (),
    duration: Duration,
    system_time: SystemTime,
    maybe_system_time: Option<SystemTime>,
    #[record(like = like::Timestamp)]
    timestamp: String,
    #[record(like = like::Uuid)]
    uuid: String,
    #[record(like = like::Decimal)]
    decimal: String,
    #[record(like = like::Base64)]
    base64: String,
    ip_address: IpAddr,
    ipv4: Ipv4Addr,
    ipv6: Ipv6Addr,
    path: PathBuf,
    any: Value,
    some: Option<u32>,
    none: Option<String>,
    list: Vec<Option<String>>,
    queue: VecDeque<u8>,
    set: BTreeSet<u32>,
    hash_set: HashSet<u32>,
    slice: Box<[u16]>,
    array: [u8; 3],
    by_text: HashMap<String, f32>,
    by_number: BTreeMap<u64, Vec<bool>>,
    by_char: BTreeMap<char, i8>,
    by_enum: BTreeMap<Color, i8>,
    by_address: BTreeMap<IpAddr, bool>,
    tuple: (String, Option<u32>, Word),
    six: (u8, u8, u8, u8, u8, String),
    color: Color,
    filters: Vec<Filter>,
    events: Vec<Event>,
    adjacent: Vec<Adjacent>,
    untagged: Vec<Untagged>,
    id: Id,
    point: Point,
    marker: Marker,
    tree: Tree,
    node: Node,
    words: Page<Word>,
    numbers: Page<u32>,
    maybe: Maybe<u32>,
    maybe_word: Maybe<Word>,
    either: Vec<Either<u32, Option<String>>>,
    flat: Flat,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    absent: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    null: Option<Option<u32>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    present: Option<Option<Word>>,
    changes: Vec<Change<f64>>,
    edited: Edited,
    #[serde(default)]
    with_default: Vec<u8>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    skipped: Vec<u32>,
    #[serde(default, skip_serializing)]
    #[expect(dead_code, reason = "the comparison reads it by `Debug`")]
    only_in: u32,
    #[serde(default, skip_deserializing)]
    only_out: u32,
    #[serde(rename = "wordText")]
    word_text: String,
    r#type: String,
}

fn word() -> Word {
    Word { word: "w".to_owned(), count: u64::MAX }
}

impl Everything {
    pub(crate) fn sample() -> Self {
        Self {
            bool: true,
            i8: i8::MIN,
            i16: i16::MIN,
            i32: i32::MIN,
            i64: i64::MIN,
            i128: i128::MIN,
            isize: isize::MIN,
            u8: u8::MAX,
            u16: u16::MAX,
            u32: u32::MAX,
            u64: u64::MAX,
            u128: u128::MAX,
            usize: usize::MAX,
            non_zero: NonZeroU16::MAX,
            f32: 0.1,
            f64: -1.5e300,
            infinity: f32::INFINITY,
            not_a_number: f64::NAN,
            maybe_not_a_number: Some(f32::NAN),
            infinities: vec![f64::INFINITY, f64::NEG_INFINITY],
            char: '😀',
            string: "é\n\"\u{0}\u{2028}".to_owned(),
            unit: (),
            duration: Duration::new(3, 5_000_100),
            system_time: SystemTime::UNIX_EPOCH + Duration::new(1_700_000_000, 100),
            maybe_system_time: Some(SystemTime::UNIX_EPOCH),
            timestamp: "2026-11-26T15:00:00.1234567+01:00".to_owned(),
            uuid: "67e55044-10b1-426f-9247-bb680e5fe0c8".to_owned(),
            decimal: "-1.10".to_owned(),
            base64: "AQID".to_owned(),
            ip_address: IpAddr::V6(Ipv6Addr::new(0x2001, 0xDB8, 0, 0, 0, 0, 0, 1)),
            ipv4: Ipv4Addr::LOCALHOST,
            ipv6: Ipv6Addr::LOCALHOST,
            path: PathBuf::from("/a b"),
            any: json!({"x": [1, null, "\u{e9}"]}),
            some: Some(7),
            none: None,
            list: vec![Some("a".to_owned()), None],
            queue: VecDeque::from([0, 255]),
            set: BTreeSet::from([1, 2]),
            // One value each: the order of more is another one in each run.
            hash_set: HashSet::from([1]),
            slice: Box::from([1, 2]),
            array: [1, 2, 3],
            by_text: HashMap::from([("a".to_owned(), f32::NEG_INFINITY)]),
            by_number: BTreeMap::from([(u64::MAX, vec![true])]),
            by_char: BTreeMap::from([('😀', 1)]),
            by_enum: BTreeMap::from([(Color::DarkBlue, 2)]),
            by_address: BTreeMap::from([(IpAddr::V4(Ipv4Addr::LOCALHOST), true)]),
            tuple: ("a".to_owned(), None, word()),
            six: (1, 2, 3, 4, 5, "six".to_owned()),
            color: Color::DarkBlue,
            filters: vec![
                Filter::Numbers,
                Filter::ShorterThan(3),
                Filter::Pair("a".to_owned(), 1),
                Filter::Word(word()),
                Filter::Between { first: "a".to_owned(), last: None },
                Filter::AtLeast(f64::NEG_INFINITY),
                Filter::Share { least: f32::NAN, most: Some(f64::INFINITY) },
            ],
            events: vec![
                Event::Started,
                Event::Word(word()),
                Event::TooLong { word: "w".to_owned() },
                Event::Renamed { to: None },
                Event::Renamed { to: Some(None) },
                Event::Renamed { to: Some(Some("x".to_owned())) },
            ],
            adjacent: vec![
                Adjacent::Nothing,
                Adjacent::Text("x".to_owned()),
                Adjacent::Both(1, 2),
                Adjacent::Named { a: true },
            ],
            untagged: vec![
                Untagged::Nothing,
                Untagged::Number(1),
                Untagged::Text("x".to_owned()),
                Untagged::Named { a: false },
            ],
            id: Id(9),
            point: Point(0.5, -1.0),
            marker: Marker,
            tree: Tree(vec![Tree(vec![]), Tree(vec![Tree(vec![])])]),
            node: Node {
                children: vec![Node { children: vec![], next: None }],
                next: Some(Box::new(Node { children: vec![], next: None })),
            },
            words: Page { items: vec![word()], first: word() },
            numbers: Page { items: vec![1], first: 1 },
            maybe: Maybe { value: None },
            maybe_word: Maybe { value: Some(word()) },
            either: vec![Either::Left(1), Either::Right { right: None }, Either::Right { right: Some("x".to_owned()) }],
            flat: Flat { own: 1, word: word(), rest: BTreeMap::from([("more".to_owned(), 3)]) },
            absent: None,
            null: Some(None),
            present: Some(Some(word())),
            changes: vec![
                Change { from: 1.0, to: None },
                Change { from: 1.0, to: Some(None) },
                Change { from: 1.0, to: Some(Some(f64::NAN)) },
            ],
            edited: Edited { own: 1, edit: Edit { color: Some(None), number: None, text: Some(Some("x".to_owned())) } },
            with_default: vec![],
            skipped: vec![],
            only_in: 0,
            only_out: 0,
            word_text: "t".to_owned(),
            r#type: "t".to_owned(),
        }
    }
}
