//! Faults that a tool has to find, each of which ends its process. `torture` runs them one by one and checks that it
//! does.
#![expect(unsafe_code, reason = "calls a C function")]

use std::ffi::{CStr, c_char};

#[path = "../src/faults.rs"]
mod planted;

unsafe extern "C" {
    fn rust_interop_plant_fault(name: *const c_char) -> bool;
}

fn plant(name: &CStr) {
    // SAFETY: the name is NUL-terminated, and the fault is wanted.
    assert!(unsafe { rust_interop_plant_fault(name.as_ptr()) });
}

#[test]
#[ignore = "undefined behaviour"]
fn use_after_free() {
    plant(c"use_after_free");
}

#[test]
#[ignore = "undefined behaviour"]
fn double_free() {
    plant(c"double_free");
}

#[test]
#[ignore = "leaks"]
fn leak() {
    plant(c"leak");
}

#[test]
#[ignore = "undefined behaviour"]
fn data_race() {
    plant(c"data_race");
}
