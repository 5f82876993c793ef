//! What runs the action on the far side. The action itself is not in the command line: it is sent when the wrapper has
//! shown that it runs, so that whatever came before has run nothing.

use std::fmt::Write;
use std::sync::LazyLock;

/// The longest argument of a program that Linux takes, less the end of the text and the blank before the action.
pub(super) const LONGEST_ACTION: usize = 131_070 - 1;

/// The lines of an encoded action: shells read longer ones, but slowly.
const LINE: usize = 60_000;

/// The wrapper as one word.
static WRAPPER: LazyLock<String> = LazyLock::new(|| {
    let lines: Vec<_> =
        include_str!("wrapper.sh").lines().filter(|line| !line.is_empty() && !line.starts_with('#')).collect();
    lines.join("; ")
});

/// See [`super::initialise`].
#[cfg(unix)]
pub(super) fn initialise() {
    LazyLock::force(&WRAPPER);
}

/// The command line for the far side's login shell. It is the same to every shell there is, and shows the token in halves.
/// The second half of the line is for those that refuse `exec`; after an `exec` it is not reached.
pub(super) fn command_line(halves: &[String; 2]) -> String {
    let start = start(halves);
    format!("exec {start}'{wrapper}'; {start}'{wrapper}'", wrapper = *WRAPPER)
}

/// How the command line begins: what nobody can know before it was sent.
pub(super) fn beginning(halves: &[String; 2]) -> String {
    format!("exec {}", start(halves))
}

fn start([first, second]: &[String; 2]) -> String {
    format!(r#"sh -c 'eval "$2"' {first} {second} "#)
}

/// The action as the wrapper reads it: ASCII without control characters, in lines, ended by an empty one. Its marks have the
/// token. `outlives` leaves it running when the connection is lost.
pub(super) fn encode(action: &str, token: &str, outlives: bool) -> Vec<u8> {
    let watch = if outlives { "detached" } else { "watched" };
    let mut text = String::with_capacity(action.len() + action.len() / 8 + 64);
    text.extend([watch, " ", token, "\n"]);
    let mut line = 0;
    for byte in action.bytes() {
        if line >= LINE {
            text.push('\n');
            line = 0;
        }
        if matches!(byte, b' '..=b'~') && byte != b'\\' {
            text.push(char::from(byte));
            line += 1;
        } else {
            // Writing into a string does not fail.
            let _ = write!(text, "\\0{byte:03o}");
            line += 5;
        }
    }
    text.push_str("\n\n");
    text.into_bytes()
}

/// Has the far watchdog end the action.
pub(super) const STOP: &[u8] = b"stop\n";

#[cfg(test)]
#[cfg(unix)]
mod tests;
