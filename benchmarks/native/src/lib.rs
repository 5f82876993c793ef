//! Replies of a chosen size: as JSON by `rust_interop::procedure!`, and as structs, like those of binding generators. And
//! what does not cross as JSON: numbers, text, bytes, objects, items of a stream, and what is logged.

mod bytes;
mod callbacks;
mod counter;
mod listing;
mod numbers;
mod records;
mod structs;
mod talk;
mod text;
mod waiting;
mod walk;

/// The built-in library's main function, so that its allocations can be counted here.
#[cfg(feature = "count-allocations")]
mod counted {
    use counting_allocator as _;
    use rust_interop_fleet::start_procedure;

    rust_interop::procedure!(start_procedure);
}
