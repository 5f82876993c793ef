//! Streams of what is asynchronous in Rust, as a C caller has them.
#![expect(unsafe_code, reason = "calls C functions")]

use std::ffi::c_char;
use std::sync::MutexGuard;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::thread;

use c_caller::{Event, drop_handle, handle, live_handles, live_strings, next, start_next};
use rust_interop::{Stream, export};
use serde_json::Value;

static POLLED: AtomicUsize = AtomicUsize::new(0);
static DROPPED: AtomicUsize = AtomicUsize::new(0);

/// Each test has the counts for itself.
fn alone() -> MutexGuard<'static, ()> {
    let alone = c_caller::alone();
    POLLED.store(0, Ordering::Relaxed);
    DROPPED.store(0, Ordering::Relaxed);
    alone
}

/// Counts its end.
struct Counted;

impl Drop for Counted {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}

/// Numbers, each of which another thread makes.
#[export]
fn made_elsewhere(end: u64) -> Stream<u64> {
    let mut next = 0;
    let mut is_pending = true;
    let counted = Counted;
    Stream::poll_fn(move |context| {
        let _keeps_the_count = &counted;
        if next == end {
            return Poll::Ready(None);
        }
        is_pending = !is_pending;
        if !is_pending {
            let waker = context.waker().clone();
            thread::spawn(move || waker.wake());
            return Poll::Pending;
        }
        next += 1;
        Poll::Ready(Some(next))
    })
}

/// It never has an item.
#[export]
fn never() -> Stream<u64> {
    let counted = Counted;
    Stream::poll_fn(move |_| {
        let _keeps_the_count = &counted;
        POLLED.fetch_add(1, Ordering::Relaxed);
        Poll::Pending
    })
}

unsafe extern "C" {
    fn polled_streams_made_elsewhere(input_json: *const c_char) -> *mut c_char;
    fn polled_streams_never(input_json: *const c_char) -> *mut c_char;
}

#[test]
fn poll_fn_is_polled_when_it_is_woken() {
    let _alone = alone();
    let stream = handle(polled_streams_made_elsewhere, "3");
    let mut items = Vec::new();
    loop {
        let batch: Value = serde_json::from_str(&next(stream, 16).text()).unwrap();
        items.extend(batch["items"].as_array().unwrap().iter().filter_map(Value::as_u64));
        if batch["done"] == true {
            break;
        }
    }
    assert_eq!(items, [1, 2, 3]);
    assert_eq!(DROPPED.load(Ordering::Relaxed), 1);
    assert!(drop_handle(stream));
    assert_eq!((live_handles(), live_strings()), (0, 0));
}

#[test]
fn poll_fn_that_waits_is_dropped_at_a_cancel() {
    let _alone = alone();
    let stream = handle(polled_streams_never, "{}");
    let run = start_next(stream, 16);
    while POLLED.load(Ordering::Relaxed) == 0 {
        thread::yield_now();
    }
    run.cancel();
    assert!(matches!(&run.wait()[..], [Event::Completed(reply)] if reply.contains("failed")));
    assert!(drop_handle(stream));
    while DROPPED.load(Ordering::Relaxed) == 0 {
        thread::yield_now();
    }
    assert_eq!(POLLED.load(Ordering::Relaxed), 1, "it was not polled again");
    drop(run);
    assert_eq!((live_handles(), live_strings()), (0, 0));
}
