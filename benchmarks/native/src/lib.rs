//! Replies of a chosen size, once as JSON by `rust_interop::procedure!`, once as structs, as binding generators make them.

mod listing;
mod structs;
