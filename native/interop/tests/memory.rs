//! A reply that is too large for memory. This is a test binary of its own because the limit applies to the whole
//! process.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(unsafe_code, reason = "sets a limit, and calls C functions")]

use std::ffi::c_char;
use std::fs;

use serde::ser::{Serialize, SerializeSeq, Serializer};

unsafe extern "C" {
    fn memory_fill(input_json: *const c_char) -> *mut c_char;
}

/// Needs hardly any memory itself.
struct Megabytes(u32);

impl Serialize for Megabytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let megabyte = "x".repeat(1_000_000);
        let mut texts = serializer.serialize_seq(None)?;
        for _ in 0..self.0 {
            texts.serialize_element(&megabyte)?;
        }
        texts.end()
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a procedure returns a result")]
fn fill(megabytes: u32) -> Result<Megabytes, String> {
    Ok(Megabytes(megabytes))
}
rust_interop::procedure!(fill);

/// Leaves room for about 20 megabytes more than are in use.
fn limit_memory() {
    let status = fs::read_to_string("/proc/self/status").unwrap();
    let size = status.lines().find_map(|line| line.strip_prefix("VmSize:")).unwrap();
    let kilobytes: libc::rlim_t = size.trim().trim_end_matches(" kB").parse().unwrap();
    let limit = libc::rlimit { rlim_cur: (kilobytes + 20_000) * 1024, rlim_max: libc::RLIM_INFINITY };
    // SAFETY: the limit is live for the call.
    assert_eq!(unsafe { libc::setrlimit(libc::RLIMIT_AS, &raw const limit) }, 0);
}

#[test]
fn reply_larger_than_memory_is_an_error_and_the_next_call_works() {
    limit_memory();

    let reply = c_caller::call(memory_fill, "4000");

    assert_eq!(reply, r#"{"error":{"kind":"failed","message":"the output cannot be written as JSON: out of memory"}}"#);
    assert_eq!(c_caller::call(memory_fill, "2").len(), 2_000_007);
}
