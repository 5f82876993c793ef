//! The two exports of a function.

use std::time::Duration;

use c_caller::{Event, Invoke, Run, Start};
use serde_json::Value;

/// Both, by the function's name.
#[derive(Clone, Copy)]
pub(crate) struct Exports {
    pub(crate) invoke: Invoke,
    pub(crate) start: Start,
}

macro_rules! exports {
    ($name:literal) => {{
        unsafe extern "C" {
            #[link_name = concat!("async_functions_", $name)]
            fn invoke(input_json: *const std::ffi::c_char) -> *mut std::ffi::c_char;
            #[link_name = concat!("async_functions_", $name, "_async")]
            fn start(
                input_json: *const std::ffi::c_char,
                callbacks: *const c_caller::Callbacks,
            ) -> *mut std::ffi::c_void;
        }
        crate::exports::Exports { invoke, start }
    }};
}

pub(crate) use exports;

impl Exports {
    /// The reply, which is the same of both.
    pub(crate) fn call(self, input: &str) -> String {
        let reply = c_caller::call(self.invoke, input);
        let later = self.start(input).wait();
        assert!(
            matches!(&later[..], [Event::Completed(other)] if without_backtrace(other) == without_backtrace(&reply)),
            "{reply} {later:?}"
        );
        reply
    }

    pub(crate) fn start(self, input: &str) -> Run {
        Run::start(self.start, Some(input))
    }
}

/// The two may panic in different places of the library.
fn without_backtrace(reply: &str) -> Value {
    let mut reply: Value = serde_json::from_str(reply).unwrap();
    if let Some(error) = reply.get_mut("error").and_then(Value::as_object_mut) {
        error.remove("backtrace");
    }
    reply
}

/// The events so far.
pub(crate) fn events_so_far(run: &Run) -> Vec<Event> {
    run.wait_for(Duration::ZERO)
}
