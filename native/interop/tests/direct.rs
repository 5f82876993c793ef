//! Direct calls: what crosses without JSON, as a C caller has it.
#![expect(unsafe_code, reason = "calls C functions")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(
    missing_docs,
    clippy::must_use_candidate,
    clippy::missing_errors_doc,
    clippy::needless_pass_by_value,
    reason = "nobody uses the types of a test"
)]

use std::borrow::Cow;
use std::fmt;
use std::num::{NonZeroI16, NonZeroU64};
use std::ptr;

use c_caller::{Direct, GivenDirectly, Value, alone, call, direct, drop_handle, kind, live_handles, live_strings};
use rust_interop::{Bytes, Context, Object, Record, export};
use serde::Serialize;

/// The functions of a symbol: the blocking export.
macro_rules! json {
    ($symbol:expr, $input:expr) => {{
        unsafe extern "C" {
            #[link_name = $symbol]
            fn invoke(input_json: *const std::ffi::c_char) -> *mut std::ffi::c_char;
        }
        call(invoke, $input)
    }};
}

/// Asserts that a number arrives, and returns, unchanged by both ways.
macro_rules! numbers {
    ($($name:ident: $type:ty = [$($number:expr),+], $to_bits:expr;)+) => {$(
        #[export]
        fn $name(number: $type) -> $type {
            number
        }

        mod $name {
            use super::*;

            #[test]
            fn every_number_of_it_crosses_both_ways() {
                let _alone = alone();
                let entry = direct!(concat!("direct_", stringify!($name))).unwrap();
                for number in [$($number),+] {
                    let to_bits: fn($type) -> u64 = $to_bits;
                    let bits = to_bits(number);
                    assert_eq!(number_of(entry, &[Value::number(bits)]), bits);
                    let text = serde_json::to_string(&number).unwrap();
                    if text != "null" {
                        assert_eq!(json!(concat!("direct_", stringify!($name)), text.clone()), text);
                    }
                }
            }
        }
    )+};
}

numbers! {
    same_u8: u8 = [0, u8::MAX], u64::from;
    same_u16: u16 = [0, u16::MAX], u64::from;
    same_u32: u32 = [0, u32::MAX], u64::from;
    same_u64: u64 = [0, u64::MAX, 1 << 53], |number| number;
    same_usize: usize = [0, usize::MAX], |number| number as u64;
    same_i8: i8 = [i8::MIN, -1, i8::MAX], |number| i64::from(number).cast_unsigned();
    same_i16: i16 = [i16::MIN, -1, i16::MAX], |number| i64::from(number).cast_unsigned();
    same_i32: i32 = [i32::MIN, -1, i32::MAX], |number| i64::from(number).cast_unsigned();
    same_i64: i64 = [i64::MIN, -1, i64::MAX], i64::cast_unsigned;
    same_isize: isize = [isize::MIN, -1, isize::MAX], |number| (number as i64).cast_unsigned();
    same_non_zero: NonZeroU64 = [NonZeroU64::MIN, NonZeroU64::MAX], NonZeroU64::get;
    same_signed_non_zero: NonZeroI16 = [NonZeroI16::MIN, NonZeroI16::MAX], |number| i64::from(number.get()).cast_unsigned();
    same_f32: f32 = [-0.0, f32::MIN_POSITIVE, f32::MAX, f32::NEG_INFINITY, f32::NAN], |number| u64::from(number.to_bits());
    same_f64: f64 = [-0.0, f64::MIN_POSITIVE, f64::MAX, f64::INFINITY, f64::NAN], f64::to_bits;
    same_bool: bool = [false, true], u64::from;
    same_char: char = ['\0', 'ä', '\u{d7ff}', '\u{e000}', '😀', char::MAX], u64::from;
}

fn number_of(entry: Direct, arguments: &[Value]) -> u64 {
    entry.call(arguments, 0).unwrap().number
}

fn error_of(result: Result<GivenDirectly, String>) -> (String, String, String) {
    let error = error(&result.unwrap_err());
    let text = |member: &str| error[member].as_str().unwrap_or_default().to_owned();
    (text("kind"), text("message"), text("path"))
}

fn error(reply: &str) -> serde_json::Value {
    serde_json::from_str::<serde_json::Value>(reply).unwrap()["error"].clone()
}

#[test]
fn number_that_does_not_fit_is_refused_as_in_json() {
    let _alone = alone();
    for (entry, json, bits) in [
        (direct!("direct_same_u8"), json!("direct_same_u8", "256"), 256),
        (direct!("direct_same_i8"), json!("direct_same_i8", "-129"), (-129_i64).cast_unsigned()),
        (direct!("direct_same_non_zero"), json!("direct_same_non_zero", "0"), 0),
    ] {
        let (kind, message, _) = error_of(entry.unwrap().call(&[Value::number(bits)], 0));
        assert_eq!(kind, "invalid_input");
        assert_eq!(error(&json)["message"], message);
    }
}

#[test]
fn bits_that_are_no_value_of_the_type_are_refused() {
    let _alone = alone();
    for (entry, bits) in [
        (direct!("direct_same_bool"), 2),
        (direct!("direct_same_char"), 0xd800),
        (direct!("direct_same_char"), 0x11_0000),
        (direct!("direct_same_char"), u64::MAX),
        (direct!("direct_same_f32"), 1 << 32),
    ] {
        let (kind, _, path) = error_of(entry.unwrap().call(&[Value::number(bits)], 0));
        assert_eq!((kind.as_str(), path.as_str()), ("invalid_input", ""), "{bits:#x}");
    }
}

#[export]
fn joined(first: &str, second: String, third: &String) -> String {
    format!("{first}{second}{third}")
}

#[export]
fn fixed() -> &'static str {
    "fixed"
}

#[export]
fn perhaps_fixed(is_fixed: bool) -> Cow<'static, str> {
    if is_fixed { Cow::Borrowed("fixed") } else { Cow::Owned("made".to_owned()) }
}

#[export]
fn boxed() -> Box<str> {
    "boxed".into()
}

#[test]
fn text_crosses_with_any_character_and_any_length() {
    let _alone = alone();
    let entry = direct!("direct_joined").unwrap();
    for text in ["", "text", "with\0NUL", "ä€😀", &"x".repeat(20 << 20)] {
        let arguments = [Value::bytes(text.as_bytes()), Value::bytes("-".as_bytes()), Value::bytes(text.as_bytes())];
        let given = entry.call(&arguments, 64).unwrap();
        assert!(given.bytes == format!("{text}-{text}").as_bytes());
        assert_eq!(given.was_in_library, text.len() > 64);
    }
    assert_eq!(direct!("direct_fixed").unwrap().call(&[], 64).unwrap().bytes, b"fixed");
    assert!(direct!("direct_fixed").unwrap().call(&[], 2).unwrap().was_in_library);
    assert_eq!(direct!("direct_perhaps_fixed").unwrap().call(&[Value::number(1)], 64).unwrap().bytes, b"fixed");
    assert_eq!(direct!("direct_perhaps_fixed").unwrap().call(&[Value::number(0)], 64).unwrap().bytes, b"made");
    assert_eq!(direct!("direct_boxed").unwrap().call(&[], 64).unwrap().bytes, b"boxed");
    assert_eq!((live_handles(), live_strings()), (0, 0));
}

#[test]
fn result_that_just_fits_is_in_the_room() {
    let _alone = alone();
    let entry = direct!("direct_joined").unwrap();
    let arguments = [Value::bytes(b"12345"), Value::bytes(b""), Value::bytes(b"678")];
    for (capacity, was_in_library) in [(8, false), (7, true), (0, true)] {
        assert_eq!(entry.call(&arguments, capacity).unwrap().was_in_library, was_in_library, "{capacity}");
    }
}

#[test]
fn text_that_is_none_is_refused() {
    let _alone = alone();
    let entry = direct!("direct_joined").unwrap();
    for (value, kind) in [
        (Value::bytes(b"\xff"), "invalid_utf8"),
        (Value::bytes(b"\xed\xa0\x80"), "invalid_utf8"),
        (Value::memory(ptr::null(), 1), "null_pointer"),
        (Value::memory(b"x".as_ptr(), usize::MAX), "invalid_input"),
        (Value::memory(b"x".as_ptr(), usize::MAX / 2 + 1), "invalid_input"),
    ] {
        let empty = Value::memory(ptr::null(), 0);
        for (arguments, path) in
            [([value, empty, empty], "first"), ([empty, value, empty], "second"), ([empty, empty, value], "third")]
        {
            let (found, _, at) = error_of(entry.call(&arguments, 64));
            assert_eq!((found.as_str(), at.as_str()), (kind, path));
        }
    }
    assert_eq!(live_strings(), 0);
}

#[export]
fn inverted(data: &[u8]) -> Bytes {
    data.iter().map(|byte| !byte).collect::<Vec<u8>>().into()
}

#[export]
fn both(bytes: Bytes, others: &Bytes) -> Bytes {
    [&*bytes, others].concat().into()
}

#[test]
fn bytes_cross_with_any_length() {
    let _alone = alone();
    for length in [0, 1, 32, 20 << 20] {
        let bytes = vec![0x5a; length];
        let given = direct!("direct_inverted").unwrap().call(&[Value::bytes(&bytes)], 32).unwrap();
        assert!(given.bytes.len() == length && given.bytes.iter().all(|&byte| byte == 0xa5));
        assert_eq!(given.was_in_library, length > 32);
    }
    assert_eq!(live_handles(), 0);
}

#[test]
fn bytes_by_their_handle_are_those_of_the_handle() {
    let _alone = alone();
    let entry = direct!("direct_both").unwrap();
    let lent = c_caller::lend(b"lent");
    let given = entry.call(&[Value::handle_of_bytes(lent), Value::bytes(b" and not")], 32).unwrap();
    assert_eq!(given.bytes, b"lent and not");
    assert!(drop_handle(lent));
    let (kind, _, path) = error_of(entry.call(&[Value::bytes(b""), Value::handle_of_bytes(lent)], 32));
    assert_eq!((kind.as_str(), path.as_str()), ("invalid_handle", "others"));
}

pub struct Total(u64);

#[export]
impl Total {
    pub fn of(number: u64) -> Self {
        Self(number)
    }

    pub fn add(&mut self, number: u64) -> u64 {
        self.0 += number;
        self.0
    }

    pub fn take(&mut self, other: &Self) -> u64 {
        self.0 += other.0;
        self.0
    }

    pub fn take_all(&mut self, other: Object<Self>) -> Result<u64, rust_interop::InUse> {
        self.0 += other.write()?.0;
        Ok(self.0)
    }
}

pub struct Word(String);

impl Drop for Word {
    fn drop(&mut self) {
        assert!(self.0 != "panics", "a destructor panics");
    }
}

#[export]
impl Word {
    pub fn new(text: &str) -> Result<Self, String> {
        if text.is_empty() { Err("empty".to_owned()) } else { Ok(Self(text.to_owned())) }
    }

    pub fn text(&self) -> String {
        self.0.clone()
    }
}

#[test]
fn objects_cross_by_their_handles() {
    let _alone = alone();
    let total = number_of(direct!("direct_Total_of").unwrap(), &[Value::number(3)]);
    let other = number_of(direct!("direct_Total_of").unwrap(), &[Value::number(4)]);
    let (this, that) = (Value::number(total), Value::number(other));
    assert_eq!(number_of(direct!("direct_Total_add").unwrap(), &[this, Value::number(2)]), 5);
    assert_eq!(number_of(direct!("direct_Total_take").unwrap(), &[this, that]), 9);
    assert_eq!(number_of(direct!("direct_Total_take_all").unwrap(), &[this, that]), 13);
    assert_eq!(json!("direct_Total_add", format!(r#"{{"self":{total},"number":0}}"#)), "13");
    assert!(drop_handle(total) && drop_handle(other));
    assert_eq!(live_handles(), 0);
}

#[test]
fn handle_that_does_not_fit_is_refused_as_in_json() {
    let _alone = alone();
    let word = number_of(direct!("direct_Word_new").unwrap(), &[Value::bytes(b"word")]);
    let total = number_of(direct!("direct_Total_of").unwrap(), &[Value::number(3)]);
    let (add, take) = (direct!("direct_Total_add").unwrap(), direct!("direct_Total_take").unwrap());
    for number in [0, 1, u64::MAX, word, word ^ 1 << 63] {
        let json = json!("direct_Total_add", format!(r#"{{"self":{number},"number":1}}"#));
        let (kind, message, path) = error_of(add.call(&[Value::number(number), Value::number(1)], 0));
        assert_eq!((kind.as_str(), path.as_str()), ("invalid_handle", "self"));
        assert_eq!(error(&json)["message"], message);
        let (kind, _, path) = error_of(take.call(&[Value::number(total), Value::number(number)], 0));
        assert_eq!((kind.as_str(), path.as_str()), ("invalid_handle", "other"));
    }
    let (kind, message, path) = error_of(take.call(&[Value::number(total), Value::number(total)], 0));
    assert_eq!((kind.as_str(), path.as_str()), ("failed", "other"));
    assert!(message.contains("in use"), "{message}");
    assert!(drop_handle(word) && drop_handle(total));
    assert_eq!((live_handles(), live_strings()), (0, 0));
}

#[test]
fn constructor_that_fails_leaves_no_handle() {
    let _alone = alone();
    let (kind, message, _) = error_of(direct!("direct_Word_new").unwrap().call(&[Value::bytes(b"")], 0));
    assert_eq!((kind.as_str(), message.as_str()), ("failed", "empty"));
    assert_eq!(live_handles(), 0);
}

#[test]
fn object_that_is_dropped_twice_by_its_handle_stands_for_nothing() {
    let _alone = alone();
    let word = number_of(direct!("direct_Word_new").unwrap(), &[Value::bytes(b"panics")]);
    assert!(drop_handle(word));
    let (kind, ..) = error_of(direct!("direct_Word_text").unwrap().call(&[Value::number(word)], 0));
    assert_eq!(kind, "invalid_handle");
}

#[derive(Debug, Serialize, Record)]
pub struct TooMany {
    most: u32,
}

impl fmt::Display for TooMany {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "more than {} are too many", self.most)
    }
}

#[export]
fn limited(number: u32) -> Result<u32, TooMany> {
    if number > 3 { Err(TooMany { most: 3 }) } else { Ok(number) }
}

#[export]
fn panicking(message: &str) {
    panic!("{message}");
}

#[export]
fn reporting(times: u32, context: &Context<u32>) -> bool {
    (0..times).all(|time| context.report(&time).is_ok()) && context.is_cancelled()
}

#[test]
fn errors_are_the_replies_of_json() {
    let _alone = alone();
    let entry = direct!("direct_limited").unwrap();
    assert_eq!(number_of(entry, &[Value::number(3)]), 3);
    assert_eq!(entry.call(&[Value::number(4)], 0).unwrap_err(), json!("direct_limited", "4"));
    let entry = direct!("direct_panicking").unwrap();
    let [direct, json] =
        [entry.call(&[Value::bytes(b"a panic")], 0).unwrap_err(), json!("direct_panicking", r#""a panic""#)]
            .map(|reply| error(&reply));
    assert_eq!((&direct["kind"], &direct["message"]), (&"panicked".into(), &"a panic".into()));
    assert!(direct["location"].as_str().unwrap().starts_with(file!()));
    assert_eq!(
        (&direct["kind"], &direct["message"], &direct["location"]),
        (&json["kind"], &json["message"], &json["location"])
    );
    assert_eq!(number_of(direct!("direct_reporting").unwrap(), &[Value::number(2)]), 0);
    assert_eq!((live_handles(), live_strings()), (0, 0));
}

#[test]
fn call_with_null_or_another_count_does_not_run() {
    let _alone = alone();
    let entry = direct!("direct_panicking").unwrap();
    for (reply, expected) in [
        (entry.call_with_null(1, true), "null_pointer"),
        (entry.call_with_null(1, false), "null_pointer"),
        (entry.call_with_null(0, true), "invalid_input"),
        (entry.call_with_null(2, true), "invalid_input"),
    ] {
        assert_eq!(kind(&reply.unwrap_err()), expected);
    }
    assert_eq!(direct!("direct_nothing").unwrap().call_with_null(0, true), Ok(()));
}

#[export]
fn nothing() {}

#[export]
async fn asynchronous(number: u32) -> u32 {
    std::future::ready(number).await
}

#[export]
fn any(value: Vec<serde_json::Value>) {
    drop(value);
}

#[export]
fn map() -> std::collections::BTreeMap<String, u8> {
    std::collections::BTreeMap::new()
}

#[export]
fn stream() -> impl Iterator<Item = u32> + Send + use<> {
    0..3
}

#[test]
fn export_with_other_types_has_no_entry() {
    assert!(direct!("direct_asynchronous").is_none());
    assert!(direct!("direct_any").is_none());
    assert!(direct!("direct_map").is_none());
    assert!(direct!("direct_stream").is_none());
    assert_eq!(json!("direct_asynchronous", "3"), "3");
}
