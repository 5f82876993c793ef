//! Call Rust from .NET.
