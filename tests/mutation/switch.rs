//! Added to the mutated copy of each crate. It turns on the mutant that the environment names.
#![allow(missing_docs, unsafe_code, unused, reason = "never part of the library")]

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ops::{Add, Sub};
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering::Relaxed};

const UNREAD: usize = usize::MAX;
/// Room for more mutants than there are.
const SIZE: usize = 1 << 16;

static ACTIVE: AtomicUsize = AtomicUsize::new(UNREAD);
/// The bytes of a file that all processes share: one for each mutant, 1 once it is reached.
static REACHED: AtomicPtr<u8> = AtomicPtr::new(ptr::null_mut());

unsafe extern "C" {
    fn getenv(name: *const c_char) -> *const c_char;
    fn open(path: *const c_char, flags: c_int) -> c_int;
    fn close(descriptor: c_int) -> c_int;
    fn mmap(address: *mut c_void, size: usize, protection: c_int, flags: c_int, file: c_int, offset: i64) -> *mut c_void;
}

#[inline]
pub fn on(number: usize) -> bool {
    let mut active = ACTIVE.load(Relaxed);
    if active == UNREAD {
        active = unsafe { read() };
    }
    let reached = REACHED.load(Relaxed);
    if !reached.is_null() {
        unsafe { reached.add(number).write_volatile(1) };
    }
    active == number
}

/// Allocates nothing, because tests count allocations, and takes no lock, because the process may fork at any time.
unsafe fn read() -> usize {
    let (path, text) = unsafe { (getenv(c"MUTATION_REACHED".as_ptr()), getenv(c"MUTATION_ACTIVE".as_ptr())) };
    if !path.is_null() {
        let file = unsafe { open(path, 2) };
        let bytes = unsafe { mmap(ptr::null_mut(), SIZE, 3, 1, file, 0) };
        unsafe { close(file) };
        assert_ne!(bytes.addr(), usize::MAX, "the file cannot be mapped");
        REACHED.store(bytes.cast(), Relaxed);
    }
    let digits = if text.is_null() { c"" } else { unsafe { CStr::from_ptr(text) } };
    let active = digits.to_bytes().iter().fold(0, |number, digit| number * 10 + usize::from(digit - b'0'));
    ACTIVE.store(active, Relaxed);
    active
}

pub fn number<T: From<bool> + Add<Output = T>>(number: usize, value: T) -> T {
    value + T::from(on(number))
}

pub fn add<T: Add<Output = T> + Sub<Output = T>>(number: usize, left: T, right: T) -> T {
    if on(number) { left - right } else { left + right }
}

pub fn sub<T: Add<Output = T> + Sub<Output = T>>(number: usize, left: T, right: T) -> T {
    if on(number) { left + right } else { left - right }
}

pub fn lt<T: PartialOrd + ?Sized>(number: usize, left: &T, right: &T) -> bool {
    if on(number) { left <= right } else { left < right }
}

pub fn le<T: PartialOrd + ?Sized>(number: usize, left: &T, right: &T) -> bool {
    if on(number) { left < right } else { left <= right }
}

pub fn gt<T: PartialOrd + ?Sized>(number: usize, left: &T, right: &T) -> bool {
    if on(number) { left >= right } else { left > right }
}

pub fn ge<T: PartialOrd + ?Sized>(number: usize, left: &T, right: &T) -> bool {
    if on(number) { left > right } else { left >= right }
}

pub fn unmatched() -> ! {
    panic!("no arm of the match is left for the value")
}

pub trait Elements: Sized {
    type Element;
    fn into_vec(self) -> Vec<Self::Element>;
}

impl<T, const N: usize> Elements for [T; N] {
    type Element = T;
    fn into_vec(self) -> Vec<T> {
        self.into()
    }
}

impl<T> Elements for Vec<T> {
    type Element = T;
    fn into_vec(self) -> Vec<T> {
        self
    }
}

pub fn without<E: Elements>(number: usize, index: usize, elements: E) -> Vec<E::Element> {
    let mut elements = elements.into_vec();
    if on(number) {
        elements.remove(index);
    }
    elements
}
