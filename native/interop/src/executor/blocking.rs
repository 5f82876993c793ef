//! Waits for something asynchronous on this thread.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use super::{Reply, Running};

/// Polls the future until it is ready.
pub(crate) fn block_on(mut running: Running) -> Reply {
    let reply = poll_until_ready(|context| running.poll(context));
    running.end(reply)
}

/// Polls until there is something. Parks the thread in between.
pub(crate) fn poll_until_ready<T>(mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>) -> T {
    let signal = Arc::new(Signal { is_woken: AtomicBool::new(false), thread: thread::current() });
    let waker = Waker::from(Arc::clone(&signal));
    loop {
        if let Poll::Ready(value) = poll(&mut Context::from_waker(&waker)) {
            return value;
        }
        while !signal.is_woken.swap(false, Ordering::AcqRel) {
            thread::park();
        }
    }
}

/// Wakes a parked thread.
struct Signal {
    // A poll may park the thread for reasons of its own. It then takes the thread's token, but not this.
    is_woken: AtomicBool,
    thread: Thread,
}

impl Wake for Signal {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.is_woken.store(true, Ordering::Release);
        self.thread.unpark();
    }
}
