//! Async functions, which the macro exports and the tests call as C would.
#![expect(unsafe_code, reason = "names C functions")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod arguments;
mod cancels;
mod exports;
mod futures;
mod runtimes;
