//! Faults on purpose, so that whoever looks for faults with a tool can see that the tool finds them.

#![allow(unsafe_code, reason = "faults are what Rust forbids")]

use std::convert::Infallible;
use std::ffi::{CStr, c_char};
use std::hint::black_box;
use std::sync::Barrier;
use std::{ptr, thread};

use interop::procedure;

/// How often each of the two threads of a race writes.
const WRITES: u32 = 1000;

/// A procedure whose replies are what some of the faults are committed with.
#[expect(clippy::unnecessary_wraps, reason = "a procedure returns a result")]
fn planted_reply(_: ()) -> Result<(), Infallible> {
    Ok(())
}
procedure!(planted_reply);

fn reply() -> *mut c_char {
    unsafe extern "C" {
        fn planted_reply(input_json: *const c_char) -> *mut c_char;
    }
    // SAFETY: the input is NUL-terminated.
    unsafe { planted_reply(c"null".as_ptr()) }
}

unsafe extern "C" {
    fn free_mem(string: *mut c_char);
}

/// A pointer that goes to another thread as if that were allowed.
#[derive(Clone, Copy)]
struct Shared(*mut u32);

// SAFETY: none, which is the point.
unsafe impl Send for Shared {}

/// Does what the name says: `use_after_free`, `double_free`, `leak` or `data_race`. Returns whether it knows the name.
///
/// # Safety
/// `name` points to a NUL-terminated string. The fault is undefined behaviour, for a process that a tool watches.
#[unsafe(no_mangle)]
unsafe extern "C" fn rust_interop_plant_fault(name: *const c_char) -> bool {
    // SAFETY: the caller's promise.
    match unsafe { CStr::from_ptr(name) }.to_bytes() {
        b"use_after_free" => use_after_free(),
        b"double_free" => double_free(),
        b"leak" => leak(),
        b"data_race" => data_race(),
        _ => return false,
    }
    true
}

fn use_after_free() {
    let reply = black_box(reply());
    // SAFETY: it came from the library just now.
    unsafe { free_mem(reply) };
    // SAFETY: none, which is the point.
    black_box(unsafe { reply.read_volatile() });
}

fn double_free() {
    let handle = black_box(Box::into_raw(Box::new(0_u64)));
    for _ in 0..2 {
        // SAFETY: none the second time, which is the point.
        drop(unsafe { Box::from_raw(black_box(handle)) });
    }
}

/// On a thread of its own, whose stack does not keep the addresses.
fn leak() {
    let replies = || {
        for _ in 0..8 {
            black_box(reply());
        }
    };
    // A thread that could not be started has leaked nothing, and the tool will be silent.
    let _ = thread::spawn(replies).join();
}

/// Both threads are there before either writes: a tool may take one that begins when another has ended for its successor.
fn data_race() {
    let both = &Barrier::new(2);
    let mut count = 0;
    let shared = Shared(ptr::from_mut(&mut count));
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(move || {
                let shared = shared;
                both.wait();
                for write in 0..WRITES {
                    // SAFETY: none, which is the point.
                    unsafe { shared.0.write_volatile(write) };
                }
            });
        }
    });
    black_box(count);
}
