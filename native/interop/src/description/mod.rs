//! What an export looks like, as data in the library: the build makes the C# side of it, and C# compares it with what it
//! was built for before the first call.
//!
//! `#[derive(Record)]` writes one [`Definition`] for each type, `#[export]` one [`Signature`] for each function, and
//! const evaluation makes bytes of a signature and all definitions that it leads to. So it is the compiler that finds
//! out what a type is, through aliases, generics and crates. Nothing of this runs in the library.
//!
//! `include/rust_interop.h` says which bytes a description begins with. Two texts of JSON without white space follow.
//!
//! # The shape
//!
//! ```json
//! {"direct":1,"short":true,"crate":"acme","name":"analyse","object":true,
//!  "arguments":[{"name":"text","shape":"string"}],"output":SHAPE,"error":SHAPE,"progress":SHAPE,"types":[{"path":"acme::Page","parameters":["T"],BODY}]}
//! ```
//!
//! * `direct`: the export has a direct entry too, by the convention of that version, which is 2 if a value crosses in compact
//!   form. `short`: it says that it takes little time, so C# calls it by task on its own thread pool. Neither is part of what
//!   the function looks like: C# compares what begins with `crate`.
//! * `object`: the input is an object with a member for each argument. Without it, it is the one argument itself.
//! * `type` (a path) and `receiver` (true): the function belongs to that type. With `receiver` it is a method: the input
//!   has the handle of an object as its member `self`, which is not listed among the arguments.
//! * `error`: what a failed call has as its `value`. Without it, an error is only a message.
//! * `types`: each type once. What the signature uses comes first, then what those types use.
//! * A shape is the name of a [`Scalar`] or one of `{"option":SHAPE}`, `{"list":SHAPE}`, `{"map":[KEY,SHAPE]}`,
//!   `{"tuple":[SHAPE…]}`, `{"type":PATH,"arguments":[SHAPE…]}`, `{"stream":SHAPE}`, `{"callback":[SHAPE,SHAPE]}` and
//!   `{"parameter":0}`.
//! * `bytes` and `lent_bytes` are numbers that are handles. `lent_bytes` is only the shape of an argument: the caller's own
//!   memory will do, and Rust doesn't copy it.
//! * A stream is the number that is its handle, and the shape is that of its items. If it may end with an error that is
//!   more than a message, it has `"error":SHAPE` too.
//! * `{"callback":[SHAPE,SHAPE]}` is the number that is the handle of a function of the caller's: what it takes and what it
//!   returns. If it may throw an error that is more than a message, it has `"error":SHAPE` too, and if it returns before it
//!   has the output, `"async":true`.
//! * A body is one of `"struct":[FIELD…]`, `"newtype":SHAPE` (it has that JSON itself), `"tuple":[SHAPE…]`,
//!   `"unit":true` (null), `"object":true` (the number that is a handle), `"interface":[METHOD…]` (an object with the handle
//!   of a function for each method) and `"enum":[VARIANT…]`. An enum may have,
//!   before that, `"tag":NAME`, `"tag":NAME` and `"content":NAME`, or `"untagged":true`.
//! * A method is `{"name":NAME,"arguments":[{"name":NAME,"shape":SHAPE}…],"output":SHAPE}`, and may have an `"error":SHAPE`. Its
//!   function takes null if it has no argument, the only argument, or a tuple of several.
//! * A field is `{"name":IN_JSON,"rust":IN_RUST,"shape":SHAPE}`, and before its shape it may have `"default":true` (the
//!   input may lack it), `"required":true` (it may not, although it is an option), `"skip_if":true` (the output may lack
//!   it), `"direction"` (`"input"` or `"output"`: the other never has it) and `"flatten":true`. Only a field may have the
//!   shape `{"optional":SHAPE}`: it is absent, or has the other shape, and to be absent is not the same as to be null.
//! * A variant is `{"name":IN_JSON,"rust":IN_RUST,BODY}`, and before its body it may have a `"direction"`.
//!
//! # The docs
//!
//! An object from paths to texts: `""` for the function, `acme::Page` for a type, `acme::Page.items` for a field or a
//! variant, `acme::Filter.Between.first` for the field of a variant. Fields without names have numbers. What has no docs
//! has no entry.

mod borrowed;
mod bytes;
pub mod check;
mod definition;
mod described;
mod exported;
mod form;
mod graph;
mod json;
pub mod like;
mod mentions;
mod parameter;
mod probe;
mod returned;
mod shape;
mod signature;
mod standard_types;
mod streamed;
mod text;

pub use crate::boundary::async_function::AsyncFunction;
pub use crate::boundary::direct::{DirectFunction, Entry, Failure, Place, Value, entry};
pub use crate::boundary::link::Link;
pub use crate::boundary::object_cell::ObjectMut;
pub use crate::boundary::procedure::Procedure;
pub use crate::callback::{CallbackOutput, CallbackResult};
pub use crate::direct::{put, receive, receive_borrowed, receive_exclusive};
pub use borrowed::Borrowed;
pub use definition::{Body, Definition, Direction, Field, Method, Tagging, Variant};
pub use described::{Described, Optional};
pub use exported::{Concurrent, Exported};
pub use form::convention;
pub use graph::{Description, Graph};
pub use json::{definition_json, definition_length};
pub use parameter::Parameter;
pub use probe::{Probe, Unknown};
pub use returned::{Fails, Gives, Returns, into_result};
pub use serde;
pub use shape::{Scalar, Shape};
pub use signature::{Owner, Signature};
pub use streamed::{StreamItem, Streams, stream};
