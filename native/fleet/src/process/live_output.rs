//! The output of an action on its way to the caller, while the action runs.

use std::fmt;
use std::mem;
use std::sync::Arc;

use crate::output::OutputStream;
use crate::process::capture;
use crate::process::report_queue::ReportQueue;
use crate::utf8;

/// Puts one stream of an attempt into the queue of its host, as text. What is not UTF-8 becomes U+FFFD.
pub(crate) struct LiveStream {
    queue: Arc<ReportQueue>,
    stream: OutputStream,
    attempt: u32,
    /// The beginning of a character.
    part: Vec<u8>,
    /// Bytes for which the queue had no room. All that follow are left out too.
    left_out: u64,
}

impl LiveStream {
    pub(crate) fn new(queue: &Arc<ReportQueue>, stream: OutputStream, attempt: u32) -> Self {
        Self { queue: Arc::clone(queue), stream, attempt, part: Vec::new(), left_out: 0 }
    }

    pub(crate) fn has_room(&self) -> bool {
        self.queue.has_room()
    }

    pub(crate) fn push(&mut self, bytes: &[u8]) {
        if self.part.is_empty() {
            self.push_whole(bytes);
        } else {
            let mut joined = mem::take(&mut self.part);
            joined.extend_from_slice(bytes);
            self.push_whole(&joined);
        }
    }

    /// Puts the rest into the queue, or a line that says how much was left out.
    pub(crate) fn finish(&mut self) {
        let part = mem::take(&mut self.part);
        self.push_bytes(&part);
        let left_out = mem::take(&mut self.left_out);
        if left_out > 0 {
            self.queue.push_last_output(self.stream, self.attempt, &capture::left_out(left_out));
        }
    }

    /// Keeps a character that isn't complete for the next time.
    fn push_whole(&mut self, bytes: &[u8]) {
        let (whole, part) = bytes.split_at(bytes.len() - utf8::cut_at_the_end(bytes));
        part.clone_into(&mut self.part);
        self.push_bytes(whole);
    }

    fn push_bytes(&mut self, bytes: &[u8]) {
        let is_taken =
            self.left_out == 0 && self.queue.push_output(self.stream, self.attempt, &String::from_utf8_lossy(bytes));
        if !is_taken {
            self.left_out += bytes.len() as u64;
        }
    }
}

impl fmt::Debug for LiveStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LiveStream").field("stream", &self.stream).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::report_queue::tests::{ROOM, queue, text};
    use rust_interop::boundary::lock::lock;

    #[test]
    fn push_in_pieces_of_any_size_is_the_same_text() {
        let bytes = b"a\xC3\xA9\xE2\x82\xAC\xFF\xF0\x9F\xA6\x80\x80\xE2\x82b\xED\xA0\x80\xF0\x9F\xA6";
        for size in 1..=bytes.len() {
            let (queue, announced, _cancel) = queue();
            let mut stream = LiveStream::new(&queue, OutputStream::Stdout, 1);
            let mut all = String::new();
            for piece in bytes.chunks(size) {
                stream.push(piece);
                all += &text(&announced);
            }
            stream.finish();
            assert_eq!(all + &text(&announced), String::from_utf8_lossy(bytes), "pieces of {size}");
        }
    }

    #[test]
    fn has_room_until_much_waits_and_again_when_it_is_taken_or_dropped() {
        let (queue, announced, _cancel) = queue();
        let mut stream = LiveStream::new(&queue, OutputStream::Stdout, 1);
        for taken in [true, false] {
            while stream.has_room() {
                stream.push(b"12345678");
            }
            if taken {
                assert!((ROOM - 100..=ROOM).contains(&text(&announced).len()));
            } else {
                lock(&announced).clear();
            }
            assert!(stream.has_room());
        }
        assert_eq!(text(&announced), "");
    }

    #[test]
    fn finish_after_a_cancel_says_how_much_the_queue_had_no_room_for() {
        let (queue, announced, cancel) = queue();
        let mut stream = LiveStream::new(&queue, OutputStream::Stdout, 1);
        stream.push("x".repeat(ROOM).as_bytes());
        cancel.set();
        for _ in 0..2 {
            stream.push("é".as_bytes());
        }
        stream.finish();
        assert_eq!(text(&announced), "x".repeat(ROOM) + "\n[… 4 bytes left out …]\n");
    }

    #[test]
    fn push_after_something_was_left_out_is_left_out_too() {
        let (queue, announced, cancel) = queue();
        let mut stream = LiveStream::new(&queue, OutputStream::Stdout, 1);
        stream.push("x".repeat(ROOM).as_bytes());
        cancel.set();
        stream.push(b"y");
        assert_eq!(text(&announced).len(), ROOM);
        stream.push(b"z");
        stream.finish();
        assert_eq!(text(&announced), "\n[… 2 bytes left out …]\n");
    }
}
