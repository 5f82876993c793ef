//! The output of an action on its way to the caller, while the action runs.

use std::fmt;
use std::future::poll_fn;
use std::mem;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};

use rust_interop::boundary::lock::lock;

use crate::output::OutputStream;
use crate::process::CancelSignal;
use crate::utf8;

/// How many bytes of a host may wait for the caller. Then its output isn't read until the caller has taken them.
const MOST_WAITING: usize = 65_536;

/// A part of an attempt's output.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) stream: OutputStream,
    pub(crate) attempt: u32,
    pub(crate) text: String,
}

/// The output of one host that waits for the caller. After a cancel, it takes no more.
pub(crate) struct OutputQueue {
    waiting: Mutex<Waiting>,
    announce: Box<dyn Fn(WaitingOutput) + Send + Sync>,
    /// Of the task that runs the host.
    waker: Waker,
    cancel: Arc<CancelSignal>,
}

#[derive(Default)]
struct Waiting {
    pieces: Vec<Piece>,
    size: usize,
    /// Whether the task waits for room.
    is_awaited: bool,
}

/// Says that output waits in a queue. If it is dropped, that output is dropped too.
pub(crate) struct WaitingOutput(Option<Arc<OutputQueue>>);

impl OutputQueue {
    /// For the current task. `announce` is called when there is output in the empty queue.
    pub(crate) async fn new(
        announce: impl Fn(WaitingOutput) + Send + Sync + 'static,
        cancel: &Arc<CancelSignal>,
    ) -> Arc<Self> {
        let waker = poll_fn(|context| Poll::Ready(context.waker().clone())).await;
        let (waiting, announce) = (Mutex::default(), Box::new(announce));
        Arc::new(Self { waiting, announce, waker, cancel: Arc::clone(cancel) })
    }

    /// Whether output should be read. If not, wakes the task when it should.
    pub(crate) fn has_room(&self) -> bool {
        self.is_below(MOST_WAITING)
    }

    /// Waits until the caller has taken all of it.
    pub(crate) async fn until_taken(&self) {
        poll_fn(|_| if self.is_below(1) { Poll::Ready(()) } else { Poll::Pending }).await;
    }

    fn is_below(&self, size: usize) -> bool {
        let mut waiting = lock(&self.waiting);
        waiting.is_awaited = waiting.size >= size && !self.cancel.is_set();
        !waiting.is_awaited
    }

    fn push(self: &Arc<Self>, stream: OutputStream, attempt: u32, text: &str) {
        if text.is_empty() || self.cancel.is_set() {
            return;
        }
        let mut waiting = lock(&self.waiting);
        let is_first = waiting.pieces.is_empty();
        match waiting.pieces.last_mut() {
            Some(last) if (last.stream, last.attempt) == (stream, attempt) => last.text.push_str(text),
            _ => {
                waiting.pieces.push(Piece { stream, attempt, text: text.to_owned() });
                waiting.size += size_of::<Piece>();
            }
        }
        waiting.size += text.len();
        drop(waiting);
        if is_first {
            (self.announce)(WaitingOutput(Some(Arc::clone(self))));
        }
    }

    fn take(&self) -> Vec<Piece> {
        let taken = mem::take(&mut *lock(&self.waiting));
        if taken.is_awaited {
            self.waker.wake_by_ref();
        }
        taken.pieces
    }
}

impl WaitingOutput {
    /// Takes all output that waits by now, in its order.
    pub(crate) fn take(mut self) -> Vec<Piece> {
        self.0.take().map_or_else(Vec::new, |queue| queue.take())
    }
}

impl Drop for WaitingOutput {
    fn drop(&mut self) {
        if let Some(queue) = self.0.take() {
            queue.take();
        }
    }
}

/// Puts one stream of an attempt into the queue of its host, as text. What is not UTF-8 becomes U+FFFD.
pub(crate) struct LiveStream {
    queue: Arc<OutputQueue>,
    stream: OutputStream,
    attempt: u32,
    /// The beginning of a character.
    part: Vec<u8>,
}

impl LiveStream {
    pub(crate) fn new(queue: &Arc<OutputQueue>, stream: OutputStream, attempt: u32) -> Self {
        Self { queue: Arc::clone(queue), stream, attempt, part: Vec::new() }
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

    /// Puts the rest into the queue.
    pub(crate) fn finish(&mut self) {
        let part = mem::take(&mut self.part);
        self.queue.push(self.stream, self.attempt, &String::from_utf8_lossy(&part));
    }

    /// Keeps a character that isn't complete for the next time.
    fn push_whole(&mut self, bytes: &[u8]) {
        let (whole, part) = bytes.split_at(bytes.len() - utf8::cut_at_the_end(bytes));
        part.clone_into(&mut self.part);
        self.queue.push(self.stream, self.attempt, &String::from_utf8_lossy(whole));
    }
}

impl fmt::Debug for LiveStream {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("LiveStream").field("stream", &self.stream).finish_non_exhaustive()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A queue, what it has announced, and the cancel.
    pub(crate) fn queue() -> (Arc<OutputQueue>, Arc<Mutex<Vec<WaitingOutput>>>, Arc<CancelSignal>) {
        let announced = Arc::new(Mutex::new(Vec::new()));
        let (cancel, of_queue) = (Arc::<CancelSignal>::default(), Arc::clone(&announced));
        let queue = OutputQueue {
            waiting: Mutex::default(),
            announce: Box::new(move |output| lock(&of_queue).push(output)),
            waker: Waker::noop().clone(),
            cancel: Arc::clone(&cancel),
        };
        (Arc::new(queue), announced, cancel)
    }

    /// Takes all that was announced.
    pub(crate) fn text(announced: &Mutex<Vec<WaitingOutput>>) -> String {
        let waiting = mem::take(&mut *lock(announced));
        waiting.into_iter().flat_map(WaitingOutput::take).map(|piece| piece.text).collect()
    }

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
    fn push_of_one_stream_and_attempt_is_one_piece_until_it_is_taken() {
        let (queue, announced, _cancel) = queue();
        for (stream, attempt, text) in [
            (OutputStream::Stdout, 1, "a"),
            (OutputStream::Stdout, 1, "b"),
            (OutputStream::Stderr, 1, "c"),
            (OutputStream::Stdout, 1, "d"),
            (OutputStream::Stdout, 2, "e"),
        ] {
            queue.push(stream, attempt, text);
        }
        let waiting = mem::take(&mut *lock(&announced));
        assert_eq!(waiting.len(), 1, "it is announced once");
        let pieces: Vec<_> = waiting.into_iter().flat_map(WaitingOutput::take).collect();
        let pieces: Vec<_> = pieces.iter().map(|piece| (piece.stream, piece.attempt, piece.text.as_str())).collect();
        assert_eq!(
            pieces,
            [
                (OutputStream::Stdout, 1, "ab"),
                (OutputStream::Stderr, 1, "c"),
                (OutputStream::Stdout, 1, "d"),
                (OutputStream::Stdout, 2, "e")
            ]
        );
        queue.push(OutputStream::Stdout, 2, "f");
        assert_eq!(text(&announced), "f");
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
                assert!((MOST_WAITING - 100..=MOST_WAITING).contains(&text(&announced).len()));
            } else {
                lock(&announced).clear();
            }
            assert!(stream.has_room());
        }
        assert_eq!(text(&announced), "");
    }

    #[test]
    fn push_of_single_characters_of_both_streams_is_bounded_too() {
        let (queue, _announced, _cancel) = queue();
        let mut pieces = 0;
        while queue.has_room() {
            queue.push([OutputStream::Stdout, OutputStream::Stderr][pieces % 2], 1, "x");
            pieces += 1;
        }
        assert!(pieces < 4000, "{pieces}");
    }

    #[test]
    fn push_after_the_cancel_is_dropped_and_there_is_room() {
        let (queue, announced, cancel) = queue();
        queue.push(OutputStream::Stdout, 1, &"x".repeat(2 * MOST_WAITING));
        assert!(!queue.has_room());
        cancel.set();
        queue.push(OutputStream::Stdout, 1, "more");
        assert!(queue.has_room());
        assert_eq!(text(&announced).len(), 2 * MOST_WAITING);
    }
}
