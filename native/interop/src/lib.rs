//! Call Rust from .NET, or from anything that speaks C: JSON in a C string, made safe.
//!
//! `include/rust_interop.h` is the full statement of the C ABI; the rules behind it:
//!
//! * Input and output are NUL-terminated UTF-8 JSON. Whoever allocates frees: every string that this library returns
//!   goes back through `free_mem`, exactly once.
//! * A reply is either the procedure's output or an error, and an error begins with the bytes `{"error":{`.
//! * What is given back is checked: a foreign pointer, or a string that was freed before, ends the process with one line on
//!   standard error before it corrupts memory.
//! * A panic becomes an error reply. It never unwinds into the caller, and ends the process only where Rust itself does so.
//! * Nothing is written on standard output or standard error.
//!
//! # Your own procedures
//!
//! A crate of type `cdylib` that depends on this one exports its own functions, each by one line, and with them what every
//! caller needs: `free_mem` and `rust_interop_*`.
//!
//!
//! ```
//! use std::fmt;
//!
//! use rust_interop::Context;
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Deserialize)]
//! #[serde(deny_unknown_fields)]
//! struct Input {
//!     text: String,
//!     longest: usize,
//! }
//!
//! #[derive(Serialize)]
//! struct Output {
//!     words: usize,
//! }
//!
//! #[derive(Debug)]
//! enum CountError {
//!     TooLong(String),
//!     Cancelled,
//! }
//!
//! impl fmt::Display for CountError {
//!     fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
//!         match self {
//!             Self::TooLong(word) => write!(formatter, "`{word}` is too long"),
//!             Self::Cancelled => formatter.write_str("cancelled"),
//!         }
//!     }
//! }
//!
//! fn count_words(input: Input, context: &Context) -> Result<Output, CountError> {
//!     let mut words = 0;
//!     for word in input.text.split_whitespace() {
//!         if context.is_cancelled() {
//!             return Err(CountError::Cancelled);
//!         }
//!         if word.len() > input.longest {
//!             return Err(CountError::TooLong(word.to_owned()));
//!         }
//!         words += 1;
//!     }
//!     Ok(Output { words })
//! }
//! rust_interop::procedure!(count_words);
//!
//! # fn main() {
//! let input = Input { text: "to be or not".to_owned(), longest: 3 };
//! assert_eq!(count_words(input, &Context::new()).unwrap().words, 4);
//! # }
//! ```
//!
//! What an author must know:
//!
//! * **Input**: JSON that is no `Input` never reaches the function; the caller gets `invalid_input` with the member's path,
//!   line and column. Serde ignores unknown members unless `deny_unknown_fields` is there. An input owns its data: it
//!   cannot borrow from the text.
//! * **Output**: anything `Serialize` but a value whose first member is an object named `error`. `()` and `None` are `null`.
//! * **Errors**: the text of `E` is the message of a `failed` error.
//! * **Panics**: a panic in the function, or as its input is read, its output or error written, or any of them dropped, is
//!   caught and reported with its place, and the next call works; what it leaves half-done in state of your own is yours. A
//!   second panic, in a `Drop` while the first one unwinds, ends the process, as everywhere in Rust; so does one in the `Drop` of
//!   a thread-local, and one in the `Drop` of what a thread that nobody joins has panicked with. So write no `Drop` that
//!   panics. A crate with `panic = "abort"` does not compile. Leave the panic hook alone: with another, a reply has no place.
//! * **Cancelling**: a procedure that never looks at [`Context::is_cancelled`] runs to its end. One that blocks is woken by
//!   [`Context::on_cancel`]. One that ends early returns an error, or an output that holds what was done. A waker that panics
//!   holds up no other, and nobody learns of it.
//! * **Progress**: [`Context::report`] takes anything `Serialize` and costs nothing where nobody listens.
//! * **Threads**: calls may overlap, each on a thread that no other uses meanwhile, of the library's or the caller's. Threads
//!   that the function starts should end before it returns. In a `cdylib` their panics are silent too: join them, and make
//!   what `join` returns an error, or let it panic. [`std::thread::scope`] panics by itself, with its own place and message.
//! * **Standard streams** belong to the program around: print on them only what it asked for.

#[cfg(not(panic = "unwind"))]
compile_error!(
    "a library made with rust-interop turns panics into replies, which takes unwinding: \
     remove `panic = \"abort\"` from the profile in Cargo.toml (or `-C panic=abort` from RUSTFLAGS)"
);

#[doc(hidden)]
pub mod boundary;
mod context;
pub mod exports;

pub use context::{CancelRegistration, Context};
