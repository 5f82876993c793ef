//! A guarded panic is silent, whatever its payload, and no other panic is. This is a test binary of its own because the
//! panic hook belongs to the process.
#![expect(unsafe_code, reason = "names a C function")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::convert::Infallible;
use std::ffi::c_char;
use std::panic;
use std::sync::{LazyLock, Mutex};
use std::thread;

const NOT_GUARDED: &str = "on a thread of the program";

/// What the program's own panic hook saw. It is set before the first call.
static SEEN: LazyLock<&Mutex<Vec<String>>> = LazyLock::new(|| {
    static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());
    panic::set_hook(Box::new(|info| SEEN.lock().unwrap().push(info.to_string())));
    &SEEN
});

/// Calls a procedure that panics, and returns what the program's hook saw and shouldn't have.
fn seen_by_hook(procedure: c_caller::Invoke) -> Vec<String> {
    LazyLock::force(&SEEN);
    let reply = c_caller::call(procedure, "null");
    assert!(reply.starts_with(r#"{"error":{"kind":"panicked""#), "{reply}");
    SEEN.lock().unwrap().iter().filter(|panic| !panic.contains(NOT_GUARDED)).cloned().collect()
}

/// Panics when dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("second");
    }
}

fn explode(_: ()) -> Result<(), Infallible> {
    panic::panic_any(Bomb)
}
rust_interop::procedure!(explode);

fn panic_guarded(_: ()) -> Result<(), Infallible> {
    panic!("first")
}
rust_interop::procedure!(panic_guarded);

unsafe extern "C" {
    fn silence_explode(input_json: *const c_char) -> *mut c_char;
    fn silence_panic_guarded(input_json: *const c_char) -> *mut c_char;
}

#[test]
fn procedure_that_panics_does_not_reach_the_programs_hook() {
    assert_eq!(seen_by_hook(silence_panic_guarded), [""; 0]);
}

#[test]
fn procedure_whose_panic_panics_again_does_not_reach_the_programs_hook() {
    assert_eq!(seen_by_hook(silence_explode), [""; 0]);
}

#[test]
fn thread_of_the_program_that_panics_reaches_the_programs_hook() {
    seen_by_hook(silence_panic_guarded);
    thread::spawn(|| panic!("{NOT_GUARDED}")).join().unwrap_err();
    assert!(SEEN.lock().unwrap().iter().any(|panic| panic.contains(NOT_GUARDED)));
}
