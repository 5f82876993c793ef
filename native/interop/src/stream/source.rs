//! The iterator of a stream, and the thread that works on it while somebody waits for items.
//!
//! That thread isn't the waiting one, because nobody can tell how long the next item takes. If it takes too long, the
//! items before it are returned meanwhile. And a call that is cancelled needn't wait for it at all.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::batch::Batch;
use crate::Context;
use crate::boundary::error::Error;
use crate::boundary::guard::guard;
use crate::boundary::handles::crossing::Handles;
use crate::boundary::lock::lock;
use crate::boundary::outgoing::Outgoing;
use crate::boundary::threads;

/// How long items are collected.
const LONGEST: Duration = Duration::from_millis(10);

/// No item is added to a batch that has this many bytes.
const LARGE: usize = 256 * 1024;

/// An iterator.
pub(crate) trait Items: Send {
    /// Computes the next item, and writes it as JSON.
    fn write_next(&mut self, json: &mut Vec<u8>) -> Step;
}

/// What an iterator returned.
pub(crate) enum Step {
    /// An item, with the handles in it.
    Item(Handles),
    /// No more.
    End(End),
}

/// How a stream has ended.
pub(crate) enum End {
    /// There are no more items.
    Done,
    /// With an error, as the reply that says so.
    Failed(Result<Outgoing, Error>),
}

/// An iterator, and the items that nobody has taken yet.
pub(super) struct Source {
    state: Mutex<State>,
    /// Notified when the thread stops working, and when nobody wants more items.
    changed: Condvar,
    /// What the iterator knows about its consumer.
    context: Arc<Context>,
}

struct State {
    /// `None` while a thread works on it, and after the end.
    items: Option<Box<dyn Items>>,
    is_working: bool,
    /// Whether a call waits for items.
    is_awaited: bool,
    /// How many items that call wants, or the last one wanted.
    most: usize,
    /// Until when. It never leaves sooner if a thread works, so this also ends the work that nobody waits for.
    deadline: Instant,
    /// Whether nobody wants more items.
    is_stopped: bool,
    /// `None` if there are no items.
    batch: Option<Batch>,
    end: Option<End>,
}

/// What the handle of a stream stands for. The stream ends with it, even during a call.
pub(super) struct Owner(pub(super) Arc<Source>);

impl Drop for Owner {
    fn drop(&mut self) {
        self.0.stop();
        self.0.discard();
    }
}

impl Source {
    pub(super) fn new(items: Box<dyn Items>, context: Arc<Context>) -> Self {
        let state = State {
            items: Some(items),
            is_working: false,
            is_awaited: false,
            most: 0,
            deadline: Instant::now(),
            is_stopped: false,
            batch: None,
            end: None,
        };
        Self { state: Mutex::new(state), changed: Condvar::new(), context }
    }

    /// Waits for items: until there are enough, or until there are some and it has taken too long.
    ///
    /// # Errors
    /// The stream has failed, somebody else waits for its items, or nobody wants more.
    pub(super) fn next(self: &Arc<Self>, most: usize, context: &Context) -> Result<Outgoing, Error> {
        let _awaiting = Awaiting::begin(self, most)?;
        let source = self.clone();
        let _registration = context.on_cancel(move || source.stop());
        self.begin_work();
        let mut state = self.wait();
        if state.is_stopped {
            drop(state);
            self.discard();
            return Err(Error::failed(
                &"the stream has ended: a call for its items was cancelled, or its handle dropped",
            ));
        }
        match (state.batch.take(), &state.end) {
            (Some(batch), end) => {
                let is_done = matches!(end, Some(End::Done));
                drop(state);
                batch.into_reply(is_done)
            }
            (None, _) => match state.end.replace(End::Done) {
                Some(End::Failed(failure)) => failure,
                Some(End::Done) | None => Batch::new().into_reply(true),
            },
        }
    }

    fn begin_work(self: &Arc<Self>) {
        let mut state = lock(&self.state);
        if state.is_stopped || !state.wants_more() {
            return;
        }
        let Some(items) = state.items.take() else { return };
        state.is_working = true;
        drop(state);
        let source = self.clone();
        if let Err(error) = threads::run(move || source.work(items)) {
            let message = format!("the system has no thread for the stream: {error}");
            let mut state = lock(&self.state);
            state.is_working = false;
            state.end = Some(End::Failed(Err(Error::failed(&message))));
        }
    }

    fn wait(&self) -> MutexGuard<'_, State> {
        let is_busy = |state: &mut State| state.is_working && !state.is_stopped;
        let state = lock(&self.state);
        let time = state.deadline.saturating_duration_since(Instant::now());
        let waited = self.changed.wait_timeout_while(state, time, is_busy);
        let (state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        // After the deadline, the thread stops with its next item.
        let waited = self.changed.wait_while(state, |state| is_busy(state) && state.batch.is_none());
        waited.unwrap_or_else(PoisonError::into_inner)
    }

    /// Collects items for as long as the one who waits wants more.
    fn work(&self, mut items: Box<dyn Items>) {
        let mut json = Vec::new();
        loop {
            json.clear();
            let step =
                guard(|| items.write_next(&mut json)).unwrap_or_else(|panic| Step::End(End::Failed(Err(panic.into()))));
            let mut state = lock(&self.state);
            let mut unwanted = (None, None);
            let end = match step {
                Step::Item(handles) if state.is_stopped => {
                    unwanted.0 = Some(handles);
                    None
                }
                Step::Item(handles) => match state.batch.get_or_insert_with(Batch::new).add(&json, handles) {
                    Ok(()) => None,
                    Err(error) => {
                        unwanted.1 = state.batch.take();
                        Some(End::Failed(Err(Error::failed(&error))))
                    }
                },
                Step::End(end) => Some(end),
            };
            if end.is_none() && !state.is_stopped && state.wants_more() {
                continue;
            }
            if end.is_none() && !state.is_stopped {
                state.items = Some(items);
            } else {
                // What it drops is a user's, so nobody else may have to wait for it.
                drop(state);
                drop(unwanted);
                let _ = guard(|| drop(items));
                state = lock(&self.state);
                state.end = end;
            }
            state.is_working = false;
            drop(state);
            self.changed.notify_all();
            return;
        }
    }

    /// Nobody wants more items.
    fn stop(&self) {
        lock(&self.state).is_stopped = true;
        self.changed.notify_all();
        self.context.cancel();
    }

    /// Drops what is left, unless a thread works on it, which then does that itself.
    fn discard(&self) {
        let mut state = lock(&self.state);
        let (items, batch) = (state.items.take(), state.batch.take());
        drop(state);
        drop(batch);
        let _ = guard(|| drop(items));
    }
}

impl State {
    /// Whether the one who waits wants another item.
    fn wants_more(&self) -> bool {
        let is_enough =
            |batch: &Batch| batch.count() >= self.most || batch.bytes() >= LARGE || Instant::now() >= self.deadline;
        !self.batch.as_ref().is_some_and(is_enough)
    }
}

/// A call that waits for items.
struct Awaiting<'a>(&'a Source);

impl<'a> Awaiting<'a> {
    fn begin(source: &'a Source, most: usize) -> Result<Self, Error> {
        let mut state = lock(&source.state);
        if state.is_awaited {
            return Err(Error::failed(&"another call is taking items of the stream"));
        }
        state.is_awaited = true;
        state.most = most;
        state.deadline = Instant::now() + LONGEST;
        Ok(Self(source))
    }
}

impl Drop for Awaiting<'_> {
    fn drop(&mut self) {
        lock(&self.0.state).is_awaited = false;
    }
}
