use std::mem;

use super::{Protocol, Source};
use crate::process::live_output::LiveStream;
use crate::utf8;

/// The beginning and the end of an output stream, which together have up to `limit` bytes. Counts what is left out
/// between them.
#[derive(Debug)]
pub(crate) struct Capture {
    /// The beginning, and then the end: a ring once something is left out.
    kept: Vec<u8>,
    limit: usize,
    /// Where in the ring its oldest byte is.
    oldest: usize,
    left_out: u64,
    /// Gets all of the stream, while it is read.
    live: Option<LiveStream>,
}

impl Capture {
    pub(crate) fn new(limit: usize) -> Self {
        Self { kept: Vec::new(), limit, oldest: 0, left_out: 0, live: None }
    }

    pub(crate) fn report_to(&mut self, stream: LiveStream) {
        self.live = Some(stream);
    }

    pub(crate) fn has_room(&self) -> bool {
        self.live.as_ref().is_none_or(LiveStream::has_room)
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        if let Some(live) = &mut self.live {
            live.push(bytes);
        }
        let room = self.limit - self.kept.len();
        let (kept, rest) = bytes.split_at(bytes.len().min(room));
        self.kept.extend_from_slice(kept);
        if rest.is_empty() {
            return;
        }
        // Each of these bytes takes the place of another one.
        self.left_out += rest.len() as u64;
        let beginning = self.beginning();
        let ring = &mut self.kept[beginning..];
        let last = &rest[rest.len().saturating_sub(ring.len())..];
        let (up_to_the_end, from_the_start) = last.split_at(last.len().min(ring.len() - self.oldest));
        ring[self.oldest..][..up_to_the_end.len()].copy_from_slice(up_to_the_end);
        ring[..from_the_start.len()].copy_from_slice(from_the_start);
        self.oldest = if from_the_start.is_empty() { self.oldest + last.len() } else { from_the_start.len() };
    }

    pub(crate) fn is_truncated(&self) -> bool {
        self.left_out > 0
    }

    /// The text so far.
    pub(crate) fn text(&self) -> String {
        Self { kept: self.kept.clone(), live: None, ..*self }.into_text()
    }

    /// Removes and returns the last line, if it begins with `beginning`. A line whose beginning is left out doesn't.
    pub(crate) fn take_last_line(&mut self, beginning: &str) -> Option<String> {
        self.straighten();
        let from = if self.is_truncated() { self.beginning() } else { 0 };
        let end = from + self.kept[from..].trim_ascii_end().len();
        let newline = self.kept[from..end].iter().rposition(|&byte| byte == b'\n');
        let start = match newline {
            Some(newline) => from + newline + 1,
            None if self.is_truncated() => return None,
            None => 0,
        };
        let line = self.kept[start..end].starts_with(beginning.as_bytes()).then(|| self.kept.split_off(start))?;
        Some(String::from_utf8_lossy(line.trim_ascii_end()).into_owned())
    }

    /// The text. Bytes that aren't UTF-8 become U+FFFD. A line says how many bytes are left out between the beginning
    /// and the end, those of characters that are cut in two included. With a limit of 0, the text is empty.
    pub(crate) fn into_text(mut self) -> String {
        if let Some(live) = &mut self.live {
            live.finish();
        }
        if !self.is_truncated() || self.limit == 0 {
            return String::from_utf8(self.kept)
                .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned());
        }
        self.straighten();
        let (beginning, end) = self.kept.split_at(self.beginning());
        let beginning = &beginning[..beginning.len() - utf8::cut_at_the_end(beginning)];
        let end = &end[utf8::cut_at_the_start(end)..];
        let left_out = self.left_out + (self.kept.len() - beginning.len() - end.len()) as u64;
        let [beginning, end] = [beginning, end].map(String::from_utf8_lossy);
        format!("{beginning}{}{end}", self::left_out(left_out))
    }

    /// How many of the kept bytes are the beginning, if something is left out.
    fn beginning(&self) -> usize {
        self.limit.div_ceil(2)
    }

    /// Moves the oldest byte of the ring to its start.
    fn straighten(&mut self) {
        if self.oldest > 0 {
            let beginning = self.beginning();
            self.kept[beginning..].rotate_left(mem::take(&mut self.oldest));
        }
    }
}

/// The line in the place of bytes that are left out.
pub(super) fn left_out(bytes: u64) -> String {
    let noun = if bytes == 1 { "byte" } else { "bytes" };
    format!("\n[… {bytes} {noun} left out …]\n")
}

/// Both output streams of a child process.
#[derive(Debug)]
pub(crate) struct Captures {
    pub(crate) stdout: Capture,
    pub(crate) stderr: Capture,
}

impl Captures {
    pub(crate) fn new(limit: usize) -> Self {
        Self { stdout: Capture::new(limit), stderr: Capture::new(limit) }
    }

    /// Reports all output while it is read.
    pub(crate) fn reporting_to(mut self, streams: Option<[LiveStream; 2]>) -> Self {
        if let Some([stdout, stderr]) = streams {
            self.stdout.report_to(stdout);
            self.stderr.report_to(stderr);
        }
        self
    }
}

impl Protocol for Captures {
    fn receive(&mut self, source: Source, bytes: &[u8]) {
        match source {
            Source::Stdout => self.stdout.push(bytes),
            Source::Stderr => self.stderr.push(bytes),
            Source::Log => {}
        }
    }

    fn has_room(&mut self) -> bool {
        self.stdout.has_room() && self.stderr.has_room()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capture(limit: usize, pieces: &[&[u8]]) -> Capture {
        let mut capture = Capture::new(limit);
        for piece in pieces {
            capture.push(piece);
        }
        capture
    }

    #[test]
    fn push_up_to_the_limit_is_not_truncated() {
        let capture = capture(4, &[b"ab", b"cd", b""]);
        assert!(!capture.is_truncated());
        assert_eq!(capture.into_text(), "abcd");
    }

    #[test]
    fn push_beyond_the_limit_keeps_the_beginning_and_the_end() {
        let all = b"0123456789abcdefghij";
        for limit in 1..all.len() {
            let (beginning, end) = (limit.div_ceil(2), all.len() - limit / 2);
            let parts = [&all[..beginning], &all[end..]].map(|part| str::from_utf8(part).unwrap());
            let left_out = all.len() - limit;
            let noun = if left_out == 1 { "byte" } else { "bytes" };
            let expected = format!("{}\n[… {left_out} {noun} left out …]\n{}", parts[0], parts[1]);
            for size in 1..=all.len() {
                let capture = capture(limit, &all.chunks(size).collect::<Vec<_>>());
                assert!(capture.is_truncated());
                assert!(capture.kept.len() <= limit);
                assert_eq!(capture.into_text(), expected, "limit {limit}, pieces of {size}");
            }
        }
    }

    #[test]
    fn push_with_a_limit_of_zero_keeps_nothing() {
        let capture = capture(0, &[b"ab", b"c"]);
        assert!(capture.is_truncated());
        assert_eq!(capture.into_text(), "");
    }

    #[test]
    fn into_text_characters_cut_at_the_gap_are_left_out_on_both_sides() {
        let text = "a€xyz🦀b".as_bytes();
        assert_eq!(capture(6, &[text]).into_text(), "a\n[… 10 bytes left out …]\nb");
        assert_eq!(capture(8, &[text]).into_text(), "a€\n[… 7 bytes left out …]\nb");
        assert_eq!(capture(10, &[text]).into_text(), "a€x\n[… 2 bytes left out …]\n🦀b");
    }

    #[test]
    fn take_last_line_of_what_is_truncated_is_found_at_the_end() {
        for size in 1..40 {
            let mut capture = capture(16, &b"0123456789\nConnect\r\n".chunks(size).collect::<Vec<_>>());
            assert_eq!(capture.take_last_line("Con"), None, "its beginning is left out");
            capture.push(b"Con\n");
            assert_eq!(capture.take_last_line("Con").as_deref(), Some("Con"));
            assert_eq!(capture.into_text(), "01234567\n[… 8 bytes left out …]\nct\r\n");
        }
    }

    #[test]
    fn take_last_line_with_another_beginning_stays() {
        let mut capture = capture(99, &[b"one\ntwo\r\n"]);
        assert_eq!(capture.take_last_line("one"), None);
        assert_eq!(capture.take_last_line("tw").as_deref(), Some("two"));
        assert_eq!(capture.take_last_line("one").as_deref(), Some("one"));
        assert_eq!(capture.take_last_line(""), Some(String::new()));
        assert_eq!(capture.into_text(), "");
    }

    #[test]
    fn into_text_invalid_bytes_are_replaced() {
        assert_eq!(capture(9, &[b"a\xFFb", b"\xC3"]).into_text(), "a\u{FFFD}b\u{FFFD}");
    }
}
