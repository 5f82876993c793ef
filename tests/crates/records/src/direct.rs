//! What crosses without JSON: each type as it is, and what may go wrong.

use std::fmt;
use std::num::{NonZeroI8, NonZeroU64};

use rust_interop::{Bytes, Record, export};
use serde::Serialize;

same! {
    same_bool: bool;
    same_i8: i8;
    same_i16: i16;
    same_i32: i32;
    same_i64: i64;
    same_i128: i128;
    same_isize: isize;
    same_u8: u8;
    same_u16: u16;
    same_u32: u32;
    same_u64: u64;
    same_usize: usize;
    same_non_zero: NonZeroU64;
    same_signed_non_zero: NonZeroI8;
    same_f32: f32;
    same_f64: f64;
    same_char: char;
    same_text: String;
}

/// A text between two others.
#[export]
pub fn between(first: &str, text: String, last: &String) -> String {
    format!("{first}{text}{last}")
}

/// A text, so many times.
#[export]
pub fn repeated(text: &str, times: usize) -> String {
    text.repeat(times)
}

/// Is never a name of a type or a function that the macro needs.
#[export]
pub fn result(result: u8, value: u16, place: u32, arguments: u64) -> u64 {
    u64::from(result) + u64::from(value) + u64::from(place) + arguments
}

/// All of them in one sum.
#[export]
#[expect(clippy::too_many_arguments, reason = "there is one of each type")]
pub fn sum(
    a: i8,
    b: u8,
    c: i16,
    d: u16,
    e: i32,
    f: u32,
    g: i64,
    h: bool,
    i: char,
    j: f32,
    k: f64,
    bytes: &[u8],
) -> f64 {
    let numbers = [f64::from(a), f64::from(b), f64::from(c), f64::from(d), f64::from(e), f64::from(f)];
    let others = [g as f64, f64::from(u8::from(h)), f64::from(u32::from(i)), f64::from(j), k];
    numbers.iter().chain(&others).sum::<f64>() + bytes.iter().map(|byte| f64::from(*byte)).sum::<f64>()
}

/// The number of bytes.
#[export]
pub fn length_of(bytes: &Bytes) -> usize {
    bytes.len()
}

/// Five texts are more than a direct call has.
#[export]
pub fn join_texts(a: &str, b: &str, c: &str, d: &str, e: &str) -> String {
    [a, b, c, d, e].concat()
}

/// Why there is no root.
#[derive(Debug, Serialize, Record)]
pub struct NoRoot {
    pub of: f64,
}

impl fmt::Display for NoRoot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} has no root", self.of)
    }
}

/// A square root.
///
/// # Errors
/// There is none.
#[export]
pub fn root(number: f64) -> Result<f64, NoRoot> {
    if number < 0.0 { Err(NoRoot { of: number }) } else { Ok(number.sqrt()) }
}

/// Fails with that message.
///
/// # Errors
/// Always.
#[export]
pub fn fail_with(message: &str) -> Result<u32, String> {
    Err(message.to_owned())
}

/// Panics with that message.
#[export]
pub fn panic_with(message: &str) -> String {
    panic!("{message}")
}

/// An async function has no direct entry.
#[export]
pub async fn same_later(value: u32) -> u32 {
    std::future::ready(value).await
}
