//! Types that are not known.

use rust_interop::{Record, export};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct Unknown;

#[derive(Serialize, Deserialize, Record)]
struct HasUnknown {
    a: u8,
    unknown: Vec<Unknown>, //~ C# cannot know what `Unknown` looks like
}

#[derive(Serialize, Deserialize, Record)]
enum HasUnknownVariant {
    Unknown(Unknown), //~ C# cannot know what `Unknown` looks like
}

#[derive(Record)]
#[record(like = Unknown)] //~ C# cannot know what `Unknown` looks like
struct LikeUnknown;

#[derive(Record)]
struct OptionalOfOther {
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    text: Option<String>, //~ `rust_interop::optional` is for a field `Option<Option<T>>`, and not for `std::option::Option<String>`
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    unknown: Option<Option<Unknown>>, //~ C# cannot know what `Unknown` looks like
}

#[derive(Serialize, Record)]
struct OnlyWritten;

#[derive(Deserialize, Record)]
struct OnlyRead;

#[export]
fn unknown_argument(unknown: Unknown) {} //~ C# cannot know what `Unknown` looks like

#[export]
fn unknown_arguments(a: u8, unknown: &[Unknown]) {} //~ C# cannot know what `Unknown` looks like

#[export]
fn unknown_output() -> Result<Unknown, String> { //~ C# cannot know what `Unknown` looks like
    Ok(Unknown)
}

#[export]
fn unknown_progress(context: &rust_interop::Context<Unknown>) {} //~ C# cannot know what `Unknown` looks like

#[export] //~ OnlyWritten: Deserialize<
fn unread_argument(input: OnlyWritten) {} //~ OnlyWritten: DeserializeOwned

#[export] //~ OnlyWritten: Deserialize<
fn unread_arguments(a: u8, input: OnlyWritten) {} //~ OnlyWritten: DeserializeOwned //~ OnlyWritten: Deserialize<

#[export] //~ OnlyRead: Serialize
fn unwritten_output() -> OnlyRead { //~ OnlyRead: Serialize
    OnlyRead
}

#[export]
fn unwritten_progress(context: &rust_interop::Context<OnlyRead>) {} //~ OnlyRead: Serialize

type Job = rust_interop::Context<u8>;

#[export] //~ Context<u8>: Deserialize
fn alias_of_a_context(job: &Job) {} //~ C# cannot know what `rust_interop::Context<u8>` looks like //~ Context<u8>: Deserialize

#[export]
fn one_item(tuple: (u8,)) {} //~ C# cannot know what `(u8,)` looks like

#[derive(Serialize, Record)]
struct NoText;

#[export] //~ `NoText` doesn't implement //~ TypedError<NoText>` cannot be the error of a procedure
fn error_without_a_text() -> Result<(), NoText> { //~ `NoText` doesn't implement
    Ok(())
}

#[derive(Record)]
struct NotData;

impl std::fmt::Display for NotData {
    fn fmt(&self, _: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        Ok(())
    }
}

#[export] //~ NotData: Serialize //~ TypedError<NotData>` cannot be the error of a procedure
fn error_that_is_not_data() -> Result<(), NotData> { //~ NotData: Serialize
    Ok(())
}

fn main() {}
