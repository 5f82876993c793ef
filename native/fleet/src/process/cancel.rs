use std::collections::BTreeMap;
use std::future::poll_fn;
use std::mem;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Poll, Waker};

use rust_interop::boundary::lock::lock;

/// Whether the procedure was cancelled. The tasks that have registered are woken then.
#[derive(Debug, Default)]
pub(crate) struct CancelSignal {
    is_set: AtomicBool,
    registered: Mutex<Registered>,
}

#[derive(Debug, Default)]
struct Registered {
    next: u64,
    wakers: BTreeMap<u64, Waker>,
}

/// Has a task woken at the cancel, until dropped.
pub(crate) struct Registration<'a> {
    cancel: &'a CancelSignal,
    number: u64,
}

impl CancelSignal {
    pub(crate) fn set(&self) {
        self.is_set.store(true, Ordering::Release);
        let wakers = mem::take(&mut lock(&self.registered).wakers);
        wakers.into_values().for_each(Waker::wake);
    }

    pub(crate) fn is_set(&self) -> bool {
        self.is_set.load(Ordering::Acquire)
    }

    /// Has the task that awaits this woken at the cancel. It may have come before: look after this.
    pub(crate) async fn register(&self) -> Registration<'_> {
        let waker = poll_fn(|context| Poll::Ready(context.waker().clone())).await;
        let mut registered = lock(&self.registered);
        let number = registered.next;
        registered.next += 1;
        registered.wakers.insert(number, waker);
        Registration { cancel: self, number }
    }
}

impl Drop for Registration<'_> {
    fn drop(&mut self) {
        lock(&self.cancel.registered).wakers.remove(&self.number);
    }
}
