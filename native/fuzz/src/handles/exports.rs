//! Functions as a user would write them, with handles in every place, and the exports that every library has for handles.

use std::ffi::c_char;

use rust_interop::{Bytes, Callback, CallbackError, Object, Record, export};
use serde::{Deserialize, Serialize};

/// An object that never changes.
pub struct Word(String);

#[export]
impl Word {
    pub fn new(text: String) -> Self {
        Self(text)
    }

    pub fn text(&self) -> String {
        self.0.clone()
    }

    pub fn letters(&self) -> impl Iterator<Item = Self> + Send + use<> {
        self.0.chars().map(|letter| Self(letter.to_string())).collect::<Vec<Self>>().into_iter()
    }
}

/// An object that changes.
pub struct Total(u64);

#[export]
impl Total {
    pub fn of(number: u8) -> Self {
        Self(number.into())
    }

    pub fn add(&mut self, other: &Self) -> u64 {
        self.0 = self.0.wrapping_add(other.0);
        self.0
    }

    pub fn numbers(&self) -> impl Iterator<Item = u64> + Send + use<> {
        0..self.0 % 40
    }
}

#[derive(Serialize, Deserialize, Record)]
#[serde(deny_unknown_fields)]
pub struct Holder {
    word: Object<Word>,
    totals: Vec<Object<Total>>,
    data: Option<Bytes>,
}

#[export]
fn mirror(holder: Holder) -> Holder {
    holder
}

#[export]
fn invert(data: &[u8]) -> Bytes {
    data.iter().map(|byte| !byte).collect::<Vec<u8>>().into()
}

/// An object that keeps a function.
pub struct Bell(Callback<u64, u64>);

#[export]
impl Bell {
    pub fn new(callback: Callback<u64, u64>) -> Self {
        Self(callback)
    }

    pub fn ring(&self, number: u8) -> Result<u64, CallbackError> {
        self.0.call(&number.into())
    }
}

#[export]
fn ask(callback: Callback<u64, u64>, number: u8) -> Result<u64, CallbackError> {
    callback.call(&number.into())
}

macro_rules! symbols {
    ($($name:ident = $symbol:literal)+) => {
        unsafe extern "C" {
            $(#[link_name = $symbol] pub(super) fn $name(input_json: *const c_char) -> *mut c_char;)+
        }
    };
}

symbols! {
    word_new = "rust_interop_fuzz_Word_new"
    word_text = "rust_interop_fuzz_Word_text"
    word_letters = "rust_interop_fuzz_Word_letters"
    total_of = "rust_interop_fuzz_Total_of"
    total_add = "rust_interop_fuzz_Total_add"
    total_numbers = "rust_interop_fuzz_Total_numbers"
    mirrored = "rust_interop_fuzz_mirror"
    inverted = "rust_interop_fuzz_invert"
    bell_new = "rust_interop_fuzz_Bell_new"
    bell_ring = "rust_interop_fuzz_Bell_ring"
    asked = "rust_interop_fuzz_ask"
}

unsafe extern "C" {
    pub(super) fn rust_interop_next(input_json: *const c_char) -> *mut c_char;
    pub(super) fn rust_interop_lend(data: *const u8, length: usize) -> u64;
    pub(super) fn rust_interop_bytes(handle: u64, length: *mut usize) -> *const u8;
    pub(super) safe fn rust_interop_drop(handle: u64) -> i32;
    pub(super) safe fn rust_interop_live_handles() -> i64;
}
