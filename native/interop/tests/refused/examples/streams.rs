//! Streams where none can be.

use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

use rust_interop::{Record, Stream, export};
use serde::{Deserialize, Serialize};

#[export]
fn takes(stream: Stream<u8>) {} //~ a stream leads from Rust to C#, so no input can have one

#[derive(Deserialize, Record)]
struct Input {
    stream: Option<Stream<u8>>,
}

#[export]
fn takes_within(number: u8, inputs: Vec<Input>) {} //~ a stream leads from Rust to C#, so no input can have one

#[derive(Debug, Serialize, Record)]
struct Failure {
    within: Vec<Opened>,
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("failed")
    }
}

#[derive(Debug, Serialize, Record)]
struct Opened {
    stream: Stream<u8>,
}

#[export]
fn fails() -> Result<(), Failure> { //~ nobody disposes of an exception, so an error cannot have a stream: return the stream otherwise
    Ok(())
}

#[export]
fn fails_later() -> impl Iterator<Item = Result<u8, Failure>> + Send { //~ nobody disposes of an exception
    std::iter::empty()
}

#[derive(Serialize, Record)]
#[serde(untagged)]
enum Either {
    One(Opened), //~ C# reads an untagged enum by trying the variants, but can take a stream only once: give the enum a `tag`
    Two { other: u8 },
}

#[derive(Serialize, Record)]
struct Keyed {
    map: BTreeMap<Stream<u8>, u8>, //~ in JSON, the names of members are text
}

#[derive(Serialize, Record)]
struct Flattened {
    #[serde(flatten)]
    stream: Stream<u8>, //~ `flatten` is possible for a struct and for a map
}

#[derive(Serialize)]
struct NotDescribed;

#[derive(Serialize, Record)]
struct Of {
    stream: Stream<NotDescribed>, //~ C# cannot know what `NotDescribed` looks like
    results: Stream<Result<u8, std::io::Error>>, //~ `Result<u8, std::io::Error>` cannot be the item of a stream
}

#[export]
fn shows() -> impl fmt::Display { //~ C# needs to know the type: name it instead of `impl`, or return `impl Iterator<Item = …> + Send + use<>`, alone or in a `Result`
    1
}

#[export]
fn many() -> Vec<impl Iterator<Item = u8> + Send> { //~ C# needs to know the type
    vec![0..1]
}

#[export]
fn borrows(text: &str) -> impl Iterator<Item = char> + Send { //~ the iterator outlives the call, so it cannot borrow from the arguments: write `+ use<>` behind it, and clone or move what it needs
    text.chars()
}

#[export] //~ `Rc<u8>` cannot be sent between threads safely
fn stays() -> impl Iterator<Item = usize> {
    let shared = Rc::new(1_u8);
    (0..1_usize).map(move |number| number + usize::from(*shared))
}

fn main() {}
