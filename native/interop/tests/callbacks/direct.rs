//! Callbacks that are called without JSON.

use std::ffi::{CStr, c_char};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use c_caller::{Answer, Given, Value, alone, answer, call, drop_handle, withdraw};
use rust_interop::{Callback, CallbackError, Record, export};
use serde::{Deserialize, Serialize, Serializer};

use crate::{LookupError, assert_nothing_is_left};

/// A number in text, which it makes for that.
#[derive(Debug, Record)]
#[record(like = String)]
pub struct Digits(u64);

impl Serialize for Digits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.to_string())
    }
}

#[derive(Debug, Serialize, Deserialize, Record)]
pub struct Metres(f64);

#[export]
fn numbers(callback: Callback<(u8, i64, bool, char), i16>) -> Result<i16, CallbackError> {
    callback.call(&(200, -5, true, '\u{1F980}'))
}

#[export]
fn floats(callback: Callback<(f32, Metres), Metres>) -> Result<Metres, CallbackError> {
    callback.call(&(0.5, Metres(-1.25)))
}

#[export]
fn texts(callback: Callback<(String, Digits), String>, text: String) -> Result<String, CallbackError> {
    callback.call(&(text, Digits(42)))
}

#[export]
fn nothing(callback: Callback<()>) -> Result<(), CallbackError> {
    callback.call(&())
}

#[export]
fn character(callback: Callback<(), Result<char, LookupError>>) -> Result<char, LookupError> {
    callback.call(&())
}

#[export]
fn float(callback: Callback<(), f32>) -> Result<f32, CallbackError> {
    callback.call(&())
}

#[export]
fn list(callback: Callback<Vec<u8>, u8>) -> Result<u8, CallbackError> {
    callback.call(&vec![1, 2])
}

unsafe extern "C" {
    fn callbacks_numbers(input_json: *const c_char) -> *mut c_char;
    fn callbacks_floats(input_json: *const c_char) -> *mut c_char;
    fn callbacks_texts(input_json: *const c_char) -> *mut c_char;
    fn callbacks_nothing(input_json: *const c_char) -> *mut c_char;
    fn callbacks_character(input_json: *const c_char) -> *mut c_char;
    fn callbacks_float(input_json: *const c_char) -> *mut c_char;
    fn callbacks_list(input_json: *const c_char) -> *mut c_char;
}

/// A function that must not be asked by JSON.
fn direct(types: &CStr, function: impl Fn(&[Value]) -> Answer + Send + Sync + 'static) -> Given {
    Given::direct(Some(types), function, |_, input| panic!("{input:?}"), false)
}

/// A function that must be asked by JSON, with an input.
fn indirect(types: Option<&CStr>, expected: &'static str, reply: &'static str) -> Given {
    let function = move |asked, input: Option<&str>| {
        assert_eq!(input, Some(expected));
        assert!(answer(asked, Some(reply)));
    };
    Given::direct(types, |_| panic!("called directly"), function, false)
}

fn end(given: &Given) {
    assert!(drop_handle(given.handle));
    assert_eq!(given.released(), 1);
    assert_nothing_is_left();
}

#[test]
fn call_numbers_cross_as_they_are() {
    let _alone = alone();
    let given = direct(c"uibci", |arguments| {
        let numbers: Vec<u64> = arguments.iter().map(Value::as_number).collect();
        assert_eq!(numbers, [200, (-5_i64).cast_unsigned(), 1, 0x1_F980]);
        Answer::Number((-300_i64).cast_unsigned())
    });
    assert_eq!(call(callbacks_numbers, given.handle.to_string()), "-300");
    end(&given);
    let given = direct(c"fdd", |arguments| {
        let bits = [u64::from(0.5_f32.to_bits()), (-1.25_f64).to_bits()];
        assert_eq!([arguments[0].as_number(), arguments[1].as_number()], bits);
        Answer::Number(2.5_f64.to_bits())
    });
    assert_eq!(call(callbacks_floats, given.handle.to_string()), "2.5");
    end(&given);
    let given = direct(c"n", |arguments| {
        assert!(arguments.is_empty());
        Answer::Number(0)
    });
    assert_eq!(call(callbacks_nothing, given.handle.to_string()), "null");
    end(&given);
}

#[test]
fn call_texts_are_copied_and_have_nul_characters() {
    let _alone = alone();
    let given = direct(c"ttt", |arguments| {
        // SAFETY: they live until the function returns.
        let texts: String = arguments.iter().map(|text| unsafe { text.as_text() }).collect();
        Answer::Bytes(texts.into_bytes())
    });
    for (text, expected) in [(r"\u00e4\u0000", "\"\u{e4}\\u000042\""), ("", "\"42\"")] {
        let input = format!(r#"{{"callback":{},"text":"{text}"}}"#, given.handle);
        assert_eq!(call(callbacks_texts, input), expected);
    }
    end(&given);
}

#[test]
fn call_text_without_room_crosses_as_json() {
    let _alone = alone();
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let function = move |question, input: Option<&str>| {
        assert!(input.unwrap().ends_with(r#"x","42"]"#));
        counted.fetch_add(1, Ordering::Relaxed);
        assert!(answer(question, Some(r#""json""#)));
    };
    let given = Given::direct(Some(c"ttt"), |_| Answer::Bytes(Vec::new()), function, false);
    for (length, expected) in [(510, "\"\""), (511, "\"json\""), (1_000_000, "\"json\"")] {
        let input = format!(r#"{{"callback":{},"text":"{}"}}"#, given.handle, "x".repeat(length));
        assert_eq!(call(callbacks_texts, input), expected, "{length}");
    }
    assert_eq!(asked.load(Ordering::Relaxed), 2);
    end(&given);
}

#[test]
fn call_that_is_not_answered_directly_is_asked_without_an_input() {
    let _alone = alone();
    for (reply, expected) in [
        (r#""a""#, r#""a""#),
        (r#"{"error":{"kind":"failed","message":"no","value":{"Unknown":{"word":"a"}}}}"#, r#"Unknown { word: "a" }"#),
        (r#"{"error":{"kind":"failed","message":"no"}}"#, r#"Other("Failed: no")"#),
        ("1", r#"Other("InvalidAnswer: the callback's answer: "#),
    ] {
        let function = move |asked, input: Option<&str>| {
            assert_eq!(input, None);
            assert!(answer(asked, Some(reply)));
        };
        let given = Given::direct(Some(c"c"), |_| Answer::None, function, false);
        let reply = call(callbacks_character, given.handle.to_string());
        assert!(reply.replace('\\', "").contains(expected), "{reply}");
        end(&given);
    }
}

#[test]
fn call_of_other_types_crosses_as_json() {
    let _alone = alone();
    let input = "[200,-5,true,\"\u{1F980}\"]";
    for types in
        [None, Some(c""), Some(c"x"), Some(c"i"), Some(c"uibi"), Some(c"uibcui"), Some(c"uubci"), Some(c"nibci")]
    {
        let given = indirect(types, input, "7");
        assert_eq!(call(callbacks_numbers, given.handle.to_string()), "7", "{types:?}");
        end(&given);
    }
    let given = indirect(Some(c"uu"), "[1,2]", "7");
    assert_eq!(call(callbacks_list, given.handle.to_string()), "7");
    end(&given);
}

#[test]
fn answer_that_does_not_fit_is_an_error() {
    let _alone = alone();
    for (invoke, types, number, reason) in [
        (callbacks_numbers as c_caller::Invoke, c"uibcu", 70_000, "invalid value: integer `70000`"),
        (callbacks_numbers, c"uibcb", 1, "invalid type: boolean `true`"),
        (callbacks_character, c"c", 0xD800, "0xd800 is no character"),
        (callbacks_character, c"c", u64::MAX, "0xffffffffffffffff is no character"),
        (callbacks_float, c"f", 1 << 32, "it is longer than 32 bits"),
    ] {
        let given = direct(types, move |_| Answer::Number(number));
        let reply = call(invoke, given.handle.to_string());
        assert!(reply.contains("the callback's answer: ") && reply.contains(reason), "{reply}");
        end(&given);
    }
    let given = direct(c"ttt", |_| Answer::Bytes(vec![0xFF]));
    let reply = call(callbacks_texts, format!(r#"{{"callback":{},"text":""}}"#, given.handle));
    assert!(reply.contains("the callback's answer: "), "{reply}");
    end(&given);
}

#[test]
fn withdrawn_function_is_not_called() {
    let _alone = alone();
    let given = direct(c"n", |_| panic!("it is withdrawn"));
    assert!(withdraw(given.handle));
    assert_eq!(given.released(), 1);
    assert!(call(callbacks_nothing, given.handle.to_string()).contains("invalid_handle"));
    assert_nothing_is_left();
}

#[test]
fn function_that_is_never_withdrawn_is_released_once_it_is_dropped() {
    let _alone = alone();
    let given = Given::direct(Some(c"n"), |_| Answer::Number(0), |_, _| panic!("by JSON"), true);
    assert!(!withdraw(given.handle));
    assert_eq!(call(callbacks_nothing, given.handle.to_string()), "null");
    assert_eq!(given.released(), 0);
    end(&given);
}
