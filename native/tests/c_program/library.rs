//! The built-in library, for the programs in C.

#[path = "../../src/lib.rs"]
mod library;
