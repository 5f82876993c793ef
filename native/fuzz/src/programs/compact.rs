#![cfg_attr(unix, no_main)]

#[cfg(unix)]
rust_interop_fuzz::fuzz_target!(rust_interop_fuzz::compact::target);

#[cfg(not(unix))]
fn main() {}
