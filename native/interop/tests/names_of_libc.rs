//! A procedure may have the name of a function of the C library. This is a test binary of its own: when such an export took
//! that function's place, the process ended before any test.
#![expect(unsafe_code, reason = "names C functions")]

use std::ffi::c_char;
use std::fs;
use std::path::Path;

macro_rules! procedures {
    ($($name:ident)*) => {
        $(
            fn $name(text: String) -> Result<String, String> {
                Ok(format!("{} {text}", stringify!($name)))
            }
            rust_interop::procedure!($name);
        )*
    };
}

procedures!(close exit free getenv malloc memcpy open read strlen write);

unsafe extern "C" {
    fn names_of_libc_close(input_json: *const c_char) -> *mut c_char;
    fn names_of_libc_malloc(input_json: *const c_char) -> *mut c_char;
    fn names_of_libc_write(input_json: *const c_char) -> *mut c_char;
}

#[test]
fn procedure_named_as_a_function_of_libc_is_the_users() {
    assert_eq!(c_caller::call(names_of_libc_close, "\"it\""), "\"close it\"");
    assert_eq!(c_caller::call(names_of_libc_malloc, "\"it\""), "\"malloc it\"");
    assert_eq!(c_caller::call(names_of_libc_write, "\"it\""), "\"write it\"");
}

#[test]
fn procedure_named_as_a_function_of_libc_leaves_that_function_in_place() {
    // Opens, reads and closes.
    let text = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    assert!(text.contains("rust-interop"));
}
