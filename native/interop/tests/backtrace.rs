//! The backtrace of a panic, if somebody asks for it. Whether somebody does is decided once for each process.
#![expect(unsafe_code, reason = "names a C function")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::convert::Infallible;
use std::ffi::c_char;
use std::process::Command;

#[inline(never)]
fn panic_in_here(_: ()) -> Result<(), Infallible> {
    panic!("on purpose")
}
rust_interop::procedure!(panic_in_here);

unsafe extern "C" {
    fn backtrace_panic_in_here(input_json: *const c_char) -> *mut c_char;
}

#[test]
#[ignore = "the other tests run it in a process of its own"]
fn reply() {
    println!("reply={}", c_caller::call(backtrace_panic_in_here, "null"));
}

fn error(variable: &str, value: &str) -> serde_json::Value {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--ignored", "--exact", "reply", "--nocapture"])
        .env_remove("RUST_BACKTRACE")
        .env_remove("RUST_LIB_BACKTRACE")
        .env(variable, value)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let reply = text.lines().find_map(|line| line.split_once("reply=")).unwrap_or_else(|| panic!("{text}")).1;
    let mut reply: serde_json::Value = serde_json::from_str(reply).unwrap();
    reply["error"].take()
}

#[test]
fn panic_has_a_backtrace_if_the_environment_asks_for_it() {
    for variable in ["RUST_BACKTRACE", "RUST_LIB_BACKTRACE"] {
        let error = error(variable, "1");
        assert_eq!(error["message"], "on purpose");
        assert!(error["backtrace"].as_str().is_some_and(|text| text.contains("panic_in_here")), "{error}");
    }
}

#[test]
fn panic_has_no_backtrace_otherwise() {
    let error = error("RUST_BACKTRACE", "0");
    assert_eq!(error["message"], "on purpose");
    assert!(error.get("backtrace").is_none(), "{error}");
}
