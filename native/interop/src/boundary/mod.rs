//! Where safe Rust meets C: strings, panics, replies, and the few system calls that they need. All `unsafe` code of the
//! crate is here.

#![allow(unsafe_code, reason = "this is the boundary that makes the rest of the crate safe")]

pub mod async_function;
pub mod at_load;
pub mod c_string;
pub mod call;
pub mod callbacks;
pub mod caller_function;
pub(crate) mod decode;
pub mod direct;
pub(crate) mod direct_types;
pub mod error;
pub mod export;
#[cfg(unix)]
pub mod fork;
pub mod guard;
pub(crate) mod handles;
mod image;
pub mod link;
pub(crate) mod loan;
pub mod lock;
#[cfg(feature = "log")]
pub mod log_record;
#[cfg(feature = "log")]
pub(crate) mod loggers;
mod mapped;
mod misuse;
pub(crate) mod named_floats;
pub(crate) mod object_cell;
pub(crate) mod outgoing;
pub mod procedure;
pub mod procedure_error;
pub mod procedure_list;
pub mod process_state;
pub(crate) mod reply;
pub mod scheduled_task;
mod seal;
mod sealed;
pub(crate) mod shared_bytes;
pub mod standard_stream;
pub(crate) mod threads;
mod top_level_object;
