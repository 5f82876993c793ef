//! Functions that panic somewhere.

use std::fmt;
use std::future::pending;

use c_caller::{Event, Run};
use rust_interop::{Record, export};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::exports::exports;
use crate::futures::another_thread;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Record)]
#[serde(rename_all = "snake_case")]
enum Place {
    Nowhere,
    ReadingTheInput,
    DroppingTheInput,
    FirstPoll,
    LaterPoll,
    WritingTheOutput,
    DroppingTheOutput,
    DescribingTheError,
    WritingTheError,
    DroppingTheError,
}

#[derive(Record)]
#[record(like = Place)]
struct Input(Place);

impl<'de> Deserialize<'de> for Input {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let place = Place::deserialize(deserializer)?;
        assert_ne!(place, Place::ReadingTheInput, "on purpose");
        Ok(Self(place))
    }
}

impl Drop for Input {
    fn drop(&mut self) {
        assert_ne!(self.0, Place::DroppingTheInput, "on purpose");
    }
}

#[derive(Record)]
#[record(like = Vec<String>)]
struct Output(Place);

impl Serialize for Output {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut texts = serializer.serialize_seq(None)?;
        texts.serialize_element(&"x".repeat(100_000))?;
        assert_ne!(self.0, Place::WritingTheOutput, "on purpose");
        texts.end()
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        assert_ne!(self.0, Place::DroppingTheOutput, "on purpose");
    }
}

#[derive(Record)]
#[record(like = ())]
struct Error(Place);

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        assert_ne!(self.0, Place::DescribingTheError, "on purpose");
        formatter.write_str("on purpose")
    }
}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        assert_ne!(self.0, Place::WritingTheError, "on purpose");
        serializer.serialize_unit()
    }
}

impl Drop for Error {
    fn drop(&mut self) {
        assert_ne!(self.0, Place::DroppingTheError, "on purpose");
    }
}

#[export]
async fn panic_somewhere(input: Input, waits: bool) -> Result<Output, Error> {
    let place = input.0;
    assert_ne!(place, Place::FirstPoll, "on purpose");
    if waits {
        another_thread().await;
    }
    assert_ne!(place, Place::LaterPoll, "on purpose");
    match place {
        Place::DescribingTheError | Place::WritingTheError | Place::DroppingTheError => Err(Error(place)),
        _ => Ok(Output(place)),
    }
}

fn assert_panicked(reply: &str) {
    let parsed: Value = serde_json::from_str(reply).unwrap();
    let error = &parsed["error"];
    assert_eq!(error["kind"], "panicked", "{reply}");
    assert!(error["message"].as_str().unwrap().contains("on purpose"), "{reply}");
    assert!(error["location"].as_str().unwrap().contains("panics.rs:"), "{reply}");
}

#[test]
fn async_function_that_panics_anywhere_replies_and_the_next_call_works() {
    for place in [
        "reading_the_input",
        "dropping_the_input",
        "first_poll",
        "later_poll",
        "writing_the_output",
        "dropping_the_output",
        "describing_the_error",
        "writing_the_error",
        "dropping_the_error",
    ] {
        for waits in [false, true] {
            assert_panicked(&exports!("panic_somewhere").call(&format!(r#"{{"input":"{place}","waits":{waits}}}"#)));
        }
        let next = exports!("panic_somewhere").call(r#"{"input":"nowhere","waits":true}"#);
        assert!(next.starts_with("[\"x"), "{next:.100}");
    }
}

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("on purpose");
    }
}

#[export]
async fn panic_when_dropped() {
    let _bomb = Bomb;
    pending::<()>().await;
}

fn reply_of(run: &Run) -> String {
    match run.wait().pop() {
        Some(Event::Completed(reply)) => reply,
        other => panic!("{other:?}"),
    }
}

#[test]
fn async_function_that_panics_when_it_is_dropped_replies() {
    let run = exports!("panic_when_dropped").start("{}");
    run.cancel();
    assert_panicked(&reply_of(&run));
    let mut run = exports!("panic_when_dropped").start("{}");
    run.release();
    assert_panicked(&reply_of(&run));
}
