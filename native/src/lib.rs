//! The built-in library: `print_string`, `print_int`, `start_procedure`, and what every library exports that is made with
//! `rust-interop`: `free_mem` and `rust_interop_*`. `include/rust_interop.h` is the full statement of the C ABI.

mod print;

use rust_interop_fleet::start_procedure;

rust_interop::procedure!(start_procedure);
