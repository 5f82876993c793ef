//! Functions of another crate, which the macro exports and the tests call as C would.
#![expect(unsafe_code, reason = "names C functions")]

use std::ffi::{c_char, c_void};

use c_caller::{Callbacks, Event, Run};

fn double(number: u32) -> Result<u32, &'static str> {
    number.checked_mul(2).ok_or("the number is too large")
}
rust_interop::procedure!(double);

/// Has a name that the macro's own code might use.
#[expect(clippy::needless_pass_by_value, reason = "a procedure owns its input")]
fn invoke(text: String) -> Result<usize, String> {
    if text.is_empty() { Err("there is no text".to_owned()) } else { Ok(text.len()) }
}
rust_interop::procedure!(invoke);

mod raw {
    use super::{Callbacks, c_char, c_void};

    unsafe extern "C" {
        pub(super) fn double(input_json: *const c_char) -> *mut c_char;
        pub(super) fn double_async(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
        pub(super) fn invoke(input_json: *const c_char) -> *mut c_char;
    }
}

#[test]
fn procedure_without_context_replies() {
    assert_eq!(c_caller::call(raw::double, "21"), "42");
    let too_large = c_caller::call(raw::double, "3000000000");
    assert_eq!(too_large, r#"{"error":{"kind":"failed","message":"the number is too large"}}"#);
}

#[test]
fn procedure_without_context_completes_when_started() {
    assert_eq!(Run::start(raw::double_async, Some("21")).wait(), [Event::Completed("42".to_owned())]);
}

#[test]
fn procedure_whose_name_is_common_is_the_users() {
    assert_eq!(c_caller::call(raw::invoke, "\"four\""), "4");
    assert_eq!(c_caller::call(raw::invoke, "\"\""), r#"{"error":{"kind":"failed","message":"there is no text"}}"#);
}

#[test]
fn procedures_of_a_library_are_listed_in_order() {
    assert_eq!(c_caller::procedures(), r#"["double","invoke"]"#);
}
