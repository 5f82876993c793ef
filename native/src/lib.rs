//! The built-in library: `print_string`, `print_int`, `start_procedure`, and what every library exports that is made with
//! `rust-interop`: `free_mem` and `rust_interop_*`. `include/rust_interop.h` is the full statement of the C ABI.

mod print;

use fleet::start_procedure;

interop::procedure!(start_procedure);
