//! The function itself, and the procedure that calls it.

use rust_interop::{Record, export};
use serde::{Deserialize, Serialize};

/// How much to list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    files: usize,
}

#[derive(Serialize, Record)]
pub(crate) struct Listing {
    pub(crate) files: Vec<File>,
}

/// About 50 bytes as JSON.
#[derive(Serialize, Record)]
pub(crate) struct File {
    pub(crate) name: String,
    pub(crate) size: u64,
    pub(crate) share: f64,
    pub(crate) hidden: bool,
}

pub(crate) fn listing(files: usize) -> Listing {
    Listing { files: files_of(files).collect() }
}

pub(crate) fn files_of(files: usize) -> impl Iterator<Item = File> + Send {
    (0..files).map(file)
}

fn file(number: usize) -> File {
    File {
        name: format!("file{number:06}"),
        size: number as u64 * 1000,
        // A few digits, like a measured value.
        share: (number % 1000) as f64 / 1000.0,
        hidden: number.is_multiple_of(7),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a procedure returns a result")]
fn list_files(request: Request) -> Result<Listing, String> {
    Ok(listing(request.files))
}
rust_interop::procedure!(list_files);

/// The same, with generated C#.
#[export]
fn list(files: usize) -> Listing {
    listing(files)
}

/// The same, one after another.
#[export]
fn walk(files: usize) -> impl Iterator<Item = File> + Send {
    files_of(files)
}
