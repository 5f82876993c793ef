//! Compiles the header into a C program and runs that against the built library, so that the two can't drift apart.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod c_program;

#[test]
fn header_c_program_finds_every_promise_kept() {
    let output = c_program::run(&c_program::compile("header"), &[]);
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "from C: é\n\n.NET gave us number 2\n");
}
