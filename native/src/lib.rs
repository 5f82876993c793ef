//! The built-in library: `print_string`, `print_int`, `start_procedure`, and what every library made with
//! `rust-interop` exports: `free_mem` and `rust_interop_*`. `include/rust_interop.h` documents the C ABI in full.

mod print;

interop::export_procedure!("start_procedure", "start_procedure", "start_procedure_async", fleet::start_procedure);
