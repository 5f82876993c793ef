//! What a function takes and returns.

use std::{fmt, future};

use c_caller::Event;
use rust_interop::{Context, Record, export};
use serde::{Deserialize, Serialize};

use crate::exports::{events_so_far, exports};
use crate::futures::{another_thread, another_turn};

#[export]
async fn ready() -> u32 {
    future::ready(42).await
}

#[test]
fn async_function_that_is_ready_completes_before_its_start_returns() {
    assert_eq!(exports!("ready").call("{}"), "42");
    assert_eq!(events_so_far(&exports!("ready").start("{}")), [Event::Completed("42".to_owned())]);
}

#[export]
async fn repeat(text: String, mut times: usize) -> String {
    let mut repeated = String::new();
    while times > 0 {
        another_turn().await;
        another_thread().await;
        repeated.push_str(&text);
        times -= 1;
    }
    repeated
}

#[test]
fn async_function_owns_its_arguments() {
    assert_eq!(exports!("repeat").call(r#"{"text":"ab","times":3}"#), "\"ababab\"");
    assert_eq!(exports!("repeat").call(r#"{"text":"ab","times":0}"#), "\"\"");
}

#[derive(Deserialize, Record)]
struct Query {
    words: Vec<String>,
}

#[export]
async fn find(query: &Query, context: &Context, text: &str, from: &[usize]) -> Option<usize> {
    another_thread().await;
    let start = from.iter().sum();
    let found = query.words.iter().filter_map(|word| text.get(start..)?.find(word));
    another_thread().await;
    if context.is_cancelled() { None } else { found.min() }
}

#[export]
async fn length(text: &str) -> usize {
    another_thread().await;
    text.len()
}

#[test]
fn async_function_borrows_from_its_input() {
    let input = r#"{"query":{"words":["x","o"]},"text":"foo and ox","from":[1,2]}"#;
    assert_eq!(exports!("find").call(input), "5");
    assert_eq!(exports!("length").call("\"four\""), "4");
}

#[test]
fn async_function_whose_input_does_not_fit_replies_where() {
    let reply = exports!("repeat").call(r#"{"text":"a","times":"b"}"#);
    assert!(reply.starts_with(r#"{"error":{"kind":"invalid_input""#) && reply.contains(r#""path":"times""#), "{reply}");
    assert!(exports!("length").call("\"four").contains("invalid_json"));
    let no_input = c_caller::Run::start(exports!("length").start, None);
    assert!(matches!(&events_so_far(&no_input)[..], [Event::Completed(reply)] if reply.contains("null_pointer")));
}

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
async fn travel(station: String) -> Travelled {
    another_thread().await;
    if station.is_empty() { Ok(()) } else { Err(TravelError::NoTrain { station }) }
}

#[export]
async fn fail(why: String) -> Result<(), String> {
    future::ready(Err(why)).await
}

#[test]
fn async_function_that_fails_replies_with_its_error() {
    assert_eq!(
        exports!("travel").call("\"Oz\""),
        r#"{"error":{"kind":"failed","message":"no train to Oz","value":{"kind":"NoTrain","station":"Oz"}}}"#
    );
    assert_eq!(exports!("travel").call("\"\""), "null");
    assert_eq!(exports!("fail").call("\"so\""), r#"{"error":{"kind":"failed","message":"so"}}"#);
}

#[derive(Serialize, Record)]
struct Step {
    number: u32,
}

#[export]
async fn count(up_to: u32, context: &Context<Step>) -> Result<u32, String> {
    for number in 1..=up_to {
        context.report(&Step { number }).map_err(|error| error.to_string())?;
        another_thread().await;
    }
    Ok(up_to)
}

#[test]
fn async_function_reports_its_progress() {
    let run = exports!("count").start("2");
    let step = |number| Event::Progress(format!(r#"{{"number":{number}}}"#));
    assert_eq!(run.wait(), [step(1), step(2), Event::Completed("2".to_owned())]);
    assert_eq!(c_caller::call(exports!("count").invoke, "2"), "2");
}

#[test]
fn async_functions_are_listed() {
    assert!(c_caller::procedures().contains(r#"{"name":"repeat","symbol":"async_functions_repeat"}"#));
}
