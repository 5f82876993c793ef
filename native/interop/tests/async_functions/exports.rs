//! The two exports of a function.

use std::time::Duration;

use c_caller::{Event, Invoke, Run, Start};

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
        assert_eq!(self.start(input).wait(), [Event::Completed(reply.clone())]);
        reply
    }

    pub(crate) fn start(self, input: &str) -> Run {
        Run::start(self.start, Some(input))
    }
}

/// The events so far.
pub(crate) fn events_so_far(run: &Run) -> Vec<Event> {
    run.wait_for(Duration::ZERO)
}
