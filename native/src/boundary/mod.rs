//! Where safe Rust meets C: strings, panics, replies and system calls. The crate's `unsafe` code lives here.

#![allow(unsafe_code, reason = "this is the boundary that makes the rest of the crate safe")]

#[cfg(feature = "count-allocations")]
pub mod allocations;
pub(crate) mod c_string;
pub mod call;
pub mod callbacks;
pub(crate) mod decode;
pub(crate) mod error;
#[cfg(unix)]
pub(crate) mod fork;
pub(crate) mod guard;
mod image;
#[cfg(target_os = "linux")]
pub(crate) mod linux;
mod mapped;
mod misuse;
pub(crate) mod outgoing;
#[cfg(feature = "plant-faults")]
pub mod planted;
pub mod procedure;
#[cfg(unix)]
mod program;
pub(crate) mod reply;
mod seal;
#[cfg(unix)]
pub(crate) mod spawn;
#[cfg(unix)]
pub(crate) mod system;
mod threads;
mod top_level_object;
