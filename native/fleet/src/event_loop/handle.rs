use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::poll_fn;
use std::io;
#[cfg(unix)]
use std::os::fd::BorrowedFd;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use super::Task;
use super::poller::{self, Poller};
#[cfg(unix)]
use crate::sys::Interest;

/// How many parts of a task can each have a descriptor.
const PARTS: usize = 8;

/// Stands for every part, if the kernel couldn't report which are ready.
pub(super) const UNKNOWN: u8 = 1 << (PARTS - 1);

/// How many bytes to read at a time: the capacity of a pipe.
#[cfg(unix)]
const BUFFER: usize = 65_536;

/// A task's access to the loop that runs it.
#[derive(Clone)]
pub(crate) struct Handle(Rc<Shared>);

struct Shared {
    poller: RefCell<Poller>,
    waker: Arc<poller::Waker>,
    /// The task being polled, which of its parts are ready, and when to poll it again.
    slot: Cell<usize>,
    ready: Cell<u8>,
    timer: Cell<Option<Instant>>,
    /// How many child processes must be alone right now.
    held: Cell<usize>,
    spawned: RefCell<VecDeque<Task>>,
    #[cfg(unix)]
    buffer: RefCell<Vec<u8>>,
    /// Whether watching always fails.
    #[cfg(test)]
    fails_to_watch: Cell<bool>,
}

/// Which parts of a task are ready.
#[cfg(unix)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ready(u8);

/// Keeps the loop from starting hosts until it is dropped.
#[cfg(any(unix, test))]
pub(crate) struct Hold(Handle);

impl Handle {
    pub(super) fn new(poller: Poller) -> Self {
        Self(Rc::new(Shared {
            waker: Arc::clone(poller.waker()),
            poller: RefCell::new(poller),
            slot: Cell::new(0),
            ready: Cell::new(0),
            timer: Cell::new(None),
            held: Cell::new(0),
            spawned: RefCell::default(),
            #[cfg(unix)]
            buffer: RefCell::new(vec![0; BUFFER]),
            #[cfg(test)]
            fails_to_watch: Cell::new(false),
        }))
    }

    pub(super) fn wait(&self, longest: Option<Duration>, keys: &mut Vec<u64>) -> io::Result<bool> {
        self.0.poller.borrow_mut().wait(longest, keys)
    }

    pub(super) fn enter(&self, slot: usize, ready: u8) {
        self.0.slot.set(slot);
        self.0.ready.set(ready);
        self.0.timer.set(None);
    }

    pub(super) fn take_timer(&self) -> Option<Instant> {
        self.0.timer.take()
    }

    pub(super) fn take_spawned(&self) -> Option<Task> {
        self.0.spawned.borrow_mut().pop_front()
    }

    /// Ends a wait of this loop.
    pub(crate) fn waker(&self) -> &Arc<poller::Waker> {
        &self.0.waker
    }

    /// Makes the loop run another task.
    #[cfg(unix)]
    pub(crate) fn spawn(&self, task: Task) {
        self.0.spawned.borrow_mut().push_back(task);
    }

    /// Polls the task again at this time at the latest. Valid until the next poll.
    pub(crate) fn wake_at(&self, time: Instant) {
        self.0.timer.set(self.0.timer.get().into_iter().chain([time]).min());
    }

    /// Sleeps for the duration, or until the task is woken and `ends` returns true.
    pub(crate) async fn sleep(&self, duration: Duration, ends: impl Fn() -> bool) {
        let end = Instant::now().checked_add(duration);
        poll_fn(|_| {
            if ends() || end.is_some_and(|end| end <= Instant::now()) {
                return Poll::Ready(());
            }
            if let Some(end) = end {
                self.wake_at(end);
            }
            Poll::Pending
        })
        .await;
    }

    #[cfg(any(unix, test))]
    pub(crate) fn hold_starts(&self) -> Hold {
        self.0.held.set(self.0.held.get() + 1);
        Hold(self.clone())
    }

    pub(crate) fn holds_starts(&self) -> bool {
        self.0.held.get() > 0
    }
}

#[cfg(unix)]
impl Handle {
    /// Which parts of the current task are ready. Later calls return none.
    pub(crate) fn take_ready(&self) -> Ready {
        Ready(self.0.ready.take())
    }

    /// Lends the buffer that the tasks of this loop share.
    pub(crate) fn with_buffer<T>(&self, use_it: impl FnOnce(&mut [u8]) -> T) -> T {
        use_it(&mut self.0.buffer.borrow_mut())
    }

    /// Watches a descriptor for the current task. Returns its key.
    pub(super) fn watch(&self, descriptor: BorrowedFd<'_>, part: u8, interest: Interest) -> io::Result<u64> {
        let key = (self.0.slot.get() * PARTS) as u64 + u64::from(part);
        #[cfg(test)]
        if self.0.fails_to_watch.get() {
            return Err(io::Error::from(io::ErrorKind::OutOfMemory));
        }
        self.0.poller.borrow_mut().add(descriptor, key, interest)?;
        Ok(key)
    }

    #[cfg(test)]
    pub(crate) fn fail_to_watch(&self) {
        self.0.fails_to_watch.set(true);
    }

    pub(super) fn rearm(&self, descriptor: BorrowedFd<'_>, key: u64) -> io::Result<()> {
        self.0.poller.borrow_mut().rearm(descriptor, key)
    }

    pub(super) fn unwatch(&self, descriptor: BorrowedFd<'_>) {
        self.0.poller.borrow_mut().remove(descriptor);
    }
}

/// Which task and part an event is about, as a number and a bit.
#[expect(clippy::cast_possible_truncation, reason = "it was made from a usize")]
pub(super) fn slot_and_part(key: u64) -> (usize, u8) {
    let key = key as usize;
    (key / PARTS, 1 << (key % PARTS))
}

#[cfg(unix)]
impl Ready {
    pub(crate) fn is_known(self) -> bool {
        self.0 & UNKNOWN == 0
    }

    /// Whether this part is ready, or may be.
    pub(crate) fn has(self, part: u8) -> bool {
        self.0 & (1 << part | UNKNOWN) != 0
    }

    pub(crate) fn has_none(self) -> bool {
        self.0 == 0
    }
}

#[cfg(any(unix, test))]
impl Drop for Hold {
    fn drop(&mut self) {
        self.0.0.held.set(self.0.0.held.get() - 1);
    }
}
