use std::collections::BTreeMap;
use std::ffi::c_char;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::call::{call, text};
use crate::reply::{self, Kind, Reply};

/// A record with every kind of member that a procedure's input may have.
#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Record {
    text: String,
    flag: bool,
    real: f64,
    byte: u8,
    int: i32,
    long: i64,
    unsigned_long: u64,
    letter: char,
    pair: (i16, f32),
    list: Vec<Item>,
    map: BTreeMap<String, Vec<u8>>,
    #[serde(default)]
    option: Option<String>,
    colour: Colour,
    shape: Shape,
    any: Value,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Item {
    name: String,
    #[serde(default)]
    children: Vec<Item>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Colour {
    Red,
    DarkBlue,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Shape {
    Circle { radius: f64 },
    Square { side: u32 },
}

fn mirror_record(record: Record) -> Result<Record, String> {
    if record.flag { Ok(record) } else { Err(record.text) }
}
rust_interop::procedure!(mirror_record);

unsafe extern "C" {
    fn rust_interop_fuzz_mirror_record(input_json: *const c_char) -> *mut c_char;
}

/// A procedure as a user would write it: it returns its input, or fails with its text.
pub fn target(bytes: &[u8]) {
    let text = text(bytes);
    let reply = call(rust_interop_fuzz_mirror_record, text);
    // When serde_json reads a slice, it accepts invalid UTF-8 in members that it ignores.
    let expected = std::str::from_utf8(text).map_err(|error| error.to_string()).and_then(read);
    match (reply::read(text, &reply), expected) {
        (Reply::Output(_), Ok(record)) => {
            assert!(record.flag);
            assert_eq!(reply, serde_json::to_string(&record).unwrap());
        }
        (Reply::Error(error), Ok(record)) if error.kind == Kind::Failed => {
            assert!(!record.flag);
            assert_eq!(error.message, record.text);
        }
        // serde accepts an array in place of the record itself; this library doesn't.
        (Reply::Error(error), Ok(_)) => {
            assert!(text.trim_ascii_start().starts_with(b"["), "refused: {}", error.message);
        }
        (Reply::Error(error), Err(_)) => assert_ne!(error.kind, Kind::Failed),
        (Reply::Output(output), Err(error)) => panic!("{output}, though {error}"),
    }
}

fn read(text: &str) -> Result<Record, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}
