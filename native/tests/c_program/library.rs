//! The built-in library, for the C programs.

#[path = "../../src/lib.rs"]
mod library;
