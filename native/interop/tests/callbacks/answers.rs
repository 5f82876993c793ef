//! What a caller's function gets and answers.

use std::ffi::c_char;
use std::sync::{Arc, Mutex};
use std::thread;

use c_caller::{Given, alone, answer, call, drop_handle, kind, register_nothing, withdraw};
use rust_interop::{Bytes, Callback, CallbackError, Object, export};

use crate::{ask_word, assert_nothing_is_left, callbacks_ask, callbacks_ask_twice};

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

unsafe extern "C" {
    fn callbacks_kind_of(input_json: *const c_char) -> *mut c_char;
    fn callbacks_trade(input_json: *const c_char) -> *mut c_char;
    fn callbacks_ask_anything(input_json: *const c_char) -> *mut c_char;
    fn callbacks_Word_text(input_json: *const c_char) -> *mut c_char;
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
