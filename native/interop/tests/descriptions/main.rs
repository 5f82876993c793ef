//! What the macros say of types and functions, and whether that is what serde reads and writes.
#![expect(unsafe_code, reason = "names C symbols")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(dead_code, reason = "some types are only described")]

mod callbacks;
mod conformance;
mod conversions;
mod description;
mod enums;
mod exports;
mod forms;
mod generics;
mod interfaces;
mod members;
mod objects;
mod optional;
mod other_crates;
mod standard_types;
mod streams;
mod structs;
