//! A guarded panic is silent, whatever it panics with. A test binary of its own: the panic hook is the process's.
#![expect(unsafe_code, reason = "names a C function")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod c_abi;

use std::convert::Infallible;
use std::ffi::c_char;
use std::panic;
use std::sync::Mutex;

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

mod exported {
    use super::explode;
    rust_interop::procedure!(explode);
}

mod raw {
    use super::c_char;

    unsafe extern "C" {
        pub(super) fn explode(input_json: *const c_char) -> *mut c_char;
    }
}

#[test]
fn procedure_whose_panic_panics_again_tells_nobody_but_its_caller() {
    static TOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());
    panic::set_hook(Box::new(|info| TOLD.lock().unwrap().push(info.to_string())));
    let reply = c_abi::call(raw::explode, "null");
    drop(panic::take_hook());
    assert!(reply.starts_with(r#"{"error":{"kind":"panicked""#), "{reply}");
    assert_eq!(*TOLD.lock().unwrap(), [""; 0]);
}
