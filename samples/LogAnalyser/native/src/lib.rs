//! Figures for each minute of a web server's log, for .NET.

mod entry;
mod minutes;

use std::fs::File;

use rust_interop::{Record, Stream};
use serde::Serialize;

use minutes::Minutes;

/// What happened in a minute.
#[derive(Debug, PartialEq, Serialize, Record)]
struct Minute {
    /// As in the log: `26/Nov/2026:22:06`.
    time: String,
    requests: u64,
    /// The requests with a status of 500 or more.
    failures: u64,
    /// The bytes that were sent.
    bytes: u64,
    /// How many different addresses the requests came from.
    visitors: usize,
}

/// The minutes of a log in the common or combined format, which Apache and nginx write, in the order of the file.
///
/// # Errors
/// The file cannot be read.
#[rust_interop::export]
fn minutes(path: &str) -> Result<Stream<Result<Minute, String>>, String> {
    let unreadable = |error| format!("`{path}` cannot be read: {error}");
    let file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    let path = path.to_owned();
    Ok(Stream::with_context(move |context| Minutes::new(path, file, size, context)))
}
