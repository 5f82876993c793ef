//! What an export looks like, as data in the library: the build makes the C# side of it, and C# compares it with what it
//! was built for before the first call.
//!
//! `#[derive(Record)]` writes one [`Definition`] for each type, `#[export]` one [`Signature`] for each function, and
//! const evaluation makes bytes of a signature and all definitions that it leads to. So it is the compiler that finds
//! out what a type is, through aliases, generics and crates. Nothing of this runs in the library.
//!
//! The bytes of a description (format 1):
//!
//! | offset | |
//! | --- | --- |
//! | 0 | a magic number of 8 bytes: `RUSTIO`, the format, a line feed |
//! | 8 | the length of the shape in bytes, a little-endian u32 |
//! | 12 | the length of the docs in bytes, a little-endian u32 |
//! | 16 | the shape, as JSON without white space |
//! | | the docs, as JSON: an object from paths to texts |

mod bytes;
pub mod check;
mod definition;
mod described;
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
mod text;

pub use crate::boundary::link::Link;
pub use crate::boundary::procedure::Procedure;
pub use definition::{Body, Definition, Direction, Field, Tagging, Variant};
pub use described::Described;
pub use graph::Graph;
pub use parameter::Parameter;
pub use probe::{Probe, Unknown};
pub use returned::{Fails, Returns, into_result};
pub use serde;
pub use shape::{Scalar, Shape};
pub use signature::Signature;
