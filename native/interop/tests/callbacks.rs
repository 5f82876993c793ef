//! Callbacks, as a C caller gives them: by handles.
#![expect(unsafe_code, reason = "calls C functions")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(
    missing_docs,
    clippy::missing_errors_doc,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::needless_pass_by_value,
    reason = "nobody uses the types of a test"
)]

use std::ffi::c_char;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::task::Poll;
use std::thread;

use c_caller::{
    Callbacks, Event, Given, Run, alone, answer, call, drop_handle, handle, kind, live_handles, live_strings,
    register_nothing, withdraw,
};
use rust_interop::{AsyncCallback, Bytes, Callback, CallbackError, Object, Record, export};
use serde::{Deserialize, Serialize};

#[derive(Debug, Serialize, Deserialize, Record)]
pub enum LookupError {
    Unknown { word: String },
    Other(String),
}

impl fmt::Display for LookupError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{self:?}")
    }
}

impl From<CallbackError> for LookupError {
    fn from(error: CallbackError) -> Self {
        Self::Other(format!("{:?}: {error}", error.kind()))
    }
}

#[export]
fn ask(word: &str, lookup: &Callback<str, Result<u32, LookupError>>) -> Result<u32, LookupError> {
    lookup.call(word)
}

#[export]
fn ask_twice(lookup: Callback<str, u32>) -> Result<u32, CallbackError> {
    Ok(lookup.call("one")? + lookup.clone().call("two")?)
}

#[export]
fn kind_of(callback: Callback<()>) -> String {
    callback.call(&()).err().map_or_else(String::new, |error| format!("{:?}: {error}", error.kind()))
}

#[export]
fn trade(trader: Callback<Object<Word>, Bytes>) -> Result<usize, CallbackError> {
    Ok(trader.call(&Word("three".to_owned()).into())?.len())
}

#[export]
fn ask_anything(callback: Callback<unwritable::Value, u32>, text: String) -> Result<u32, CallbackError> {
    callback.call(&unwritable::Value(text))
}

mod unwritable {
    use std::collections::BTreeMap;

    use rust_interop::{Record, like};
    use serde::{Serialize, Serializer};

    /// It may fail to be written, or look like an error.
    #[derive(Record)]
    #[record(like = like::Any)]
    pub(super) struct Value(pub(super) String);

    impl Serialize for Value {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            match self.0.as_str() {
                "fails" => Err(serde::ser::Error::custom("it fails")),
                "panics" => panic!("it panics"),
                text => BTreeMap::from([("error", BTreeMap::from([(text, 1)]))]).serialize(serializer),
            }
        }
    }
}

pub struct Word(String);

#[export]
impl Word {
    pub fn text(&self) -> String {
        self.0.clone()
    }
}

pub struct Keeper(Mutex<Option<Callback<u32, u32>>>);

#[export]
impl Keeper {
    pub fn new(callback: Callback<u32, u32>) -> Self {
        Self(Mutex::new(Some(callback)))
    }

    pub fn call(&self, number: u32) -> Result<u32, CallbackError> {
        let callback = self.0.lock().unwrap().clone();
        callback.map_or(Ok(0), |callback| callback.call(&number))
    }

    pub fn forget(&self) {
        drop(self.0.lock().unwrap().take());
    }
}

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
    fn callbacks_ask(input_json: *const c_char) -> *mut c_char;
    fn callbacks_ask_twice(input_json: *const c_char) -> *mut c_char;
    fn callbacks_kind_of(input_json: *const c_char) -> *mut c_char;
    fn callbacks_trade(input_json: *const c_char) -> *mut c_char;
    fn callbacks_ask_anything(input_json: *const c_char) -> *mut c_char;
    fn callbacks_Word_text(input_json: *const c_char) -> *mut c_char;
    fn callbacks_Keeper_new(input_json: *const c_char) -> *mut c_char;
    fn callbacks_Keeper_call(input_json: *const c_char) -> *mut c_char;
    fn callbacks_Keeper_forget(input_json: *const c_char) -> *mut c_char;
    fn callbacks_ask_later(input_json: *const c_char) -> *mut c_char;
    fn callbacks_ask_later_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut std::ffi::c_void;
    fn callbacks_give_up(input_json: *const c_char) -> *mut c_char;
    fn callbacks_ask_and_look_away(input_json: *const c_char) -> *mut c_char;
    fn callbacks_never_ask(input_json: *const c_char) -> *mut c_char;
}

fn assert_nothing_is_left() {
    assert_eq!((live_handles(), live_strings()), (0, 0));
}

fn ask_word(given: &Given) -> String {
    call(callbacks_ask, format!(r#"{{"word":"a","lookup":{}}}"#, given.handle))
}

#[test]
fn answer_is_the_output() {
    let _alone = alone();
    let given = Given::new(|asked, input| {
        assert_eq!(input, r#""a""#);
        assert!(answer(asked, Some("7")));
        assert!(!answer(asked, Some("8")), "it was answered");
    });
    assert_eq!(ask_word(&given), "7");
    assert_eq!(given.released(), 0);
    assert!(drop_handle(given.handle));
    assert!(!drop_handle(given.handle));
    assert_eq!(given.released(), 1);
    assert_nothing_is_left();
}

#[test]
fn function_can_be_given_to_several_calls() {
    let _alone = alone();
    let given = Given::answering("4");
    assert_eq!(call(callbacks_ask_twice, given.handle.to_string()), "8");
    assert_eq!(call(callbacks_ask_twice, given.handle.to_string()), "8");
    assert!(drop_handle(given.handle));
    assert_eq!(kind(&call(callbacks_ask_twice, given.handle.to_string())), "invalid_handle");
    assert_nothing_is_left();
}

#[test]
fn error_with_a_value_is_the_error_of_the_callback() {
    let _alone = alone();
    for (reply, error) in [
        (r#"{"error":{"kind":"failed","message":"no","value":{"Unknown":{"word":"a"}}}}"#, r#"Unknown { word: "a" }"#),
        (r#"{"error":{"kind":"failed","message":"no"}}"#, r#"Other("Failed: no")"#),
        (r#"{"error":{"kind":"failed","message":"no","value":{"Else":1}}}"#, r#"Other("Failed: no")"#),
        (r#"{"error":{"message":"no","more":[1,2]}}"#, r#"Other("Failed: no")"#),
    ] {
        let given = Given::answering(reply);
        let reply: serde_json::Value = serde_json::from_str(&ask_word(&given)).unwrap();
        assert_eq!(reply["error"]["message"], error);
        assert!(drop_handle(given.handle));
    }
    assert_nothing_is_left();
}

#[test]
fn answer_that_does_not_fit_is_an_error() {
    let _alone = alone();
    for reply in
        ["", "null", r#""7""#, "7 7", "-1", "4294967296", r#"{"error":{}}"#, r#"{"error":{"message":1}}"#, "\u{7f}"]
    {
        let given = Given::answering(reply);
        let error = ask_word(&given);
        assert!(error.contains("InvalidAnswer: the callback's answer: "), "{reply}: {error}");
        assert!(drop_handle(given.handle));
    }
    let given = Given::new(|asked, _| assert!(answer(asked, None)));
    assert!(ask_word(&given).contains("InvalidAnswer: the callback's answer: the pointer is NULL"));
    assert!(drop_handle(given.handle));
    assert_nothing_is_left();
}

#[test]
fn function_that_does_not_answer_is_an_error() {
    let _alone = alone();
    let asked = Arc::new(Mutex::new(0));
    let given = Given::new({
        let asked = asked.clone();
        move |answer, _| *asked.lock().unwrap() = answer
    });
    assert_eq!(
        call(callbacks_kind_of, given.handle.to_string()),
        r#""InvalidAnswer: the callback has returned without an answer""#
    );
    assert!(!answer(*asked.lock().unwrap(), Some("null")), "nobody waits any more");
    assert!(drop_handle(given.handle));
    assert_nothing_is_left();
}

#[test]
fn function_may_be_answered_by_another_thread_before_it_returns() {
    let _alone = alone();
    let given = Given::new(|asked, _| assert!(thread::spawn(move || answer(asked, Some("5"))).join().unwrap()));
    assert_eq!(ask_word(&given), "5");
    assert!(drop_handle(given.handle));
    assert_nothing_is_left();
}

#[test]
fn function_that_calls_the_library_calls_itself() {
    let _alone = alone();
    let own = Arc::new(Mutex::new(0_u64));
    let depth = Arc::new(Mutex::new(0));
    let given = Given::new({
        let own = own.clone();
        move |asked, _| {
            *depth.lock().unwrap() += 1;
            let depth = *depth.lock().unwrap();
            let reply = if depth < 10 {
                call(callbacks_ask, format!(r#"{{"word":"a","lookup":{}}}"#, *own.lock().unwrap()))
            } else {
                depth.to_string()
            };
            assert!(answer(asked, Some(&reply)));
        }
    });
    *own.lock().unwrap() = given.handle;
    assert_eq!(ask_word(&given), "10");
    assert!(drop_handle(given.handle));
    assert_nothing_is_left();
}

#[test]
fn objects_and_bytes_cross_in_both_directions() {
    let _alone = alone();
    let given = Given::new(|asked, input| {
        let text = call(callbacks_Word_text, format!(r#"{{"self":{input}}}"#));
        assert_eq!(text, r#""three""#);
        let bytes = c_caller::lend(text.as_bytes());
        assert!(answer(asked, Some(&bytes.to_string())));
        assert!(drop_handle(bytes));
    });
    assert_eq!(call(callbacks_trade, given.handle.to_string()), "7");
    assert!(drop_handle(given.handle));
    assert_nothing_is_left();
}

#[test]
fn input_that_is_no_output_is_not_sent() {
    let _alone = alone();
    let given = Given::new(|_, input| panic!("called with {input}"));
    for (text, message) in [("fails", "it fails"), ("looks like an error", "`error`")] {
        let reply = call(callbacks_ask_anything, format!(r#"{{"callback":{},"text":"{text}"}}"#, given.handle));
        assert!(reply.contains("the callback's input: ") && reply.contains(message), "{reply}");
    }
    let reply = call(callbacks_ask_anything, format!(r#"{{"callback":{},"text":"panics"}}"#, given.handle));
    assert_eq!(kind(&reply), "panicked");
    assert!(drop_handle(given.handle));
    assert_nothing_is_left();
}

#[test]
fn handle_of_something_else_is_refused() {
    let _alone = alone();
    let given = Given::answering("1");
    let word = Given::new(|asked, word| {
        for other in
            ["0".to_owned(), "1".to_owned(), "18446744073709551615".to_owned(), asked.to_string(), word.to_owned()]
        {
            assert_eq!(kind(&call(callbacks_ask_twice, other)), "invalid_handle");
        }
        assert!(answer(asked, Some(r#"{"error":{"message":"done"}}"#)));
    });
    assert!(call(callbacks_trade, word.handle.to_string()).contains("done"));
    assert_eq!(kind(&call(callbacks_Word_text, format!(r#"{{"self":{}}}"#, given.handle))), "invalid_handle");
    for (kind, is_one) in [(given.handle, false), (0, false), (u64::MAX, false)] {
        assert_eq!(answer(kind, Some("1")), is_one);
    }
    assert!(!withdraw(0) && !withdraw(u64::MAX));
    assert_eq!(register_nothing(), (0, 0));
    assert_eq!(kind(&call(callbacks_ask_twice, "-1")), "invalid_input");
    assert!(drop_handle(given.handle) && drop_handle(word.handle));
    assert_nothing_is_left();
}

#[test]
fn function_that_an_object_keeps_is_released_with_it() {
    let _alone = alone();
    let given = Given::answering("3");
    let keeper = handle(callbacks_Keeper_new, given.handle.to_string());
    assert!(drop_handle(given.handle));
    assert!(!drop_handle(given.handle), "it was dropped, although the object has the function");
    assert_eq!(kind(&call(callbacks_ask_twice, given.handle.to_string())), "invalid_handle");
    let call_keeper = || call(callbacks_Keeper_call, format!(r#"{{"self":{keeper},"number":1}}"#));
    assert_eq!(call_keeper(), "3");
    assert_eq!((given.released(), live_handles()), (0, 2), "the object, and the function that it keeps");
    assert!(drop_handle(keeper));
    assert_eq!(given.released(), 1);
    assert_nothing_is_left();
}

#[test]
fn function_that_is_withdrawn_is_released_and_not_called_again() {
    let _alone = alone();
    for drops_first in [false, true] {
        let given = Given::answering("3");
        let keeper = handle(callbacks_Keeper_new, given.handle.to_string());
        assert!(!drops_first || drop_handle(given.handle));
        assert!(withdraw(given.handle));
        assert_eq!(given.released(), 1);
        let reply = call(callbacks_Keeper_call, format!(r#"{{"self":{keeper},"number":1}}"#));
        assert!(reply.contains("the caller has withdrawn the callback"), "{reply}");
        assert!(withdraw(given.handle), "the object still has it");
        assert!(drop_handle(keeper));
        assert!(!withdraw(given.handle));
        assert_eq!(given.released(), 1);
        assert_nothing_is_left();
    }
}

#[test]
fn withdraw_waits_for_the_function_on_other_threads() {
    let _alone = alone();
    let (started, begun) = mpsc::channel();
    let (go_on, blocked) = mpsc::channel::<()>();
    let blocked = Mutex::new(blocked);
    let has_ended = Arc::new(AtomicBool::new(false));
    let given = Given::new({
        let has_ended = has_ended.clone();
        move |asked, _| {
            started.send(()).unwrap();
            blocked.lock().unwrap().recv().unwrap();
            has_ended.store(true, Ordering::SeqCst);
            assert!(answer(asked, Some("3")));
        }
    });
    let number = given.handle;
    thread::scope(|scope| {
        let calling = scope.spawn(|| ask_word(&given));
        begun.recv().unwrap();
        let withdrawing = scope.spawn(move || withdraw(number));
        go_on.send(()).unwrap();
        assert!(withdrawing.join().unwrap());
        assert!(has_ended.load(Ordering::SeqCst));
        assert_eq!(calling.join().unwrap(), "3");
    });
    assert_eq!(given.released(), 1);
    assert_nothing_is_left();
}

#[test]
fn withdraw_within_the_function_does_not_wait() {
    let _alone = alone();
    let own = Arc::new(Mutex::new(0_u64));
    let given = Given::new({
        let own = own.clone();
        move |asked, _| {
            assert!(withdraw(*own.lock().unwrap()));
            assert!(answer(asked, Some("3")));
        }
    });
    *own.lock().unwrap() = given.handle;
    let reply = call(callbacks_ask_twice, given.handle.to_string());
    assert!(reply.contains("withdrawn"), "the second call fails: {reply}");
    assert_eq!(given.released(), 1);
    assert_nothing_is_left();
}

#[test]
fn function_that_is_called_dropped_and_withdrawn_at_once_is_released_once() {
    let _alone = alone();
    for _ in 0..200 {
        let given = Given::answering("3");
        let keeper = handle(callbacks_Keeper_new, given.handle.to_string());
        let number = given.handle;
        let barrier = Barrier::new(4);
        thread::scope(|scope| {
            scope.spawn(|| {
                barrier.wait();
                call(callbacks_Keeper_call, format!(r#"{{"self":{keeper},"number":1}}"#))
            });
            scope.spawn(|| {
                barrier.wait();
                call(callbacks_Keeper_forget, format!(r#"{{"self":{keeper}}}"#))
            });
            scope.spawn(|| {
                barrier.wait();
                drop_handle(number)
            });
            scope.spawn(|| {
                barrier.wait();
                withdraw(number)
            });
        });
        assert!(drop_handle(keeper));
        assert_eq!(given.released(), 1);
        assert_nothing_is_left();
    }
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
