//! Functions of another crate, which the macro exports and the tests call as C would.
#![expect(unsafe_code, reason = "names C functions")]

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ffi::{c_char, c_void};
use std::fmt;
use std::sync::mpsc;

use c_caller::{Callbacks, Event, Run};
use rust_interop::Context;
use rust_interop::boundary::procedure_error::TypedError;
use serde::Serialize;

fn double(number: u32) -> Result<u32, &'static str> {
    number.checked_mul(2).ok_or("the number is too large")
}
rust_interop::procedure!(double);

/// Has a name that the macro's own code might use.
#[expect(clippy::needless_pass_by_value, reason = "a procedure owns its input")]
fn invoke(text: String) -> Result<usize, String> {
    if text.is_empty() { Err("there is no text".to_owned()) } else { Ok(text.len()) }
}
rust_interop::procedure!(invoke);

/// So has this one.
#[expect(clippy::unnecessary_wraps, reason = "a procedure returns a result")]
fn start(_: ()) -> Result<(), Infallible> {
    Ok(())
}
rust_interop::procedure!(start);

/// An error that is data, too.
#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum TravelError {
    NoTrain { station: String, days: u128 },
    NoFare(BTreeMap<(u8, u8), u8>),
}

impl fmt::Display for TravelError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTrain { station, .. } => write!(formatter, "no train to \"{station}\""),
            Self::NoFare(_) => formatter.write_str("no fare"),
        }
    }
}

fn travel(station: Option<String>) -> Result<(), TypedError<TravelError>> {
    Err(TypedError(match station {
        Some(station) => TravelError::NoTrain { station, days: u128::MAX },
        None => TravelError::NoFare(BTreeMap::from([((1, 2), 3)])),
    }))
}
rust_interop::procedure!(travel);

#[derive(Serialize)]
struct Step {
    number: u32,
}

/// Reports progress of one type.
fn count(last: u32, context: &Context<Step>) -> Result<u32, String> {
    (1..=last).try_for_each(|number| context.report(&Step { number })).map_err(|error| error.to_string())?;
    Ok(last)
}
rust_interop::procedure!(count);

/// Reports progress of a type without a size.
#[expect(clippy::needless_pass_by_value, reason = "a procedure owns its input")]
fn spell(word: String, context: &Context<str>) -> Result<bool, String> {
    word.char_indices()
        .try_for_each(|(start, letter)| context.report(&word[start..start + letter.len_utf8()]))
        .map_err(|error| error.to_string())?;
    let (wake, woken) = mpsc::channel();
    let _registration = context.on_cancel(move || _ = wake.send(()));
    woken.recv().map_err(|error| error.to_string())?;
    Ok(context.is_cancelled())
}
rust_interop::procedure!(spell);

/// Works until it should begin nothing more.
fn work_off(done: u32, context: &Context<str>) -> Result<u32, String> {
    let (wake, woken) = mpsc::channel();
    let _registration = context.on_drain(move || _ = wake.send(()));
    context.report("working").map_err(|error| error.to_string())?;
    woken.recv().map_err(|error| error.to_string())?;
    if context.is_draining() && !context.is_cancelled() { Ok(done + 1) } else { Err("not drained".to_owned()) }
}
rust_interop::procedure!(work_off);

unsafe extern "C" {
    fn own_procedures_double(input_json: *const c_char) -> *mut c_char;
    fn own_procedures_double_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
    fn own_procedures_invoke(input_json: *const c_char) -> *mut c_char;
    fn own_procedures_start(input_json: *const c_char) -> *mut c_char;
    fn own_procedures_count(input_json: *const c_char) -> *mut c_char;
    fn own_procedures_count_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
    fn own_procedures_spell_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
    fn own_procedures_work_off_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
    fn own_procedures_travel(input_json: *const c_char) -> *mut c_char;
    fn own_procedures_travel_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
}

#[test]
fn procedure_without_context_replies() {
    assert_eq!(c_caller::call(own_procedures_double, "21"), "42");
    let too_large = c_caller::call(own_procedures_double, "3000000000");
    assert_eq!(too_large, r#"{"error":{"kind":"failed","message":"the number is too large"}}"#);
}

#[test]
fn procedure_without_context_completes_when_started() {
    assert_eq!(Run::start(own_procedures_double_async, Some("21")).wait(), [Event::Completed("42".to_owned())]);
}

#[test]
fn procedure_whose_name_is_common_is_the_users() {
    assert_eq!(c_caller::call(own_procedures_invoke, "\"four\""), "4");
    let no_text = c_caller::call(own_procedures_invoke, "\"\"");
    assert_eq!(no_text, r#"{"error":{"kind":"failed","message":"there is no text"}}"#);
    assert_eq!(c_caller::call(own_procedures_start, "null"), "null");
}

#[test]
fn procedure_with_a_typed_error_replies_with_its_message_and_value() {
    const REPLY: &str = concat!(
        r#"{"error":{"kind":"failed","message":"no train to \"Oz\"","#,
        r#""value":{"kind":"no_train","station":"Oz","days":340282366920938463463374607431768211455}}}"#
    );
    assert_eq!(c_caller::call(own_procedures_travel, "\"Oz\""), REPLY);
    assert_eq!(Run::start(own_procedures_travel_async, Some("\"Oz\"")).wait(), [Event::Completed(REPLY.to_owned())]);
}

#[test]
fn procedure_with_a_typed_error_that_json_cannot_hold_replies_with_its_message_and_says_so() {
    assert_eq!(
        c_caller::call(own_procedures_travel, "null"),
        r#"{"error":{"kind":"failed","message":"no fare (the error's value cannot be written as JSON: key must be a string)"}}"#
    );
}

#[test]
fn procedure_with_typed_progress_reports_it() {
    assert_eq!(c_caller::call(own_procedures_count, "2"), "2");
    let events = Run::start(own_procedures_count_async, Some("2")).wait();
    let progress = |number| Event::Progress(format!(r#"{{"number":{number}}}"#));
    assert_eq!(events, [progress(1), progress(2), Event::Completed("2".to_owned())]);
}

#[test]
fn procedure_with_typed_progress_is_cancelled() {
    let run = Run::start(own_procedures_spell_async, Some("\"é!\""));
    assert_eq!([run.next(), run.next()], ["\"é\"", "\"!\""].map(|letter| Event::Progress(letter.to_owned())));
    run.cancel();
    assert_eq!(run.wait(), [Event::Completed("true".to_owned())]);
}

#[test]
fn procedure_that_is_drained_ends_its_work() {
    let run = Run::start(own_procedures_work_off_async, Some("4"));
    assert_eq!(run.next(), Event::Progress("\"working\"".to_owned()));
    run.drain();
    assert_eq!(run.wait(), [Event::Completed("5".to_owned())]);
}

#[test]
fn procedure_with_typed_progress_is_a_function_that_a_test_can_call() {
    assert_eq!(count(2, &Context::default()), Ok(2));
}

#[test]
fn procedures_of_a_library_are_listed_by_symbol() {
    let listed = ["count", "double", "invoke", "spell", "start", "travel", "work_off"]
        .map(|name| format!(r#"{{"name":"{name}","symbol":"own_procedures_{name}"}}"#));
    assert_eq!(c_caller::procedures(), format!("[{}]", listed.join(",")));
}
