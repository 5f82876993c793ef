//! What the built-in library exports, and what tests need besides: an allocator that counts, faults for the tools that find
//! them, and a `start_procedure` that panics when its action is `panic`.

mod faults;
#[path = "../../../../native/src/print.rs"]
mod print;
mod start_procedure;

use counting_allocator as _;
