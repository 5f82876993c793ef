//! The script that runs the action on the far side. The action isn't in the command line: it is sent once the wrapper
//! has shown that it runs, so whatever answered before that can't have run it.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// The longest argument of a program on Linux, less its NUL and the blank before the action.
pub(super) const LONGEST_ACTION: usize = 131_070 - 1;

/// The length of an encoded line: shells read longer ones, but slowly.
const LINE: usize = 60_000;

/// The command line for the far side's login shell. Every shell reads it the same way, and it contains the token only
/// in halves. The prefix is the program that runs the wrapper, if there is one. The second half of the line is for shells
/// that refuse `exec`; after an `exec`, it isn't reached.
pub(super) fn command_line(prefix: &str, halves: &[String; 2]) -> String {
    let (start, wrapper) = (start(prefix, halves), wrapper());
    format!("exec {start}'{wrapper}'; {start}'{wrapper}'")
}

/// The wrapper as one word.
fn wrapper() -> String {
    let lines = include_str!("wrapper.sh").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.collect::<Vec<_>>().join("; ")
}

/// How the command line begins, which nobody can know before it is sent.
pub(super) fn beginning(prefix: &str, halves: &[String; 2]) -> String {
    format!("exec {}", start(prefix, halves))
}

fn start(prefix: &str, [first, second]: &[String; 2]) -> String {
    format!(r#"{prefix}sh -c 'eval "$2"' {first} {second} "#)
}

/// Encodes the action and its variables as the wrapper reads them. The wrapper's marks then have the token. With
/// `outlives`, the action keeps running when the connection is lost.
pub(super) fn encode(action: &str, variables: &BTreeMap<&str, Cow<'_, str>>, token: &str, outlives: bool) -> Vec<u8> {
    let watch = if outlives { "detached" } else { "watched" };
    let mut text = Vec::with_capacity(action.len() + action.len() / 8 + 128);
    text.extend([watch, " ", token, "\n"].concat().bytes());
    write_lines(action.as_bytes(), &mut text);
    for (name, value) in variables {
        text.extend_from_slice(name.as_bytes());
        text.push(b'\n');
        write_lines(value.as_bytes(), &mut text);
    }
    text.push(b'\n');
    text
}

/// Writes the bytes in encoded lines, ended by an empty one.
fn write_lines(mut bytes: &[u8], text: &mut Vec<u8>) {
    while !bytes.is_empty() {
        bytes = &bytes[write_line(bytes, text)..];
    }
    text.push(b'\n');
}

/// Writes as many of the bytes as there is room for in a line of ASCII without control characters, as `printf %b` reads
/// it. Returns how many that were. Of no bytes, there is no line.
pub(super) fn write_line(bytes: &[u8], text: &mut Vec<u8>) -> usize {
    let start = text.len();
    let mut taken = 0;
    for &byte in bytes {
        if text.len() - start >= LINE {
            break;
        }
        match byte {
            b'\n' => text.extend_from_slice(br"\n"),
            b' '..=b'~' if byte != b'\\' => text.push(byte),
            _ => text.extend([b'\\', b'0', b'0' + (byte >> 6), b'0' + (byte >> 3 & 7), b'0' + (byte & 7)]),
        }
        taken += 1;
    }
    if taken > 0 {
        text.push(b'\n');
    }
    taken
}

/// Makes the far watchdog end the action.
pub(super) const STOP: &[u8] = b"stop\n";

#[cfg(test)]
#[cfg(unix)]
mod tests;
