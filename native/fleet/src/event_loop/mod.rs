//! Runs many tasks on one thread: each until it waits for a descriptor, a time or another thread, then the next.

mod handle;
mod mailbox;
#[cfg(any(not(unix), test))]
pub(crate) mod parker;
#[cfg(unix)]
mod watched;

use std::collections::BTreeSet;
use std::mem;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

pub(crate) use handle::Handle;
#[cfg(unix)]
pub(crate) use handle::Ready;
#[cfg(not(unix))]
pub(crate) use parker as poller;
#[cfg(unix)]
pub(crate) use watched::Watched;

#[cfg(unix)]
pub(crate) use crate::sys::poller;
use mailbox::{Address, Mailbox};
use poller::Poller;
use rust_interop::boundary::guard::{self, Panic};

/// A future that a loop runs.
pub(crate) type Task = Pin<Box<dyn Future<Output = ()>>>;

/// How long a loop sleeps if the kernel can't report what is ready. Then every task checks for itself.
const INTERVAL: Duration = Duration::from_millis(10);

/// The tasks of one thread, and what they wait for.
pub(crate) struct EventLoop {
    slots: Vec<Slot>,
    free: Vec<usize>,
    /// When to poll a task even if nothing else happens. Each has at most one timer.
    timers: BTreeSet<(Instant, usize)>,
    mailbox: Arc<Mailbox>,
    /// The keys of what is ready, and the slots to poll; kept to reuse their memory.
    keys: Vec<u64>,
    woken: Vec<usize>,
    /// Dropped after the tasks, which use it to end their watches.
    handle: Handle,
}

struct Slot {
    task: Option<Task>,
    address: Arc<Address>,
    timer: Option<Instant>,
    /// Which parts of the task are ready.
    ready: u8,
}

impl EventLoop {
    pub(crate) fn new(poller: Poller) -> Self {
        Self {
            slots: Vec::new(),
            free: Vec::new(),
            timers: BTreeSet::new(),
            mailbox: Arc::new(Mailbox::new(Arc::clone(poller.waker()))),
            keys: Vec::new(),
            woken: Vec::new(),
            handle: Handle::new(poller),
        }
    }

    pub(crate) fn handle(&self) -> &Handle {
        &self.handle
    }

    /// How long until a task is polled without anything else happening.
    pub(crate) fn next_timer(&self) -> Option<Duration> {
        self.timers.first().map(|(due, _)| due.saturating_duration_since(Instant::now()))
    }

    pub(crate) fn has_no_tasks(&self) -> bool {
        self.free.len() == self.slots.len()
    }

    /// Runs the task until it first waits.
    pub(crate) fn spawn(&mut self, task: Task) {
        let slot = self.free.pop().unwrap_or_else(|| {
            let number = self.slots.len();
            let address = self.mailbox.address_of(number);
            self.slots.push(Slot { task: None, address, timer: None, ready: 0 });
            number
        });
        self.slots[slot].task = Some(task);
        self.poll(slot);
    }

    /// Sleeps until something happens, for `longest` at most, and runs the tasks concerned. Returns whether anything
    /// happened.
    pub(crate) fn turn(&mut self, longest: Option<Duration>) -> bool {
        let mut keys = mem::take(&mut self.keys);
        let waited = self.handle.wait(self.next_timer().into_iter().chain(longest).min(), &mut keys);
        let mut woken = mem::take(&mut self.woken);
        for key in keys.drain(..) {
            let (slot, part) = handle::slot_and_part(key);
            // Collect everything that is ready before polling: afterwards the slot may hold another task.
            self.slots[slot].ready |= part;
            woken.push(slot);
        }
        let has_happened = waited.unwrap_or_else(|_| {
            self.mark_all_unknown();
            woken.extend(0..self.slots.len());
            false
        });
        self.mailbox.take(&mut woken);
        let now = Instant::now();
        woken.extend(self.timers.iter().take_while(|(due, _)| *due <= now).map(|(_, slot)| *slot));
        for slot in woken.drain(..) {
            self.poll(slot);
        }
        (self.keys, self.woken) = (keys, woken);
        has_happened
    }

    fn mark_all_unknown(&mut self) {
        thread::sleep(INTERVAL);
        for slot in &mut self.slots {
            slot.ready = handle::UNKNOWN;
        }
    }

    fn poll(&mut self, number: usize) {
        let slot = &mut self.slots[number];
        let ready = mem::take(&mut slot.ready);
        let Some(mut task) = slot.task.take() else { return };
        self.handle.enter(number, ready);
        let waker = Waker::from(Arc::clone(&slot.address));
        let is_over = task.as_mut().poll(&mut Context::from_waker(&waker)).is_ready();
        let timer = self.handle.take_timer().filter(|_| !is_over);
        let previous = mem::replace(&mut slot.timer, timer);
        if previous != timer {
            previous.map(|due| self.timers.remove(&(due, number)));
            timer.map(|due| self.timers.insert((due, number)));
        }
        if is_over {
            self.free.push(number);
        } else {
            slot.task = Some(task);
        }
        while let Some(task) = self.handle.take_spawned() {
            self.spawn(task);
        }
    }
}

/// Runs the future. If it panics, returns the panic, and the loop goes on.
pub(crate) async fn guarded<T>(future: impl Future<Output = T>) -> Result<T, Box<Panic>> {
    let mut future = pin!(future);
    std::future::poll_fn(|context| match guard::guard(|| future.as_mut().poll(context)) {
        Ok(polled) => polled.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    })
    .await
}

#[cfg(test)]
pub(crate) mod tests;
