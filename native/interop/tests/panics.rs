//! Wherever a procedure's code panics, the caller gets a reply that says so, and the next call works.
#![expect(unsafe_code, reason = "names C functions")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::ffi::{c_char, c_void};
use std::future::poll_fn;
use std::task::Poll;
use std::{fmt, mem, thread};

use c_caller::{Callbacks, Event, Invoke, Run, Start};
use rust_interop::boundary::procedure_error::TypedError;
use rust_interop::{Context, Record, export};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// Where the author's code panics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Record)]
#[serde(rename_all = "snake_case")]
enum Place {
    Nowhere,
    ReadingTheInput,
    DroppingTheInput,
    Progress,
    WritingTheOutput,
    DroppingTheOutput,
    DescribingTheError,
    WritingTheError,
    DroppingTheError,
    JoinedThread,
    ScopedThread,
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

struct Progress(Place);

impl Serialize for Progress {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        assert_ne!(self.0, Place::Progress, "on purpose");
        serializer.serialize_unit()
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

#[expect(clippy::needless_pass_by_value, reason = "a procedure owns its input")]
fn panic_somewhere(input: Input, context: &Context) -> Result<Output, TypedError<Error>> {
    let place = input.0;
    let _ = context.report(&Progress(place));
    match place {
        Place::DescribingTheError | Place::WritingTheError | Place::DroppingTheError => Err(TypedError(Error(place))),
        Place::JoinedThread => {
            thread::spawn(|| panic!("in the thread")).join().expect("on purpose");
            Ok(Output(place))
        }
        Place::ScopedThread => {
            thread::scope(|scope| {
                scope.spawn(|| panic!("in the thread"));
            });
            Ok(Output(place))
        }
        _ => Ok(Output(place)),
    }
}
rust_interop::procedure!(panic_somewhere);

/// The same in an async function, in its second poll.
#[export]
async fn panic_later(input: Input, context: &Context) -> Result<Output, Error> {
    let mut has_waited = false;
    poll_fn(|context| {
        context.waker().wake_by_ref();
        if mem::replace(&mut has_waited, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    panic_somewhere(input, context).map_err(|TypedError(error)| error)
}

/// An error without a text.
struct NoText;

impl fmt::Display for NoText {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Err(fmt::Error)
    }
}

fn fail_without_a_word(_: ()) -> Result<(), NoText> {
    Err(NoText)
}
rust_interop::procedure!(fail_without_a_word);

unsafe extern "C" {
    fn panics_panic_somewhere(input_json: *const c_char) -> *mut c_char;
    fn panics_panic_somewhere_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
    fn panics_panic_later(input_json: *const c_char) -> *mut c_char;
    fn panics_panic_later_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
    fn panics_fail_without_a_word(input_json: *const c_char) -> *mut c_char;
}

/// Both exports of both functions.
const FUNCTIONS: [(Invoke, Start); 2] =
    [(panics_panic_somewhere, panics_panic_somewhere_async), (panics_panic_later, panics_panic_later_async)];

fn run(start: Start, input: &str) -> String {
    match Run::start(start, Some(input)).wait().pop() {
        Some(Event::Completed(reply)) => reply,
        other => panic!("{other:?}"),
    }
}

fn assert_panicked(reply: &str, message: &str) {
    let reply: Value = serde_json::from_str(reply).unwrap();
    let error = &reply["error"];
    assert_eq!(error["kind"], "panicked", "{reply}");
    assert!(error["message"].as_str().unwrap().contains(message), "{reply}");
    assert!(error["location"].as_str().unwrap().contains("panics.rs:"), "{reply}");
}

fn assert_panics(place: &str, message: &str) {
    let input = format!("\"{place}\"");
    for (invoke, start) in FUNCTIONS {
        assert_panicked(&c_caller::call(invoke, input.as_str()), message);
        assert_panicked(&run(start, &input), message);
        let next = c_caller::call(invoke, "\"nowhere\"");
        assert!(next.starts_with("[\"x"), "{next:.100}");
    }
}

#[test]
fn procedure_whose_input_panics_when_read_or_dropped_replies() {
    assert_panics("reading_the_input", "on purpose");
    assert_panics("dropping_the_input", "on purpose");
    assert_panicked(&c_caller::call(panics_panic_somewhere, "\"dropping_the_input\" and more"), "on purpose");
}

#[test]
fn procedure_whose_output_panics_when_written_or_dropped_replies() {
    assert_panics("writing_the_output", "on purpose");
    assert_panics("dropping_the_output", "on purpose");
}

#[test]
fn procedure_whose_error_panics_when_written_or_dropped_replies() {
    assert_panics("describing_the_error", "on purpose");
    assert_panics("writing_the_error", "on purpose");
    assert_panics("dropping_the_error", "on purpose");
}

#[test]
fn procedure_whose_error_has_no_text_replies() {
    let reply = c_caller::call(panics_fail_without_a_word, "null");
    assert!(reply.starts_with(r#"{"error":{"kind":"panicked","message":"a Display implementation"#), "{reply}");
}

#[test]
fn procedure_whose_progress_panics_when_written_replies() {
    for (_, start) in FUNCTIONS {
        assert_panicked(&run(start, "\"progress\""), "on purpose");
        assert!(run(start, "\"nowhere\"").starts_with("[\"x"));
    }
}

#[test]
fn procedure_whose_thread_panics_replies() {
    assert_panics("joined_thread", "on purpose");
    assert_panics("scoped_thread", "a scoped thread panicked");
}
