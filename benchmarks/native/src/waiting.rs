//! Functions that have nothing to do: only the call takes time.

use std::future::{poll_fn, ready};
use std::mem;
use std::task::Poll;

use rust_interop::boundary::guard::guard;
use rust_interop::export;

/// On the thread of its caller, or on a worker of its own.
#[export]
fn nothing() {}

/// On a thread of .NET's pool if it is called by task.
#[export(short)]
fn nothing_short() {}

/// The same, for handwritten interop.
#[unsafe(no_mangle)]
pub extern "C" fn do_nothing() {}

/// The same, in the guard that every export has. Returns whether it has panicked.
#[unsafe(no_mangle)]
pub extern "C" fn do_nothing_guarded() -> bool {
    guard(nothing).is_err()
}

/// Is ready at once.
#[export]
async fn nothing_to_wait_for() {
    ready(()).await;
}

/// Waits once, for what has already happened.
#[export]
async fn wait_once() {
    let mut has_waited = false;
    poll_fn(|context| {
        if mem::replace(&mut has_waited, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}
