use std::sync::{Arc, Mutex};
use std::task::Wake;

use super::poller;
use rust_interop::boundary::lock::lock;

/// The tasks of a loop that other threads have woken.
pub(super) struct Mailbox {
    woken: Mutex<Vec<usize>>,
    poller: Arc<poller::Waker>,
}

/// Wakes a task of the loop.
pub(super) struct Address {
    mailbox: Arc<Mailbox>,
    slot: usize,
}

impl Mailbox {
    pub(super) fn new(poller: Arc<poller::Waker>) -> Self {
        Self { woken: Mutex::default(), poller }
    }

    /// Wakes whatever is in the slot. If that is another task by then, it finds nothing to do.
    pub(super) fn address_of(self: &Arc<Self>, slot: usize) -> Arc<Address> {
        Arc::new(Address { mailbox: Arc::clone(self), slot })
    }

    /// Moves all woken slots to the end of `slots`.
    pub(super) fn take(&self, slots: &mut Vec<usize>) {
        slots.append(&mut lock(&self.woken));
    }
}

impl Wake for Address {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let mut woken = lock(&self.mailbox.woken);
        let is_first = woken.is_empty();
        woken.push(self.slot);
        drop(woken);
        if is_first {
            self.mailbox.poller.wake();
        }
    }
}
