//! Call Rust from .NET, or from anything that speaks C: JSON in a C string, made safe.
//!
//! The built-in library is four functions: `print_string`, `print_int`, `start_procedure` and `free_mem`.
//! `include/rust_interop.h` is the full statement of the C ABI; the rules behind it:
//!
//! * Input and output are NUL-terminated UTF-8 JSON. Whoever allocates frees: every string that this library returns
//!   goes back through `free_mem`, exactly once.
//! * A reply is either the procedure's output or an error, and an error begins with the bytes `{"error":{`.
//! * A panic becomes an error reply. It never unwinds into the caller and never ends the process.
//! * Nothing is written on standard output but what `print_*` was asked to print, and nothing on standard error.

#[doc(hidden)]
pub mod boundary;
mod context;
pub mod exports;
pub mod fleet;
mod lock;
mod print;

pub use context::{CancelRegistration, Context};
