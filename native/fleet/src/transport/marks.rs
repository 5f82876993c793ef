use crate::process::capture::Capture;
use crate::process::live_output::LiveStream;

/// The longest mark. The names of what holds the output open are the longest part.
const LONGEST_MARK: usize = 4096;

/// Bytes kept of what a login shell says before the action runs.
const NOISE: usize = 2048;

/// How far the wrapper has come, as one of its streams shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Stage {
    /// Nothing is known about it.
    #[default]
    Unknown,
    /// It runs, and waits for the action.
    Begun,
    /// It has started the action.
    Running,
    /// The action has ended.
    Ended,
}

/// An output stream of the wrapper. Its marks are removed while it is read, whatever the limit. They separate the
/// action's own output from what came before and after it.
#[derive(Debug)]
pub(super) struct MarkedStream {
    /// The token of the next mark. The first mark has a token of its own.
    token: Vec<u8>,
    next_token: Option<Vec<u8>>,
    /// What may be the beginning of a mark.
    pending: Vec<u8>,
    stage: Stage,
    status: Option<u32>,
    holders: Option<String>,
    noise: Capture,
    output: Capture,
}

impl MarkedStream {
    /// For a wrapper that marks its begin with one token and everything else with the other, which it gets later.
    pub(super) fn new([begin, rest]: [&str; 2], limit: usize) -> Self {
        Self {
            token: begin.as_bytes().to_owned(),
            next_token: Some(rest.as_bytes().to_owned()),
            pending: Vec::new(),
            stage: Stage::default(),
            status: None,
            holders: None,
            noise: Capture::new(NOISE),
            output: Capture::new(limit),
        }
    }

    /// Reports the action's output while it runs.
    pub(super) fn report_to(&mut self, stream: LiveStream) {
        self.output.report_to(stream);
    }

    /// Whether it can take more. Only the action has to wait.
    pub(super) fn has_room(&self) -> bool {
        self.stage != Stage::Running || self.output.has_room()
    }

    pub(super) fn stage(&self) -> Stage {
        self.stage
    }

    /// The action's exit status as the far shell reports it, once the action has ended.
    pub(super) fn status(&self) -> Option<u32> {
        self.status
    }

    /// The processes that hold the output of an ended action open; empty if there are none. `None` until the wrapper
    /// has checked.
    pub(super) fn holders(&self) -> Option<&str> {
        self.holders.as_deref()
    }

    /// What came before the action ran.
    pub(super) fn noise(&self) -> String {
        self.noise.text()
    }

    pub(super) fn receive(&mut self, bytes: &[u8]) {
        if self.pending.is_empty() {
            self.scan(bytes);
        } else {
            let mut all = std::mem::take(&mut self.pending);
            all.extend_from_slice(bytes);
            self.scan(&all);
        }
    }

    /// Ends the stream. Returns the noise and the output.
    pub(super) fn finish(mut self) -> (Capture, Capture) {
        let pending = std::mem::take(&mut self.pending);
        self.keep(&pending);
        (self.noise, self.output)
    }

    fn scan(&mut self, mut bytes: &[u8]) {
        while let Some(start) = find(bytes, &self.token) {
            let behind = &bytes[start + self.token.len()..];
            let Some(length) = behind.iter().take(LONGEST_MARK).position(|&byte| byte == b'\n') else {
                if behind.len() < LONGEST_MARK {
                    self.keep(&bytes[..start]);
                    bytes[start..].clone_into(&mut self.pending);
                    return;
                }
                let text = start + self.token.len();
                self.keep(&bytes[..text]);
                bytes = &bytes[text..];
                continue;
            };
            self.keep(&bytes[..start]);
            self.take_mark(&behind[..length]);
            bytes = &behind[length + 1..];
        }
        let whole = bytes.len() - beginning_at_the_end(bytes, &self.token);
        self.keep(&bytes[..whole]);
        bytes[whole..].clone_into(&mut self.pending);
    }

    fn keep(&mut self, bytes: &[u8]) {
        match self.stage {
            Stage::Unknown | Stage::Begun => self.noise.push(bytes),
            Stage::Running => self.output.push(bytes),
            Stage::Ended => {}
        }
    }

    fn take_mark(&mut self, mark: &[u8]) {
        let mark = String::from_utf8_lossy(mark);
        let Some(mark) = mark.trim_end().strip_prefix(' ') else { return };
        let stage = match mark.split_once(' ') {
            None if mark == "begin" => {
                if let Some(token) = self.next_token.take() {
                    self.token = token;
                }
                Stage::Begun
            }
            _ if self.next_token.is_some() => return,
            None if mark == "run" => Stage::Running,
            None if mark == "left" => {
                self.holders.get_or_insert_default();
                return;
            }
            Some(("left", holders)) => {
                self.holders.get_or_insert_with(|| holders.to_owned());
                return;
            }
            Some(("end", status)) if let Ok(status) = status.parse() => {
                self.status.get_or_insert(status);
                Stage::Ended
            }
            _ => return,
        };
        self.stage = self.stage.max(stage);
    }
}

fn find(bytes: &[u8], token: &[u8]) -> Option<usize> {
    let mut from = 0;
    while let Some(start) = bytes[from..].iter().position(|&byte| byte == token[0]) {
        if bytes[from + start..].starts_with(token) {
            return Some(from + start);
        }
        from += start + 1;
    }
    None
}

/// How many bytes at the end may be the beginning of a token.
fn beginning_at_the_end(bytes: &[u8], token: &[u8]) -> usize {
    (1..token.len()).rev().find(|&length| bytes.ends_with(&token[..length])).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: &str = "motd\nTok run\nBeg end 1\nBeg begin\nmore\nTok run\nBeg end 1\nTok not a mark\nTo tail\nxTok end 3\n\
                       logout\nTok left a (1) b (2)\n";

    fn stream(pieces: &[&[u8]]) -> MarkedStream {
        let mut stream = MarkedStream::new(["Beg", "Tok"], 1000);
        for piece in pieces {
            stream.receive(piece);
        }
        stream
    }

    #[test]
    fn receive_in_pieces_of_any_size_is_the_same() {
        for size in 1..=ALL.len() {
            let stream = stream(&ALL.as_bytes().chunks(size).collect::<Vec<_>>());
            assert_eq!(
                (stream.stage(), stream.status(), stream.holders()),
                (Stage::Ended, Some(3), Some("a (1) b (2)"))
            );
            let (noise, output) = stream.finish();
            assert_eq!(noise.into_text(), "motd\nTok run\nmore\n");
            assert_eq!(output.into_text(), "Beg end 1\nTo tail\nx", "{size}");
        }
    }

    #[test]
    fn receive_marks_beyond_the_limit_are_recognised() {
        let mut stream = MarkedStream::new(["Beg", "Tok"], 2);
        stream.receive(b"Beg begin\nTok run\nabcdTok end 0\nTok left\n");
        assert_eq!((stream.status(), stream.holders()), (Some(0), Some("")));
        let (_, output) = stream.finish();
        assert!(output.is_truncated());
        assert_eq!(output.into_text(), "a\n[… 2 bytes left out …]\nd");
    }

    #[test]
    fn receive_token_without_a_line_end_is_text() {
        let text = format!("Beg begin\nTok run\nTok end 1{}", "x".repeat(2 * LONGEST_MARK));
        let stream = stream(&[text.as_bytes()]);
        assert_eq!((stream.stage(), stream.status()), (Stage::Running, None));
        assert!(stream.finish().1.into_text().starts_with("Tok end 1xxx"));
    }

    #[test]
    fn receive_mark_with_a_carriage_return_is_recognised() {
        let stream = stream(&[b"Beg begin\r\nTok run\r\nTok end 4\r\nTok left\r\n"]);
        assert_eq!((stream.stage(), stream.status(), stream.holders()), (Stage::Ended, Some(4), Some("")));
    }

    #[test]
    fn finish_beginning_of_a_token_is_text() {
        assert_eq!(stream(&[b"Beg begin\nTok run\nTo"]).finish().1.into_text(), "To");
        assert_eq!(stream(&[b"Beg begin\nTok run\nTok end 1"]).finish().1.into_text(), "Tok end 1");
    }

    #[test]
    fn receive_second_status_is_ignored() {
        let stream = stream(&[b"Beg begin\nTok run\nTok end 1\nTok end 0\nTok end -1\nTok end\nTok run\n"]);
        assert_eq!((stream.stage(), stream.status()), (Stage::Ended, Some(1)));
    }
}
