//! Ends the process of a caller that gives back memory which isn't its to give: going on would corrupt memory.

use std::io::Write;
use std::process;

use super::standard_stream;

/// What is wrong with the memory that a caller gives back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misuse {
    /// It isn't this library's, or it was given back so long ago that nothing of it is left.
    Foreign,
    /// It was already given back.
    Twice,
}

/// What a function takes back, and the word for doing so.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    pub(super) noun: &'static str,
    pub(super) given_back: &'static str,
}

/// Writes one line on standard error that says what is wrong, and aborts.
pub(super) fn end_process<T>(misuse: Misuse, function: &str, pointer: *const T, kind: Kind) -> ! {
    let Kind { noun, given_back } = kind;
    let reason = match misuse {
        Misuse::Foreign => format_args!("which is not a {noun} of this library, or was already {given_back}"),
        Misuse::Twice => format_args!("a {noun} that was already {given_back}"),
    };
    // Uses neither the heap, which may be damaged, nor a lock, which may be held.
    let mut line = [0; 256];
    let mut rest = line.as_mut_slice();
    let is_whole = writeln!(rest, "rust-interop: {function} was given {pointer:p}, {reason}; aborting").is_ok();
    debug_assert!(is_whole, "the line is too long");
    let left = rest.len();
    // If standard error can't be written, there is nowhere else to report it.
    let _ = standard_stream::error().write_all(&line[..line.len() - left]);
    process::abort()
}
