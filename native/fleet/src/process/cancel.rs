use std::collections::BTreeMap;
use std::future::poll_fn;
use std::mem;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Poll, Waker};

use rust_interop::boundary::lock::lock;

/// Whether the procedure was cancelled. A cancel wakes the tasks that have registered.
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

/// Wakes a task at the cancel, until it is dropped.
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

    /// Registers the current task, which the cancel then wakes. Check `is_set` afterwards: the cancel may have come
    /// first.
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
