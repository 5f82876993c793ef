//! The exports of the built-in library, and what tests need in addition: an allocator that counts, faults for the tools
//! that find them, and a `start_procedure` that panics if its action is `panic`.

mod faults;
#[path = "../../../../native/src/print.rs"]
mod print;
mod start_procedure;

use counting_allocator as _;
