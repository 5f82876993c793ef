use std::collections::HashMap;
use std::ffi::{c_char, c_void};
use std::fmt;
use std::path::Path;

use c_caller::{Callbacks, Event, Run};
use rust_interop::{Bytes, Context, Record, export};
use serde::{Deserialize, Serialize};

/// A description behind its symbol, as long as its header says.
macro_rules! description {
    ($symbol:literal) => {{
        unsafe extern "C" {
            #[link_name = concat!($symbol, "_description")]
            static DESCRIPTION: u8;
        }
        let start = &raw const DESCRIPTION;
        // SAFETY: every description has a header.
        let header = unsafe { std::slice::from_raw_parts(start, 16) };
        let length = |at: usize| u32::from_le_bytes(header[at..at + 4].try_into().unwrap()) as usize;
        // SAFETY: the header says how long it is.
        $crate::description::Description::parse(unsafe {
            std::slice::from_raw_parts(start, 16 + length(8) + length(12))
        })
    }};
}

pub(crate) use description;

/// Calls the blocking export of a function.
macro_rules! call {
    ($symbol:literal, $input:expr) => {{
        unsafe extern "C" {
            #[link_name = $symbol]
            fn invoke(input_json: *const std::ffi::c_char) -> *mut std::ffi::c_char;
        }
        c_caller::call(invoke, $input)
    }};
}

pub(crate) use call;

/// What comes in.
#[derive(Deserialize, Record)]
struct Input {
    text: String,
}

#[derive(Serialize, Record)]
struct Output {
    length: usize,
}

/// The length of "a text".
///
/// In bytes.
#[export]
#[expect(clippy::needless_pass_by_value, reason = "users may own their input")]
fn length(input: Input) -> Output {
    Output { length: input.text.len() }
}

#[test]
fn export_of_one_argument_has_it_as_its_input() {
    let description = description!("descriptions_length");
    assert_eq!(
        description.shape,
        r#"{"direct":2,"crate":"descriptions","name":"length","arguments":[{"name":"input","shape":{"type":"descriptions::exports::Input"}}],"output":{"type":"descriptions::exports::Output"},"types":[{"path":"descriptions::exports::Input","struct":[{"name":"text","rust":"text","shape":"string"}]},{"path":"descriptions::exports::Output","struct":[{"name":"length","rust":"length","shape":"u64"}]}]}"#
    );
    assert_eq!(
        description.docs,
        serde_json::json!({"": "The length of \"a text\".\n\nIn bytes.", "descriptions::exports::Input": "What comes in."})
    );
    assert_eq!(call!("descriptions_length", r#"{"text":"abc"}"#), r#"{"length":3}"#);
}

#[export]
fn cut(text: &str, from: usize, mut to: Option<usize>) -> Result<String, String> {
    let to = to.get_or_insert(text.len());
    text.get(from..*to).map(str::to_owned).ok_or_else(|| format!("there is no {from}..{to}"))
}

#[test]
fn export_of_several_arguments_has_an_object_of_them_as_its_input() {
    assert_eq!(
        description!("descriptions_cut").shape,
        r#"{"direct":2,"crate":"descriptions","name":"cut","object":true,"arguments":[{"name":"text","shape":"string"},{"name":"from","shape":"u64"},{"name":"to","shape":{"option":"u64"}}],"output":"string","types":[]}"#
    );
    assert_eq!(call!("descriptions_cut", r#"{"text":"Hello, Rust","from":7,"to":11}"#), r#""Rust""#);
    assert_eq!(call!("descriptions_cut", r#"{"text":"Hello, Rust","from":7}"#), r#""Rust""#);
    assert_eq!(
        call!("descriptions_cut", r#"{"text":"","from":7,"to":11}"#),
        r#"{"error":{"kind":"failed","message":"there is no 7..11"}}"#
    );
    let unknown = call!("descriptions_cut", r#"{"text":"","from":7,"more":1}"#);
    assert!(unknown.contains("unknown field `more`"), "{unknown}");
}

type Slice = [u8];

#[export]
fn packed(text: &[u8], image: &Slice, whole: &Bytes, mut numbers: Vec<u8>) -> Bytes {
    numbers.extend([text, image, whole].concat());
    numbers.into()
}

#[test]
fn slice_of_bytes_is_lent_by_whatever_name_and_a_vector_is_a_list() {
    assert_eq!(
        description!("descriptions_packed").shape,
        r#"{"direct":2,"crate":"descriptions","name":"packed","object":true,"arguments":[{"name":"text","shape":"lent_bytes"},{"name":"image","shape":"lent_bytes"},{"name":"whole","shape":"bytes"},{"name":"numbers","shape":{"list":"u8"}}],"output":"bytes","types":[]}"#
    );
}

#[export]
fn nothing() {}

#[export]
fn nothing_but_a_context(_: &Context) -> bool {
    true
}

#[test]
fn export_without_arguments_has_an_empty_object_as_its_input() {
    let shape = description!("descriptions_nothing").shape;
    assert_eq!(
        shape,
        r#"{"direct":1,"crate":"descriptions","name":"nothing","object":true,"arguments":[],"output":"unit","types":[]}"#
    );
    assert_eq!(call!("descriptions_nothing", "{}"), "null");
    assert!(call!("descriptions_nothing", "null").contains("invalid_input"));
    assert!(call!("descriptions_nothing", r#"{"a":1}"#).contains("unknown field"));
    assert_eq!(call!("descriptions_nothing_but_a_context", "{}"), "true");
}

mod nested {
    use rust_interop::export;

    #[export]
    pub(super) const fn r#match(r#type: u8, context: &rust_interop::Context, r#in: &[u16]) -> (u8, usize) {
        let _ = context;
        (r#type, r#in.len())
    }
}

#[test]
fn export_has_its_names_without_their_prefix() {
    assert_eq!(
        description!("descriptions_match").shape,
        r#"{"direct":2,"crate":"descriptions","name":"match","object":true,"arguments":[{"name":"type","shape":"u8"},{"name":"in","shape":{"list":"u16"}}],"output":{"tuple":["u8","u64"]},"types":[]}"#
    );
    assert_eq!(call!("descriptions_match", r#"{"type":1,"in":[2,3]}"#), "[1,2]");
}

#[export]
fn sizes(paths: &HashMap<String, Box<Path>>) -> Vec<usize> {
    paths.values().map(|path| path.as_os_str().len()).collect()
}

#[test]
fn export_of_a_reference_borrows_from_the_input() {
    assert!(description!("descriptions_sizes").shape.contains(r#""shape":{"map":["string","path"]}"#));
    assert_eq!(call!("descriptions_sizes", r#"{"a":"/tmp"}"#), "[4]");
}

/// Why there is no train.
#[derive(Debug, Serialize, Record)]
#[serde(tag = "kind")]
enum TravelError {
    NoTrain { station: String },
}

impl fmt::Display for TravelError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTrain { station } => write!(formatter, "no train to {station}"),
        }
    }
}

type Travelled<T = ()> = Result<T, TravelError>;

#[export]
fn travel(station: String) -> Travelled {
    Err(TravelError::NoTrain { station })
}

#[export]
fn fail_with_a_number(number: u8) -> Result<u8, u8> {
    Err(number)
}

#[test]
fn export_with_an_error_that_is_described_replies_with_it() {
    assert_eq!(
        description!("descriptions_travel").shape,
        r#"{"direct":1,"crate":"descriptions","name":"travel","arguments":[{"name":"station","shape":"string"}],"output":"unit","error":{"type":"descriptions::exports::TravelError"},"types":[{"path":"descriptions::exports::TravelError","tag":"kind","enum":[{"name":"NoTrain","rust":"NoTrain","struct":[{"name":"station","rust":"station","shape":"string"}]}]}]}"#
    );
    assert_eq!(
        call!("descriptions_travel", "\"Oz\""),
        r#"{"error":{"kind":"failed","message":"no train to Oz","value":{"kind":"NoTrain","station":"Oz"}}}"#
    );
    assert!(description!("descriptions_fail_with_a_number").shape.contains(r#""error":"u8""#));
    assert_eq!(call!("descriptions_fail_with_a_number", "7"), r#"{"error":{"kind":"failed","message":"7","value":7}}"#);
}

#[export]
fn read(path: &Path) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}

#[export]
fn fail_without_a_word(fails: bool) -> fmt::Result {
    if fails { Err(fmt::Error) } else { Ok(()) }
}

#[export]
fn fail_with_a_constant(_fails: bool) -> Result<u8, &'static str> {
    Err("always")
}

#[export]
fn fail_with_anything(_fails: bool) -> Result<u8, Box<dyn std::error::Error>> {
    Err("boxed".into())
}

#[test]
fn export_with_another_error_replies_with_its_message() {
    assert_eq!(
        description!("descriptions_read").shape,
        r#"{"direct":2,"crate":"descriptions","name":"read","arguments":[{"name":"path","shape":"path"}],"output":"string","types":[]}"#
    );
    assert!(
        call!("descriptions_read", "\"/nowhere\"").starts_with(r#"{"error":{"kind":"failed","message":"No such file"#)
    );
    assert!(description!("descriptions_fail_without_a_word").shape.ends_with(r#""output":"unit","types":[]}"#));
    assert_eq!(call!("descriptions_fail_without_a_word", "false"), "null");
    assert!(!description!("descriptions_fail_with_a_constant").shape.contains("error"));
    assert_eq!(call!("descriptions_fail_with_a_constant", "true"), r#"{"error":{"kind":"failed","message":"always"}}"#);
    assert!(!description!("descriptions_fail_with_anything").shape.contains("error"));
    assert_eq!(call!("descriptions_fail_with_anything", "true"), r#"{"error":{"kind":"failed","message":"boxed"}}"#);
}

#[derive(Serialize, Record)]
struct Progress {
    /// How much.
    percent: u8,
}

#[export]
#[must_use]
fn answer(context: &rust_interop::Context<Progress>, input: u32) -> u32 {
    let _ = context.report(&Progress { percent: 50 });
    input + 1
}

#[export]
fn report(_context: &Context, all: bool) -> bool {
    all
}

#[test]
fn export_with_a_typed_context_describes_its_progress() {
    let description = description!("descriptions_answer");
    assert_eq!(
        description.shape,
        r#"{"direct":1,"crate":"descriptions","name":"answer","arguments":[{"name":"input","shape":"u32"}],"output":"u32","progress":{"type":"descriptions::exports::Progress"},"types":[{"path":"descriptions::exports::Progress","struct":[{"name":"percent","rust":"percent","shape":"u8"}]}]}"#
    );
    assert_eq!(description.docs, serde_json::json!({"descriptions::exports::Progress.percent": "How much."}));
    assert!(!description!("descriptions_report").shape.contains("progress"));
}

#[test]
fn export_is_long_running_too() {
    unsafe extern "C" {
        fn descriptions_answer_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
    }
    let events = Run::start(descriptions_answer_async, Some("41")).wait();
    assert_eq!(events, [Event::Progress(r#"{"percent":50}"#.to_owned()), Event::Completed("42".to_owned())]);
}

#[test]
fn exports_are_listed() {
    assert!(c_caller::procedures().contains(r#"{"name":"match","symbol":"descriptions_match"}"#));
}
