//! Calls of async functions whose caller has threads for them.

#![expect(unsafe_code, reason = "declares C exports")]
#![expect(clippy::panic, reason = "a test fails by panicking")]

use std::ffi::{c_char, c_void};
use std::future::{self, poll_fn};
use std::sync::{Mutex, PoisonError};
use std::task::{Poll, Waker};
use std::thread;

use c_caller::{Callbacks, ScheduledRun};
use rust_interop::export;

unsafe extern "C" {
    fn scheduled_calls_wait_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
    fn scheduled_calls_wait_for_a_thread_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
    fn scheduled_calls_wait_for_ever_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
    fn scheduled_calls_panic_later_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
}

/// Wakes itself so many times. Returns the name of the thread that has polled it last.
#[export]
async fn wait(times: u32) -> Option<String> {
    let mut polls = 0;
    poll_fn(|context| {
        polls += 1;
        context.waker().wake_by_ref();
        context.waker().wake_by_ref();
        if polls > times { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    thread::current().name().map(str::to_owned)
}

/// Waits until another thread wakes it.
#[export]
async fn wait_for_a_thread() -> u32 {
    let mut is_woken = false;
    poll_fn(|context| {
        if std::mem::replace(&mut is_woken, true) {
            return Poll::Ready(());
        }
        let waker = context.waker().clone();
        thread::spawn(move || waker.wake());
        Poll::Pending
    })
    .await;
    7
}

static WAKER: Mutex<Option<Waker>> = Mutex::new(None);

/// Leaves its waker behind.
#[export]
async fn wait_for_ever() {
    let _dropped = OnDrop;
    poll_fn(|context| {
        *WAKER.lock().unwrap_or_else(PoisonError::into_inner) = Some(context.waker().clone());
        Poll::<()>::Pending
    })
    .await;
}

static DROPPED_BY: Mutex<Option<String>> = Mutex::new(None);

struct OnDrop;

impl Drop for OnDrop {
    fn drop(&mut self) {
        *DROPPED_BY.lock().unwrap_or_else(PoisonError::into_inner) = thread::current().name().map(str::to_owned);
    }
}

#[export]
async fn panic_later() {
    let mut is_woken = false;
    poll_fn(|context| {
        context.waker().wake_by_ref();
        if std::mem::replace(&mut is_woken, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    future::ready(()).await;
    panic!("on purpose")
}

#[test]
fn call_that_is_ready_at_once_schedules_nothing() {
    let run = ScheduledRun::start(scheduled_calls_wait_async, "0");
    assert!(run.reply().unwrap().starts_with('"'), "the name of this thread");
    assert!(run.scheduled().is_none());
}

#[test]
fn each_wake_schedules_one_task_which_polls_on_the_callers_thread() {
    let run = ScheduledRun::start(scheduled_calls_wait_async, "3");
    for _ in 0..3 {
        assert!(run.reply().is_none());
        let task = run.scheduled().unwrap();
        assert!(run.scheduled().is_none(), "two wakes before the task runs are one");
        thread::Builder::new().name("the caller's".to_owned()).spawn(move || task.run()).unwrap().join().unwrap();
    }
    assert_eq!(run.reply().as_deref(), Some("\"the caller's\""));
    assert!(run.scheduled().is_none(), "the call has completed");
}

#[test]
fn wake_of_another_thread_schedules() {
    let run = ScheduledRun::start(scheduled_calls_wait_for_a_thread_async, "{}");
    run.next().run();
    assert_eq!(run.reply().as_deref(), Some("7"));
}

#[test]
fn cancel_schedules_the_drop_and_later_wakes_do_nothing() {
    let run = ScheduledRun::start(scheduled_calls_wait_for_ever_async, "{}");
    assert!(run.scheduled().is_none());
    run.cancel();
    run.cancel();
    assert!(run.reply().is_none(), "nobody has run the task");
    let task = run.scheduled().unwrap();
    thread::Builder::new().name("dropper".to_owned()).spawn(move || task.run()).unwrap().join().unwrap();
    assert!(run.reply().unwrap().contains("the call was cancelled"));
    assert_eq!(DROPPED_BY.lock().unwrap().as_deref(), Some("dropper"));
    WAKER.lock().unwrap().take().unwrap().wake();
    assert!(run.scheduled().is_none());
}

#[test]
fn panic_in_a_scheduled_poll_is_the_reply() {
    let run = ScheduledRun::start(scheduled_calls_panic_later_async, "{}");
    run.next().run();
    assert!(run.reply().unwrap().contains("on purpose"));
}
