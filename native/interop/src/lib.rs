//! Call Rust from .NET, or from anything that speaks C: JSON in a C string, made safe.
//!
//! `include/rust_interop.h` documents the C ABI in full. The rules behind it:
//!
//! * Input and output are NUL-terminated UTF-8 JSON. Whoever allocates frees: every string that this library returns
//!   goes back through `free_mem`, exactly once.
//! * A reply is either the procedure's output or an error, and an error begins with the bytes `{"error":{`.
//! * The library checks every pointer that it is given back: a foreign one, or a string that was already freed, ends
//!   the process with one line on standard error before it can corrupt memory.
//! * A panic becomes an error reply. It never unwinds into the caller, and ends the process only where Rust itself
//!   does.
//! * Nothing is written on standard output or standard error.
//!
//! # Your own functions
//!
//! A `cdylib` crate that depends on this one and on serde exports functions by `#[export]`. [`Record`](macro@Record)
//! describes their types. `dotnet build` makes the C# side of both: the library itself contains what they look like.
//!
//! ```
//! use std::fmt;
//!
//! use rust_interop::{Context, Record};
//! use serde::{Deserialize, Serialize};
//!
//! #[derive(Deserialize, Record)]
//! pub struct Input {
//!     /// The text, of any language.
//!     pub text: String,
//!     pub longest: usize,
//! }
//!
//! #[derive(Serialize, Record)]
//! pub struct Output {
//!     pub words: usize,
//! }
//!
//! #[derive(Debug, Serialize, Record)]
//! pub enum CountError {
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
//! /// Counts the words of a text.
//! #[rust_interop::export]
//! pub fn count_words(input: Input, context: &Context) -> Result<Output, CountError> {
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
//!
//! # fn main() {
//! let input = Input { text: "to be or not".to_owned(), longest: 3 };
//! assert_eq!(count_words(input, &Context::new()).unwrap().words, 4);
//! # }
//! ```
//!
//! [`procedure!`] is the way without types: it exports a function of one input and takes any that serde can read. The
//! library then says nothing about it, so C# calls it by its name, with JSON or with records that you write yourself.
//!
//! What you need to know as an author:
//!
//! * **Input**: JSON that doesn't fit the arguments never reaches your function; the caller gets `invalid_input` with the
//!   member's path, line and column. The only argument is the whole input; several are the members of an object. Serde
//!   ignores unknown members of a record unless you write `deny_unknown_fields`. An input owns its data: it can't
//!   borrow from the text.
//! * **Output**: anything `Serialize`, except a value whose first member is an object named `error`. `()` and `None`
//!   are `null`.
//! * **Errors**: the text of `E` is the message of a `failed` error. If `E` is a `Record`, the caller gets it as data
//!   too.
//! * **Objects**: a type whose `impl` is exported stays in Rust. C# has a handle of its values, which an [`Object`] is in
//!   JSON.
//! * **Bytes**: an argument `&[u8]` is the caller's memory, and [`Bytes`] are Rust's memory, which the caller reads. Both
//!   cross beside the JSON.
//! * **Streams**: a function may return an iterator, whose items C# takes when it wants them, and a record may have a
//!   [`Stream`].
//! * **Callbacks**: a [`Callback`] is a function that C# passes, and an [`AsyncCallback`] one that returns a task. A trait
//!   that is exported is an interface, which C# implements.
//! * **Panics**: the library catches a panic in your function, and one in reading, writing or dropping its input,
//!   output or error. The caller gets it as an error with its place, and the next call works. State of your own that
//!   the panic left half-changed stays that way. As everywhere in Rust, a second panic, in a `Drop` while the first one
//!   unwinds, ends the process. So does a panic in the `Drop` of a thread-local, or of the payload that a thread
//!   panicked with and nobody joined. So write no `Drop` that panics. A crate with `panic = "abort"` doesn't compile.
//!   Leave the panic hook alone: with a different one, replies don't say where the panic was.
//! * **Cancelling**: a procedure that never checks [`Context::is_cancelled`] runs to its end. [`Context::on_cancel`]
//!   wakes one that blocks. If you end early, return an error, or an output with what was done. A waker that panics
//!   doesn't stop the others, and the panic goes unnoticed. The future of an async function is dropped.
//! * **Progress**: [`Context::report`] takes anything `Serialize` and costs nothing if nobody listens. With
//!   `&Context<Step>`, it takes a `&Step` and nothing else.
//! * **Threads**: calls may overlap. Each has a thread to itself, the library's or the caller's; async functions share a
//!   few, so they should not block. Threads that your function starts should end before it returns. In a `cdylib` their
//!   panics are silent too: join them, and return what `join` returns as an error, or panic with it.
//!   [`std::thread::scope`] panics by itself, with its own place and message.
//! * **Logging**: what your code logs with the crate `log` goes to the loggers that the caller attaches. Install no
//!   logger of your own, or the caller can't attach one. With the feature `log-key-values`, key-values go there too.
//! * **Standard streams** belong to the host program: print only what it asked you to.

#[cfg(not(panic = "unwind"))]
compile_error!(
    "a library made with rust-interop turns panics into replies, which needs unwinding: \
     remove `panic = \"abort\"` from the profile in Cargo.toml (or `-C panic=abort` from RUSTFLAGS)"
);

#[doc(hidden)]
pub mod boundary;
mod bytes;
mod callback;
#[doc(hidden)]
pub mod compact;
mod context;
#[doc(hidden)]
pub mod description;
mod direct;
mod executor;
pub mod exports;
#[cfg(feature = "log")]
mod logging;
mod object;
pub mod optional;
mod stream;

pub use boundary::object_cell::{InUse, ObjectMut, ObjectRef};
pub use bytes::Bytes;
pub use callback::{AsyncCallback, Callback, CallbackError, CallbackErrorKind};
pub use context::{Context, Registration, Untyped};
pub use description::like;
pub use object::Object;
pub use rust_interop_macros::{Record, export};
pub use stream::Stream;
