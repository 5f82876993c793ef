//! A call whose future is polled when it is woken.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};
use std::{io, mem, process};

use super::workers::{self, Reservation};
use super::{Executor, Reply, Running};
use crate::boundary::error::Error;
use crate::boundary::lock::lock;

/// Nobody polls it, and nothing has woken it.
const WAITING: u8 = 0;
/// It was woken, and its executor will poll it.
const QUEUED: u8 = 1;
/// A thread polls it.
const POLLING: u8 = 2;
/// A thread polls it, and it was woken meanwhile.
const WOKEN: u8 = 3;
/// Its reply is complete.
const ENDED: u8 = 4;

/// A call. Its wakers and the caller's handle own it.
pub(crate) struct Task {
    // Each wake writes it, even if it stays the same: whatever happened before the wake has then happened before the next
    // poll too.
    state: AtomicU8,
    is_cancelled: AtomicBool,
    /// The process that has made the call.
    pub(super) process: u32,
    executor: Executor,
    /// `None` once it has ended. Only the thread that polls locks it.
    call: Mutex<Option<Call>>,
}

struct Call {
    running: Running,
    complete: Box<dyn FnOnce(Reply) + Send>,
    /// Made after the first poll, if workers poll.
    reservation: Option<Reservation>,
}

impl Call {
    /// From now on a worker is there to poll it, if workers do.
    fn reserve_worker(&mut self, executor: &Executor) -> io::Result<()> {
        if matches!(executor, Executor::Workers) && self.reservation.is_none() {
            self.reservation = Some(workers::reserve()?);
        }
        Ok(())
    }

    fn end(self, reply: Reply) {
        let Self { running, complete, reservation } = self;
        let reply = running.end(reply);
        drop(reservation);
        complete(reply);
    }
}

impl Task {
    /// Polls the future on this thread, and later, if need be, has the executor poll it. `complete` gets the reply once the future is
    /// dropped, on the thread that dropped it.
    pub(crate) fn start(
        running: Running,
        executor: Executor,
        complete: impl FnOnce(Reply) + Send + 'static,
    ) -> Arc<Self> {
        let call = Call { running, complete: Box::new(complete), reservation: None };
        let task = Arc::new(Self {
            state: AtomicU8::new(POLLING),
            is_cancelled: AtomicBool::new(false),
            process: process::id(),
            executor,
            call: Mutex::new(Some(call)),
        });
        task.poll();
        task
    }

    /// Has the future dropped: by the executor, or after the poll that is under way.
    pub(crate) fn cancel(self: &Arc<Self>) {
        self.is_cancelled.store(true, Ordering::Release);
        self.wake_by_ref();
    }

    /// Polls a task that was queued.
    pub(crate) fn run(self: &Arc<Self>) {
        self.state.swap(POLLING, Ordering::AcqRel);
        self.poll();
    }

    /// Only for the thread that has made it `POLLING`.
    fn poll(self: &Arc<Self>) {
        if let Some((call, reply)) = self.poll_call() {
            self.state.swap(ENDED, Ordering::AcqRel);
            call.end(reply);
        } else if self.state.compare_exchange(POLLING, WAITING, Ordering::AcqRel, Ordering::Acquire).is_err() {
            self.state.swap(QUEUED, Ordering::AcqRel);
            if self.is_cancelled.load(Ordering::Acquire) {
                self.run();
            } else {
                self.executor.queue(Arc::clone(self));
            }
        }
    }

    /// Returns the call if it has ended.
    fn poll_call(self: &Arc<Self>) -> Option<(Call, Reply)> {
        let mut slot = lock(&self.call);
        let call = slot.as_mut()?;
        let polled = if self.is_cancelled.load(Ordering::Acquire) {
            Poll::Ready(Err(Error::failed(&"the call was cancelled")))
        } else {
            let waker = Waker::from(Arc::clone(self));
            call.running.poll(&mut Context::from_waker(&waker))
        };
        let reply = match polled {
            Poll::Ready(reply) => reply,
            Poll::Pending => match call.reserve_worker(&self.executor) {
                Ok(()) => return None,
                Err(_) => Err(Error::failed(&"the system has no thread for the call")),
            },
        };
        Some((slot.take()?, reply))
    }

    /// Returns whether it has to be queued.
    fn is_woken_first(&self) -> bool {
        let next = |state| match state {
            WAITING => QUEUED,
            POLLING => WOKEN,
            other => other,
        };
        let before = self.state.fetch_update(Ordering::AcqRel, Ordering::Acquire, |state| Some(next(state)));
        before == Ok(WAITING)
    }
}

impl Wake for Task {
    fn wake(self: Arc<Self>) {
        if self.is_woken_first() {
            let executor = self.executor;
            executor.queue(self);
        }
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if self.is_woken_first() {
            self.executor.queue(Arc::clone(self));
        }
    }
}

impl Drop for Task {
    /// Ends a call that nobody can wake or cancel any more.
    fn drop(&mut self) {
        let slot = self.call.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(call) = slot.take() {
            if self.process == process::id() {
                call.end(Err(Error::failed(&"the future was not ready, and nothing is left that could wake it")));
            } else {
                // A forked child process has a copy of the call, which isn't its own.
                mem::forget(call);
            }
        }
    }
}
