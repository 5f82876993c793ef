//! The macros of the crate `rust-interop`, which re-exports them and documents them.
//!
//! They have no dependencies. What they have to understand of Rust is little: items, attributes and names, but neither
//! types nor bodies. Types are described by the compiler itself, in const evaluation: see `rust_interop::description`.

mod attributes;
mod code;
mod cursor;
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
/// ```ignore
/// /// How often a word occurs.
/// #[derive(Serialize, Record)]
/// #[serde(rename_all = "camelCase")]
/// pub struct Word {
///     /// The word, in lower case.
///     pub word_text: String,
///     pub count: u64,
/// }
/// ```
///
/// Structs and enums may be generic over types, nested, and recursive. The fields' types are `Record`s too, of this
/// crate or another, or types of the standard library. Doc comments become XML docs.
///
/// # Attributes of serde
///
/// These have their effect on the C# side as on the JSON: `rename`, `rename_all`, `rename_all_fields`, `default`, `skip`,
/// `skip_serializing`, `skip_deserializing`, `skip_serializing_if`, `flatten` (of a struct or a map), `tag`, `content`,
/// `untagged`, `transparent`, `from`, `try_from` and `into`. `alias`, `bound`, `borrow`, `crate`, `deny_unknown_fields`
/// and `expecting` have none. All others, such as a `rename` that depends on the direction, are compile errors.
///
/// # Attributes of its own
///
/// `#[record(like = T)]` says that a field, or the whole type, has the JSON of the type `T`. It is needed where the
/// macro cannot know: for `with`, `serialize_with` and `deserialize_with`, for types of crates that know nothing of
/// this one, and for a type whose `Serialize` is written by hand. `rust_interop::like` has types to name there:
///
/// ```ignore
/// #[record(like = rust_interop::like::Timestamp)]
/// pub at: chrono::DateTime<chrono::Utc>,
/// #[record(like = Option<rust_interop::like::Uuid>)]
/// pub id: Option<uuid::Uuid>,
/// ```
///
/// # Limits
///
/// * Lifetimes and const parameters. Bounds on a generic type's own parameters belong on its `impl`s, unless they are
///   traits that std or serde can derive.
/// * The code that the macro writes calls this crate `::rust_interop`. If Cargo.toml gives it another name, say
///   `interop`, write `extern crate interop as rust_interop;` in lib.rs.
#[proc_macro_derive(Record, attributes(record, serde))]
pub fn record(item: TokenStream) -> TokenStream {
    record::derive(item).unwrap_or_else(error::Error::into_tokens)
}

/// Exports a function: `dotnet build` gives C# a method with the same arguments, result and docs.
///
/// ```ignore
/// /// What is left of a text between two characters.
/// #[rust_interop::export]
/// pub fn cut(text: &str, from: usize, to: usize) -> Result<String, String> {
///     text.get(from..to).map(str::to_owned).ok_or_else(|| format!("there is no {from}..{to}"))
/// }
/// ```
///
/// * **Arguments**: any number. Each is a type of the standard library or a [`Record`](macro@Record) that serde can
///   read. `&str`, `&[T]` and other references borrow from the input for the call. `&Context` or `&Context<Progress>`
///   may stand anywhere among them; it is recognised by that name.
/// * **Result**: a value that serde can write, or a `Result` of it, by whatever alias. The first member of an output
///   must not be named `error`, because error replies begin with it.
/// * **Errors**: the text of `E` is the message. If `E` is a `Record`, C# gets it as data too, in a
///   `RustException<E>`.
///
/// It can't be generic, `async`, `unsafe` or a method. Several threads may call it at once. There are three C exports:
/// `CRATE_NAME` blocks, `CRATE_NAME_async` doesn't, and `CRATE_NAME_description` is what the build makes the C# side of.
/// They are `unsafe`, so a crate may `deny(unsafe_code)`, but can't `forbid` it.
///
/// The code that the macro writes calls this crate `::rust_interop`. If Cargo.toml gives it another name, say `interop`,
/// write `extern crate interop as rust_interop;` in lib.rs.
#[proc_macro_attribute]
pub fn export(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let exports = export::export(&arguments, item.clone()).unwrap_or_else(error::Error::into_tokens);
    item.into_iter().chain(exports).collect()
}
