//! A future that waits for the test to wake it.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::future::poll_fn;
use std::mem;
use std::sync::Mutex;
use std::task::{Poll, Waker};

/// Of the futures that wait, in the order in which they began to.
pub(crate) static WAKERS: Mutex<Vec<Waker>> = Mutex::new(Vec::new());

pub(crate) async fn wait_for_a_wake() {
    let mut is_woken = false;
    poll_fn(|context| {
        if mem::replace(&mut is_woken, true) {
            return Poll::Ready(());
        }
        WAKERS.lock().unwrap().push(context.waker().clone());
        Poll::Pending
    })
    .await;
}

pub(crate) fn wake_all() {
    let wakers = mem::take(&mut *WAKERS.lock().unwrap());
    wakers.into_iter().for_each(Waker::wake);
}
