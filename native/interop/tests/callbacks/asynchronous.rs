//! A caller's function that answers later.

use std::ffi::{c_char, c_void};
use std::sync::{Arc, Mutex, mpsc};
use std::task::Poll;

use c_caller::{Callbacks, Event, Given, Run, alone, answer, call, drop_handle, kind};
use rust_interop::{AsyncCallback, Callback, CallbackError, export};

use crate::{LookupError, assert_nothing_is_left};

#[export]
async fn ask_later(lookup: AsyncCallback<str, Result<u32, LookupError>>) -> Result<u32, LookupError> {
    lookup.call("later").await
}

/// Asks, and is done without waiting for the answer.
#[export]
async fn give_up(lookup: AsyncCallback<str, u32>) -> Result<(), CallbackError> {
    let mut asked = std::pin::pin!(lookup.call("nobody waits"));
    std::future::poll_fn(|context| {
        assert!(asked.as_mut().poll(context).is_pending());
        Poll::Ready(Ok(()))
    })
    .await
}

/// Asks, and is done without looking at the answer, which comes during the second callback.
#[export]
async fn ask_and_look_away(lookup: AsyncCallback<str, u32>, meanwhile: Callback<()>) -> Result<(), CallbackError> {
    let mut asked = std::pin::pin!(lookup.call("nobody looks"));
    std::future::poll_fn(|context| {
        assert!(asked.as_mut().poll(context).is_pending());
        Poll::Ready(meanwhile.call(&()))
    })
    .await
}

#[export]
#[expect(clippy::unused_async, reason = "as users write it")]
async fn never_ask(lookup: AsyncCallback<str, u32>) {
    drop(lookup.call("never polled"));
}

unsafe extern "C" {
    fn callbacks_ask_later(input_json: *const c_char) -> *mut c_char;
    fn callbacks_ask_later_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
    fn callbacks_give_up(input_json: *const c_char) -> *mut c_char;
    fn callbacks_ask_and_look_away(input_json: *const c_char) -> *mut c_char;
    fn callbacks_never_ask(input_json: *const c_char) -> *mut c_char;
}

#[test]
fn async_answer_comes_at_any_time() {
    let _alone = alone();
    let (sender, receiver) = mpsc::channel();
    let given = Given::new(move |asked, input| {
        assert_eq!(input, r#""later""#);
        sender.send(asked).unwrap();
    });
    let run = Run::start(callbacks_ask_later_async, Some(&given.handle.to_string()));
    let asked = receiver.recv().unwrap();
    assert!(answer(asked, Some("9")));
    assert!(!answer(asked, Some("9")));
    assert_eq!(run.wait(), [Event::Completed("9".to_owned())]);
    drop(run);
    assert_eq!(given.cancelled(), 0);
    assert!(drop_handle(given.handle));
    assert_nothing_is_left();
}

#[test]
fn async_answer_within_the_function_is_taken_at_once() {
    let _alone = alone();
    let given = Given::answering("9");
    assert_eq!(call(callbacks_ask_later, given.handle.to_string()), "9");
    assert!(drop_handle(given.handle));
    let given = Given::answering(r#"{"error":{"message":"no","value":{"Unknown":{"word":"later"}}}}"#);
    assert!(call(callbacks_ask_later, given.handle.to_string()).contains(r#""value":{"Unknown":{"word":"later"}}"#));
    assert!(drop_handle(given.handle));
    assert_nothing_is_left();
}

#[test]
fn async_call_that_is_cancelled_cancels_the_function() {
    let _alone = alone();
    let (sender, receiver) = mpsc::channel();
    let given = Given::new(move |asked, _| sender.send(asked).unwrap());
    let run = Run::start(callbacks_ask_later_async, Some(&given.handle.to_string()));
    let asked = receiver.recv().unwrap();
    run.cancel();
    let events = run.wait();
    assert!(matches!(&events[..], [Event::Completed(reply)] if kind(reply) == "failed"), "{events:?}");
    drop(run);
    assert_eq!(given.cancelled(), 1);
    assert!(!answer(asked, Some("9")), "nobody waits any more");
    assert!(drop_handle(given.handle));
    assert_nothing_is_left();
}

#[test]
fn async_call_that_nobody_waits_for_is_cancelled() {
    let _alone = alone();
    let given = Given::new(|_, _| {});
    assert_eq!(call(callbacks_give_up, given.handle.to_string()), "null");
    assert_eq!(given.cancelled(), 1);
    assert_eq!(call(callbacks_never_ask, given.handle.to_string()), "null");
    assert_eq!(given.cancelled(), 1, "it was not called");
    assert!(drop_handle(given.handle));
    assert_eq!(given.released(), 1);
    assert_nothing_is_left();
}

#[test]
fn async_call_that_was_answered_is_not_cancelled() {
    let _alone = alone();
    let asked = Arc::new(Mutex::new(0));
    let lookup = Given::new({
        let asked = asked.clone();
        move |answer, _| *asked.lock().unwrap() = answer
    });
    let meanwhile = Given::new(move |own, _| {
        assert!(answer(*asked.lock().unwrap(), Some("1")));
        assert!(answer(own, Some("null")));
    });
    let input = format!(r#"{{"lookup":{},"meanwhile":{}}}"#, lookup.handle, meanwhile.handle);
    assert_eq!(call(callbacks_ask_and_look_away, input), "null");
    assert_eq!(lookup.cancelled(), 0);
    assert!(drop_handle(lookup.handle) && drop_handle(meanwhile.handle));
    assert_nothing_is_left();
}
