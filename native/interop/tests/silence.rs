//! A guarded panic is silent, whatever it panics with, and no other is. A test binary of its own: the panic hook is the process's.
#![expect(unsafe_code, reason = "names a C function")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::convert::Infallible;
use std::ffi::c_char;
use std::panic;
use std::sync::{LazyLock, Mutex};
use std::thread;

const NOT_GUARDED: &str = "on a thread of the program";

/// What the program's own panic hook has heard, which is there before the first call.
static HEARD: LazyLock<&Mutex<Vec<String>>> = LazyLock::new(|| {
    static HEARD: Mutex<Vec<String>> = Mutex::new(Vec::new());
    panic::set_hook(Box::new(|info| HEARD.lock().unwrap().push(info.to_string())));
    &HEARD
});

/// Calls a procedure that panics, and says what the program's hook has heard that it should not have.
fn heard_of(procedure: c_caller::Invoke) -> Vec<String> {
    LazyLock::force(&HEARD);
    let reply = c_caller::call(procedure, "null");
    assert!(reply.starts_with(r#"{"error":{"kind":"panicked""#), "{reply}");
    HEARD.lock().unwrap().iter().filter(|heard| !heard.contains(NOT_GUARDED)).cloned().collect()
}

/// Panics when it is dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("second");
    }
}

fn explode(_: ()) -> Result<(), Infallible> {
    panic::panic_any(Bomb)
}

fn panic_guarded(_: ()) -> Result<(), Infallible> {
    panic!("first")
}

mod exported {
    use super::{explode, panic_guarded};
    rust_interop::procedure!(explode);
    rust_interop::procedure!(panic_guarded);
}

mod raw {
    use super::c_char;

    unsafe extern "C" {
        pub(super) fn explode(input_json: *const c_char) -> *mut c_char;
        pub(super) fn panic_guarded(input_json: *const c_char) -> *mut c_char;
    }
}

#[test]
fn procedure_that_panics_is_heard_by_its_caller_alone() {
    assert_eq!(heard_of(raw::panic_guarded), [""; 0]);
}

#[test]
fn procedure_whose_panic_panics_again_is_heard_by_its_caller_alone() {
    assert_eq!(heard_of(raw::explode), [""; 0]);
}

#[test]
fn thread_of_a_program_that_panics_is_heard_as_ever() {
    heard_of(raw::panic_guarded);
    thread::spawn(|| panic!("{NOT_GUARDED}")).join().unwrap_err();
    assert!(HEARD.lock().unwrap().iter().any(|heard| heard.contains(NOT_GUARDED)));
}
