use super::{Protocol, Source};

/// The beginning of an output stream, up to a limit. Remembers whether there was more.
#[derive(Debug)]
pub(crate) struct Capture {
    kept: Vec<u8>,
    limit: usize,
    truncated: bool,
}

impl Capture {
    pub(crate) fn new(limit: usize) -> Self {
        Self { kept: Vec::new(), limit, truncated: false }
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        let room = self.limit - self.kept.len();
        self.kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
        self.truncated |= bytes.len() > room;
    }

    pub(crate) fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// The text so far.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.kept).into_owned()
    }

    /// Removes and returns the last line, if it begins with `beginning`.
    pub(crate) fn take_last_line(&mut self, beginning: &str) -> Option<String> {
        let end = self.kept.trim_ascii_end().len();
        let start = self.kept[..end].iter().rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
        let line = self.kept[start..end].starts_with(beginning.as_bytes()).then(|| self.kept.split_off(start))?;
        Some(String::from_utf8_lossy(line.trim_ascii_end()).into_owned())
    }

    /// The text. Bytes that aren't UTF-8 become U+FFFD, except that a character which the limit cut in two is left out.
    pub(crate) fn into_text(mut self) -> String {
        if self.truncated
            && let Err(error) = std::str::from_utf8(&self.kept)
            && error.error_len().is_none()
        {
            self.kept.truncate(error.valid_up_to());
        }
        String::from_utf8(self.kept).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }
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
}

impl Protocol for Captures {
    fn receive(&mut self, source: Source, bytes: &[u8]) {
        match source {
            Source::Stdout => self.stdout.push(bytes),
            Source::Stderr => self.stderr.push(bytes),
            Source::Log => {}
        }
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
    fn push_beyond_the_limit_keeps_the_beginning() {
        let capture = capture(3, &[b"ab", b"cd", b"ef"]);
        assert!(capture.is_truncated());
        assert_eq!(capture.into_text(), "abc");
    }

    #[test]
    fn into_text_character_cut_by_the_limit_is_left_out() {
        assert_eq!(capture(2, &["aé".as_bytes()]).into_text(), "a");
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
