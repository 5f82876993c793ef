//! What crosses in compact form: a value of each kind, and what may go wrong.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::net::{IpAddr, Ipv4Addr};
use std::num::NonZeroU16;
use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, SystemTime};

use rust_interop::{Bytes, Record, export};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::callbacks::LookupError;
use crate::kinds::{Color, Either, Filter, Id, Marker, Maybe, Node, Page, Point, Tree, Word};

/// Every kind of member that has a compact form.
#[derive(Serialize, Deserialize, Record)]
pub struct Compact {
    truth: bool,
    i8: i8,
    i16: i16,
    i32: i32,
    i64: i64,
    i128: i128,
    u8: u8,
    u16: u16,
    u32: u32,
    u64: u64,
    u128: u128,
    f32: f32,
    f64: f64,
    character: char,
    text: String,
    unit: (),
    duration: Duration,
    time: SystemTime,
    address: IpAddr,
    path: PathBuf,
    maybe_number: Option<u32>,
    maybe_text: Option<String>,
    maybe_duration: Option<Duration>,
    list: Vec<Option<String>>,
    bytes: VecDeque<u8>,
    set: BTreeSet<u32>,
    array: [i16; 3],
    by_text: HashMap<String, f32>,
    by_number: BTreeMap<i64, Vec<bool>>,
    by_char: BTreeMap<char, Word>,
    by_color: BTreeMap<Color, Option<Color>>,
    pair: (String, Option<u32>),
    triple: (Word, Vec<Word>, f64),
    color: Color,
    maybe_color: Option<Color>,
    filters: Vec<Filter>,
    id: Id,
    point: Point,
    marker: Marker,
    empty: Empty,
    tree: Tree,
    node: Node,
    words: Page<Word>,
    numbers: Page<u32>,
    maybe: Maybe<u32>,
    maybe_word: Maybe<Word>,
    either: Vec<Either<u32, Option<String>>>,
}

/// Nothing, in a record.
#[derive(Serialize, Deserialize, Record)]
pub struct Empty {}

/// A time, which is a member of its own in a library that has other times too.
#[derive(Serialize, Deserialize, Record)]
pub struct Moment {
    time: SystemTime,
}

same! {
    same_compact: Compact;
    same_compacts: Vec<Compact>;
    same_color: Color;
    same_filter: Filter;
    same_filters: Vec<Filter>;
    same_words: Vec<Word>;
    same_page: Page<Option<Word>>;
    same_maybe_text: Option<String>;
    same_maybe_number: Option<i64>;
    same_pair: (String, Option<u32>);
    same_point: Point;
    same_id: Id;
    same_empty: Empty;
    same_tree: Tree;
    same_node: Node;
    same_duration: Duration;
    same_moment: Moment;
    same_address: Ipv4Addr;
    same_texts: Vec<String>;
    same_three: [u8; 3];
    same_non_zeros: Vec<NonZeroU16>;
    same_map: BTreeMap<String, Word>;
    same_maps: Vec<BTreeMap<String, Word>>;
    same_span: Span;
    same_loose: Loose;
    same_one_way: OneWay;
}

/// A rule about several members.
#[derive(Serialize, Deserialize, Record)]
#[serde(remote = "Self")]
pub struct Span {
    from: u32,
    to: u32,
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let span = Self::deserialize(deserializer)?;
        if span.from > span.to {
            return Err(D::Error::custom(format_args!("at `to`: {} is less than {}", span.to, span.from)));
        }
        Ok(span)
    }
}

impl Serialize for Span {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

/// What only JSON can be read as, because it goes by names.
#[derive(Serialize, Record)]
pub struct Loose {
    name: String,
}

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Value::deserialize(deserializer)?.get("name") {
            Some(Value::String(name)) => Ok(Self { name: name.clone() }),
            _ => Err(D::Error::custom("it has no name")),
        }
    }
}

/// Members that cross in one direction only, or that nobody sees.
#[derive(Serialize, Deserialize, Record)]
pub struct OneWay {
    both: u8,
    #[serde(skip_serializing)]
    only_in: u16,
    #[serde(skip_deserializing, default = "seven")]
    only_out: u32,
    #[serde(skip)]
    nowhere: u64,
    last: String,
}

fn seven() -> u32 {
    7
}

/// What the members that only come in were.
#[export]
fn only_in(value: OneWay) -> (u16, u32, u64) {
    (value.only_in, value.only_out, value.nowhere)
}

/// The longest time that Rust has.
#[export]
fn longest() -> Duration {
    Duration::MAX
}

/// A node below a node, and so on.
#[export]
fn chain(levels: u32) -> Node {
    (1..levels)
        .fold(Node { children: vec![], next: None }, |node, _| Node { children: vec![], next: Some(node.into()) })
}

/// So many words, and the text of each.
#[export]
fn words_of(count: u64, text: &str) -> Vec<Word> {
    (0..count).map(|count| Word { word: text.to_owned(), count }).collect()
}

/// Fails with what it gets.
///
/// # Errors
/// Always.
#[export]
fn fail_with_word(word: Word) -> Result<Word, LookupError> {
    Err(LookupError::Unknown(word.word))
}

/// Panics with what it gets.
#[export]
fn panic_with_words(words: Vec<Word>) -> Vec<Word> {
    panic!("{} words", words.len())
}

/// A path that isn't UTF-8.
#[cfg(unix)]
#[export]
fn unwritable() -> (u32, PathBuf) {
    use std::os::unix::ffi::OsStringExt;

    (1, std::ffi::OsString::from_vec(vec![0xFF]).into())
}

/// Words by their text, in Rust.
pub struct Dictionary {
    words: Mutex<Vec<Word>>,
}

#[export]
impl Dictionary {
    pub fn new(words: Vec<Word>) -> Self {
        Self { words: Mutex::new(words) }
    }

    /// Everything at once: the words that begin with that, those in the bytes, and those of another one.
    pub fn find(
        &self,
        prefix: &str,
        data: &[u8],
        more: Option<Word>,
        bytes: &Bytes,
        other: &Dictionary,
        most: u32,
    ) -> (Vec<Word>, usize) {
        let mut found: Vec<Word> = self.words.lock().expect("no panic").clone();
        found.extend(other.words.lock().expect("no panic").iter().cloned());
        found.extend(more);
        found.retain(|word| word.word.starts_with(prefix));
        found.truncate(most as usize);
        (found, data.len() + bytes.len())
    }

    pub fn add(&mut self, words: &[Word], pair: &(String, u64)) {
        let words = words.iter().cloned().chain([Word { word: pair.0.clone(), count: pair.1 }]);
        self.words.get_mut().expect("no panic").extend(words);
    }
}
