//! Replies of a chosen size, once as JSON by `rust_interop::procedure!`, once as structs, as binding generators make them.

mod listing;
mod structs;

/// What the built-in library does too, so that its allocations can be counted.
#[cfg(feature = "count-allocations")]
mod counted {
    use counting_allocator as _;
    use rust_interop_fleet::start_procedure;

    rust_interop::procedure!(start_procedure);
}
