//! What the functions wait for.

use std::future::poll_fn;
use std::mem;
use std::task::Poll;
use std::thread;

/// Is woken by another thread.
pub(crate) async fn another_thread() {
    let mut is_started = false;
    poll_fn(|context| {
        if mem::replace(&mut is_started, true) {
            return Poll::Ready(());
        }
        let waker = context.waker().clone();
        thread::spawn(move || waker.wake());
        Poll::Pending
    })
    .await;
}

/// Wakes itself.
pub(crate) async fn another_turn() {
    let mut is_started = false;
    poll_fn(|context| {
        context.waker().wake_by_ref();
        if mem::replace(&mut is_started, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
}
