//! The macros of the crate `rust-interop`, which re-exports them and documents them.
//!
//! They have no dependencies. What they have to understand of Rust is little: items, attributes and names, but neither
//! types nor bodies. Types are described by the compiler itself, in const evaluation: see `rust_interop::description`.

mod attributes;
mod code;
mod cursor;
mod definition;
mod docs;
mod error;
mod export;
mod record;
mod text;

use proc_macro::TokenStream;

/// Describes a type to C#, which gets a record or an enum of the same shape.
///
/// It goes beside serde's own derives, and describes the JSON that they read and write:
///
/// ```
/// use rust_interop::Record;
/// use serde::{Deserialize, Serialize};
///
/// /// How often a word occurs.
/// #[derive(Serialize, Deserialize, Record)]
/// #[serde(rename_all = "camelCase")]
/// pub struct Word {
///     /// The word, in lower case.
///     pub word_text: String,
///     pub count: u64,
/// }
/// ```
///
/// Structs and enums may be generic, nested and recursive. The types of fields are records too, of this crate or
/// another, or types of the standard library. Doc comments become XML docs.
///
/// # serde's attributes
///
/// These change the C# side as they change the JSON: `rename`, `rename_all`, `rename_all_fields`, `default`, `skip`,
/// `skip_serializing`, `skip_deserializing`, `skip_serializing_if`, `flatten` (a struct or a map), `tag`, `content`,
/// `untagged`, `transparent`, `from`, `try_from` and `into`. These change nothing: `alias`, `bound`, `borrow`, `crate`,
/// `deny_unknown_fields`, `expecting` and `remote = "Self"`. All others are compile errors, and so is a `rename` that depends on the
/// direction.
///
/// A field `Option<Option<T>>` needs three of them, by which it distinguishes a member that is absent from one that is null:
/// `rust_interop::optional` says which.
///
/// # `#[record(like = Type)]`
///
/// It says that a field, or the whole type, has the JSON of another type. Write it where the macro cannot know: beside
/// `with`, `serialize_with` and `deserialize_with`, for a type of a crate that knows nothing of this one, and for a type
/// whose `Serialize` you wrote yourself. `rust_interop::like` has types for JSON that no type of the standard library
/// has:
///
/// ```
/// # use rust_interop::Record;
/// # use serde::{Deserialize, Serialize};
/// # mod chrono {
/// #     #[derive(serde::Serialize, serde::Deserialize)]
/// #     pub struct DateTime;
/// # }
/// # mod hexadecimal {
/// #     pub fn serialize<S: serde::Serializer>(_: &u32, serializer: S) -> Result<S::Ok, S::Error> {
/// #         serializer.serialize_str("")
/// #     }
/// #     pub fn deserialize<'de, D: serde::Deserializer<'de>>(_: D) -> Result<u32, D::Error> {
/// #         Ok(0)
/// #     }
/// # }
/// #[derive(Serialize, Deserialize, Record)]
/// pub struct Entry {
///     #[record(like = rust_interop::like::Timestamp)]
///     pub at: chrono::DateTime,
///     #[serde(with = "hexadecimal")]
///     #[record(like = String)]
///     pub colour: u32,
/// }
/// ```
///
/// # Limits
///
/// * A record has no lifetimes and no const parameters.
/// * A generic type's own bounds must be traits that std or serde can derive. Put others on its `impl`s.
/// * A fieldless enum with `#[repr(u8)]` is refused, because serde writes its names, but `serde_repr` its numbers.
/// * serde writes, but cannot read, integers of 128 bits, maps with integers as keys, NaN and the infinities anywhere
///   below an enum with a `tag` alone, an `untagged` enum or a flattened field. The caller then gets `invalid_input`.
/// * The macro's code calls this crate `::rust_interop`. If Cargo.toml gives it another name, say `interop`, write
///   `extern crate interop as rust_interop;` in lib.rs.
#[proc_macro_derive(Record, attributes(record, serde))]
pub fn record(item: TokenStream) -> TokenStream {
    record::derive(item).unwrap_or_else(error::Error::into_tokens)
}

/// Exports a function, or those of a type: `dotnet build` gives C# a method with the same arguments, result and docs.
///
/// ```
/// /// What is left of a text between two characters.
/// #[rust_interop::export]
/// pub fn cut(text: &str, from: usize, to: usize) -> Result<String, String> {
///     text.get(from..to).map(str::to_owned).ok_or_else(|| format!("there is no {from}..{to}"))
/// }
/// ```
///
/// * **Arguments**: any number of records and types of the standard library. `&str`, `&[T]` and other references borrow
///   from the input for the call. `&Context` or `&Context<Progress>` may stand anywhere; the macro knows it by that
///   name.
/// * **Result**: a value, or a `Result` of it, by whatever alias. The first member of an output must not be named
///   `error`, because error replies begin with it.
/// * **Iterators**: a function may return `impl Iterator<Item = T> + Send + use<>`, alone or in a `Result`. C# takes the
///   items when it wants them. If they are `Result`s, the first error ends the stream.
/// * **Errors**: the text of `E` is the message. If `E` is a record, or anything else but text, C# gets it as data too.
///
/// The function can't be generic or `unsafe`. Several threads may call it at once.
///
/// # Types
///
/// On the `impl` of a type, the attribute exports its `pub` functions. C# gets a class, whose objects stay in Rust:
///
/// ```
/// pub struct Index {
///     words: Vec<String>,
/// }
///
/// /// The words of a text.
/// #[rust_interop::export]
/// impl Index {
///     pub fn new(text: &str) -> Self {
///         Self { words: text.split_whitespace().map(str::to_owned).collect() }
///     }
///
///     pub fn contains(&self, word: &str) -> bool {
///         self.words.iter().any(|other| other == word)
///     }
///
///     pub fn add(&mut self, word: String) {
///         self.words.push(word);
///     }
/// }
/// ```
///
/// * `new` is the constructor, if it returns the type or a `Result` of it.
/// * A method takes `&self` or `&mut self`. Those with `&self` run at once. One with `&mut self` waits until it has the
///   object for itself. A call that already uses an object of such a type fails instead of waiting for another one.
/// * An exported function may take a reference to an object, and return one by value. Everywhere else it is an
///   `Object<Index>`, which is shared like an `Arc`.
/// * The type has no parameters and is `Send` and `Sync`. It has one exported `impl`, whose docs are those of the class.
///
/// # Traits
///
/// On a trait, the attribute makes an interface, which C# implements. A function takes it as `&dyn Dictionary` or
/// `Box<dyn Dictionary>`:
///
/// ```
/// use rust_interop::CallbackError;
///
/// #[rust_interop::export]
/// pub trait Dictionary {
///     fn lemma(&self, word: &str) -> Result<Option<String>, CallbackError>;
/// }
///
/// #[rust_interop::export]
/// pub fn lemmatise(text: &str, dictionary: &dyn Dictionary) -> Result<Vec<String>, CallbackError> {
///     text.split_whitespace().map(|word| Ok(dictionary.lemma(word)?.unwrap_or(word.to_owned()))).collect()
/// }
/// ```
///
/// * C# implements the methods without a body. They take `&self` and return a `Result`, because C# may throw an exception.
/// * The error is `CallbackError`, text, or a record that can be read and is `From<CallbackError>`.
/// * It lives as long as Rust keeps it, like a `Callback`.
///
/// # C
///
/// There are three C exports, with the name of the crate in front: `CRATE_NAME` blocks (`CRATE_TYPE_NAME` for a
/// function of a type), `CRATE_NAME_async` doesn't, and `CRATE_NAME_description` is the data that the C# side is made
/// of. If the function takes and returns numbers, text, bytes and objects only, the description has the address of a fourth
/// function, which needs no JSON. The first two are `unsafe` functions: a crate may `deny(unsafe_code)`, but can't
/// `forbid` it.
///
/// # Async functions
///
/// An `async fn` may have the same arguments, borrowed ones too, and returns the same:
///
/// ```
/// # async fn get(_: &str) -> Result<String, String> { Ok(String::new()) }
/// /// How many lines a page has.
/// #[rust_interop::export]
/// pub async fn count_lines(url: &str) -> Result<usize, String> {
///     let page = get(url).await?;
///     Ok(page.lines().count())
/// }
/// ```
///
/// * `CRATE_NAME_async` polls the future on the caller's thread first, as a .NET method runs until its first `await`. If
///   the future is not ready then, each wake has it polled by one of at most four threads of the library. So don't block
///   in an async function: 10,000 calls that wait hold few threads, but each call that blocks holds up others.
/// * `CRATE_NAME` polls the future on the caller's thread, which sleeps in between.
/// * A cancel drops the future: at once, or after the poll that is under way. The error is then of the kind `failed`.
///   What the function holds across an `await` is dropped with it, so that is where it cleans up. `Context::is_cancelled`
///   and `Context::on_cancel` work too.
/// * The future must be `Send`, because several threads poll it, one after another. Otherwise the function is a compile
///   error, which says what is not `Send`.
///
/// The future can use any runtime. If the runtime has to be entered, as tokio's, name it:
///
/// ```
/// # mod tokio {
/// #     pub mod runtime {
/// #         pub struct Runtime;
/// #         impl Runtime {
/// #             pub fn new() -> std::io::Result<Self> { Ok(Self) }
/// #             pub fn enter(&self) -> Box<u8> { Box::default() }
/// #         }
/// #     }
/// #     pub mod time {
/// #         pub async fn sleep(_: std::time::Duration) {}
/// #     }
/// # }
/// use std::sync::LazyLock;
/// use std::time::Duration;
///
/// use tokio::runtime::Runtime;
///
/// static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| Runtime::new().expect("the system has threads"));
///
/// #[rust_interop::export(runtime = RUNTIME)]
/// pub async fn doze(time: Duration) {
///     tokio::time::sleep(time).await;
/// }
/// ```
///
/// It is any expression with a method `enter`. Around each poll of the future, and its drop, the library evaluates it and
/// holds what `enter` returns. The runtime's own threads must drive its timers and sockets, so a `current_thread` runtime
/// of tokio won't do.
///
/// # Short functions
///
/// ```
/// #[rust_interop::export(short)]
/// pub fn area(width: u32, height: u32) -> u64 {
///     u64::from(width) * u64::from(height)
/// }
/// ```
///
/// * `short` says that the function takes little time, so a C# task of it runs on .NET's own thread pool, which a function
///   that blocks would exhaust. It changes nothing for C.
/// * On an `impl`, it goes for all functions that can be short: those that are not async, take no `Context` and return no
///   iterator.
///
/// The macro's code calls this crate `::rust_interop`. If Cargo.toml gives it another name, say `interop`, write
/// `extern crate interop as rust_interop;` in lib.rs.
#[proc_macro_attribute]
pub fn export(options: TokenStream, item: TokenStream) -> TokenStream {
    let exports = export::export(&options, item.clone()).unwrap_or_else(error::Error::into_tokens);
    item.into_iter().chain(exports).collect()
}
