/// The beginning of an output stream, up to a limit; what comes later is counted as lost.
#[derive(Debug)]
pub(super) struct Capture {
    kept: Vec<u8>,
    limit: usize,
    truncated: bool,
}

impl Capture {
    pub(super) fn new(limit: usize) -> Self {
        Self { kept: Vec::new(), limit, truncated: false }
    }

    pub(super) fn push(&mut self, bytes: &[u8]) {
        let room = self.limit - self.kept.len();
        self.kept.extend_from_slice(&bytes[..bytes.len().min(room)]);
        self.truncated |= bytes.len() > room;
    }

    pub(super) fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// The text; bytes that are not UTF-8 become U+FFFD, but for a character that only the limit cut in two: it goes.
    pub(super) fn into_text(mut self) -> String {
        if self.truncated
            && let Err(error) = std::str::from_utf8(&self.kept)
            && error.error_len().is_none()
        {
            self.kept.truncate(error.valid_up_to());
        }
        String::from_utf8(self.kept).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
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
    fn into_text_invalid_bytes_are_replaced() {
        assert_eq!(capture(9, &[b"a\xFFb", b"\xC3"]).into_text(), "a\u{FFFD}b\u{FFFD}");
    }
}
