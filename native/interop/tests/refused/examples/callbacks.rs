//! Callbacks where none can be, and types that they cannot have.

use std::fmt;

use rust_interop::{AsyncCallback, Callback, CallbackError, Record, Stream, export};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

#[export]
fn returns(callback: Callback<u32>) -> Callback<u32> { //~ a callback leads from C# to Rust, so C# cannot get one back
    callback
}

#[derive(Debug, Serialize, Deserialize, Record)]
struct Handler {
    callback: Callback<u32>,
}

#[export]
fn gives_one(callback: Callback<(u8, Handler)>) {} //~ a callback leads from C# to Rust, so C# cannot get one back

#[export]
fn streams(callback: Callback<u32>) -> impl Iterator<Item = Vec<Handler>> + Send { //~ a callback leads from C# to Rust
    std::iter::empty()
}

impl fmt::Display for Handler {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a handler")
    }
}

#[export]
fn fails(callback: Callback<u32>) -> Result<(), Handler> { //~ a callback leads from C# to Rust
    Ok(())
}

#[export]
fn is_returned_by(callback: Callback<u32, Handler>) {} //~ what a callback returns cannot have a callback: take both as arguments

#[export]
fn is_returned_within(callbacks: Vec<Callback<u32, Vec<(u8, Callback<u32>)>>>) {} //~ what a callback returns cannot have a callback

#[export]
fn gets_a_stream(callback: Callback<u32, Option<Stream<u32>>>) {} //~ a stream leads from Rust to C#, so no callback can return one: let it return a list

struct Unknown;

#[export]
fn gets_unknown(callback: Callback<u32, Unknown>) {} //~ C# cannot know what `Unknown` looks like //~ the trait bound `for<'de> Unknown: Deserialize<'de>` is not satisfied

#[derive(Debug, Serialize, Deserialize, Record)]
struct Failure;

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("failed")
    }
}

#[export]
fn gets_a_failure(callback: AsyncCallback<u32, Result<u32, Failure>>) {} //~ no callback can return `Result<u32, Failure>`

#[derive(Serialize, Deserialize, Record)]
struct Looks {
    error: Failing,
}

#[derive(Serialize, Deserialize, Record)]
struct Failing {
    reason: String,
}

#[export]
fn takes_what_looks_like_an_error(callback: Callback<Looks>) {} //~ the first member of what a callback takes or returns must not be named `error`

#[export]
fn gets_what_looks_like_an_error(callback: Callback<u32, Looks>) {} //~ the first member of what a callback takes or returns must not be named `error`

#[export]
fn takes_two_nulls(callback: Callback<Option<Option<u32>>>) {} //~ JSON has only one null

#[derive(Deserialize, Record)]
struct Hook<In: Serialize> {
    callback: Callback<In>,
}

#[derive(Deserialize, Record)]
#[serde(bound = "Out: 'static")]
struct Source<Out: DeserializeOwned + Send + 'static> {
    callback: Callback<(), Vec<Out>>,
}

#[export]
fn hooks_what_looks_like_an_error(hook: Hook<Looks>) {} //~ the first member of what a callback takes or returns must not be named `error`

#[export]
fn hooks_a_callback(hook: Hook<Callback<u32>>) {} //~ a callback leads from C# to Rust, so C# cannot get one back

#[export]
fn hooks_one_within(hook: Hook<(u8, Handler)>) {} //~ a callback leads from C# to Rust, so C# cannot get one back

#[export]
fn is_returned_in_a_generic(source: Source<Handler>) {} //~ what a callback returns cannot have a callback

#[export]
fn propagates(callback: Callback<u32>) -> Result<(), Failure> {
    callback.call(&1)?; //~ `?` couldn't convert the error to `Failure`
    Ok(())
}

fn main() {
    let _: fn(CallbackError) -> String = String::from;
}
