//! The end of a process whose caller gives back what it does not have: to go on would corrupt its memory.

use std::io::Write;
use std::process;

use super::standard_stream;

/// What is wrong with memory that a caller gives back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misuse {
    /// It is not this library's, or it was given back so long ago that nothing can be said any more.
    Foreign,
    /// It was given back before.
    Twice,
}

/// What a function takes back, and what becomes of it there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Kind {
    pub(super) noun: &'static str,
    pub(super) given_back: &'static str,
}

/// Says in one line on standard error what is wrong, and aborts.
pub(super) fn end_process<T>(misuse: Misuse, function: &str, pointer: *const T, kind: Kind) -> ! {
    let Kind { noun, given_back } = kind;
    let reason = match misuse {
        Misuse::Foreign => format_args!("which is no {noun} of this library or was {given_back} before"),
        Misuse::Twice => format_args!("a {noun} that was {given_back} before"),
    };
    // Neither the heap is used, which may be damaged, nor a lock, which may be held.
    let mut line = [0; 256];
    let mut rest = line.as_mut_slice();
    let is_whole =
        writeln!(rest, "rust-interop: {function} was given {pointer:p}, {reason}; the process ends here").is_ok();
    debug_assert!(is_whole, "the line is too long");
    let left = rest.len();
    // Where standard error cannot be written there is nobody to say it to.
    let _ = standard_stream::error().write_all(&line[..line.len() - left]);
    process::abort()
}
