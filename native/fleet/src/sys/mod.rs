//! The system calls that the standard library does not offer, each behind a safe function: the crate's only `unsafe` code.

#![allow(unsafe_code, reason = "system calls take raw pointers and descriptors")]

#[cfg(target_os = "linux")]
pub(crate) mod linux;
mod program;
pub(crate) mod spawn;
pub(crate) mod system;
