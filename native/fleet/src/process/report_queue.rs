//! What a host reports while it runs, on its way to the caller.

use std::future::poll_fn;
use std::mem;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};

use rust_interop::boundary::lock::lock;

use crate::output::OutputStream;
use crate::process::CancelSignal;

/// How many bytes of a host may wait for the caller. Then its output isn't read until the caller has taken them.
const MOST_WAITING: usize = 65_536;

/// What is reported of a running host.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum HostReport {
    /// An attempt begins, with this number.
    Start(u32),
    Output(Piece),
}

/// A part of an attempt's output.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub(crate) stream: OutputStream,
    pub(crate) attempt: u32,
    pub(crate) text: String,
}

/// The reports of one host that wait for the caller, in their order.
pub(crate) struct ReportQueue {
    waiting: Mutex<Waiting>,
    announce: Box<dyn Fn(WaitingReports) + Send + Sync>,
    /// Of the task that runs the host.
    waker: Waker,
    cancel: Arc<CancelSignal>,
}

#[derive(Default)]
struct Waiting {
    reports: Vec<HostReport>,
    size: usize,
    /// Whether the task waits for room.
    is_awaited: bool,
}

/// Says that reports wait in a queue. If it is dropped, they are dropped too.
pub(crate) struct WaitingReports(Option<Arc<ReportQueue>>);

impl ReportQueue {
    /// For the current task. `announce` is called when there is a report in the empty queue.
    pub(crate) async fn new(
        announce: impl Fn(WaitingReports) + Send + Sync + 'static,
        cancel: &Arc<CancelSignal>,
    ) -> Arc<Self> {
        let waker = poll_fn(|context| Poll::Ready(context.waker().clone())).await;
        let (waiting, announce) = (Mutex::default(), Box::new(announce));
        Arc::new(Self { waiting, announce, waker, cancel: Arc::clone(cancel) })
    }

    /// Whether output should be read. If not, wakes the task when it should. After a cancel, it should: the action has to
    /// end, however slow the caller is.
    pub(crate) fn has_room(&self) -> bool {
        self.is_below(MOST_WAITING)
    }

    /// Waits until the caller has taken all reports, unless there is a cancel.
    pub(crate) async fn until_taken(&self) {
        poll_fn(|_| if self.is_below(1) { Poll::Ready(()) } else { Poll::Pending }).await;
    }

    fn is_below(&self, size: usize) -> bool {
        let mut waiting = lock(&self.waiting);
        waiting.is_awaited = waiting.size >= size && !self.cancel.is_set();
        !waiting.is_awaited
    }

    /// Reports that an attempt begins.
    pub(crate) fn start(self: &Arc<Self>, attempt: u32) {
        self.push(|waiting| waiting.add(HostReport::Start(attempt), 0));
    }

    /// Reports output. Returns false, and reports nothing, if there is no room for it although it was read, which may be so
    /// after a cancel.
    pub(super) fn push_output(self: &Arc<Self>, stream: OutputStream, attempt: u32, text: &str) -> bool {
        if self.cancel.is_set() && lock(&self.waiting).size >= MOST_WAITING {
            return false;
        }
        self.push_last_output(stream, attempt, text);
        true
    }

    /// Reports output, whether there is room or not.
    pub(super) fn push_last_output(self: &Arc<Self>, stream: OutputStream, attempt: u32, text: &str) {
        if !text.is_empty() {
            self.push(|waiting| waiting.add_output(stream, attempt, text));
        }
    }

    fn push(self: &Arc<Self>, add: impl FnOnce(&mut Waiting)) {
        let mut waiting = lock(&self.waiting);
        let is_first = waiting.reports.is_empty();
        add(&mut waiting);
        drop(waiting);
        if is_first {
            (self.announce)(WaitingReports(Some(Arc::clone(self))));
        }
    }

    fn take(&self) -> Vec<HostReport> {
        let taken = mem::take(&mut *lock(&self.waiting));
        if taken.is_awaited {
            self.waker.wake_by_ref();
        }
        taken.reports
    }
}

impl Waiting {
    fn add(&mut self, report: HostReport, more: usize) {
        self.reports.push(report);
        self.size += size_of::<HostReport>() + more;
    }

    /// Output of one stream and attempt is one piece until it is taken.
    fn add_output(&mut self, stream: OutputStream, attempt: u32, text: &str) {
        match self.reports.last_mut() {
            Some(HostReport::Output(last)) if (last.stream, last.attempt) == (stream, attempt) => {
                last.text.push_str(text);
                self.size += text.len();
            }
            _ => self.add(HostReport::Output(Piece { stream, attempt, text: text.to_owned() }), text.len()),
        }
    }
}

impl WaitingReports {
    /// Takes all reports that wait by now, in their order.
    pub(crate) fn take(mut self) -> Vec<HostReport> {
        self.0.take().map_or_else(Vec::new, |queue| queue.take())
    }
}

impl Drop for WaitingReports {
    fn drop(&mut self) {
        if let Some(queue) = self.0.take() {
            queue.take();
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) const ROOM: usize = MOST_WAITING;

    /// A queue, what it has announced, and the cancel.
    pub(crate) fn queue() -> (Arc<ReportQueue>, Arc<Mutex<Vec<WaitingReports>>>, Arc<CancelSignal>) {
        let announced = Arc::new(Mutex::new(Vec::new()));
        // Otherwise the queue would own what owns it.
        let (cancel, of_queue) = (Arc::<CancelSignal>::default(), Arc::downgrade(&announced));
        let announce = move |reports| {
            if let Some(announced) = of_queue.upgrade() {
                lock(&announced).push(reports);
            }
        };
        let queue = ReportQueue {
            waiting: Mutex::default(),
            announce: Box::new(announce),
            waker: Waker::noop().clone(),
            cancel: Arc::clone(&cancel),
        };
        (Arc::new(queue), announced, cancel)
    }

    fn taken(announced: &Mutex<Vec<WaitingReports>>) -> Vec<HostReport> {
        mem::take(&mut *lock(announced)).into_iter().flat_map(WaitingReports::take).collect()
    }

    /// Takes all that was announced.
    pub(crate) fn text(announced: &Mutex<Vec<WaitingReports>>) -> String {
        let texts = taken(announced).into_iter().filter_map(|report| match report {
            HostReport::Output(piece) => Some(piece.text),
            HostReport::Start(_) => None,
        });
        texts.collect()
    }

    fn output(stream: OutputStream, attempt: u32, text: &str) -> HostReport {
        HostReport::Output(Piece { stream, attempt, text: text.to_owned() })
    }

    #[test]
    fn push_output_of_one_stream_and_attempt_is_one_piece_until_it_is_taken() {
        let (queue, announced, _cancel) = queue();
        for (stream, attempt, text) in [
            (OutputStream::Stdout, 1, "a"),
            (OutputStream::Stdout, 1, "b"),
            (OutputStream::Stderr, 1, "c"),
            (OutputStream::Stdout, 1, "d"),
            (OutputStream::Stdout, 2, "e"),
        ] {
            assert!(queue.push_output(stream, attempt, text));
        }
        assert_eq!(lock(&announced).len(), 1, "it is announced once");
        assert_eq!(
            taken(&announced),
            [
                output(OutputStream::Stdout, 1, "ab"),
                output(OutputStream::Stderr, 1, "c"),
                output(OutputStream::Stdout, 1, "d"),
                output(OutputStream::Stdout, 2, "e")
            ]
        );
        assert!(queue.push_output(OutputStream::Stdout, 2, "f"));
        assert_eq!(text(&announced), "f");
    }

    #[test]
    fn start_comes_before_the_output_of_its_attempt() {
        let (queue, announced, _cancel) = queue();
        for attempt in [1, 2] {
            queue.start(attempt);
            queue.push_output(OutputStream::Stdout, attempt, "x");
        }
        let expected = [1, 2].map(|attempt| [HostReport::Start(attempt), output(OutputStream::Stdout, attempt, "x")]);
        assert_eq!(taken(&announced), expected.into_iter().flatten().collect::<Vec<_>>());
    }

    #[test]
    fn push_output_of_single_characters_of_both_streams_is_bounded_too() {
        let (queue, _announced, _cancel) = queue();
        let mut pieces = 0;
        while queue.has_room() {
            queue.push_output([OutputStream::Stdout, OutputStream::Stderr][pieces % 2], 1, "x");
            pieces += 1;
        }
        assert!(pieces < 4000, "{pieces}");
    }

    #[test]
    fn push_output_after_the_cancel_is_refused_only_if_much_waits() {
        let (queue, announced, cancel) = queue();
        queue.push_output(OutputStream::Stdout, 1, "before");
        cancel.set();
        assert!(queue.push_output(OutputStream::Stdout, 1, &"x".repeat(MOST_WAITING)));
        assert!(!queue.push_output(OutputStream::Stdout, 1, "more"));
        assert!(queue.has_room(), "the action has to end");
        assert_eq!(text(&announced).len(), "before".len() + MOST_WAITING);
        assert!(queue.push_output(OutputStream::Stdout, 1, "again"));
    }
}
