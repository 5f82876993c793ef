//! Functions that say that they take little time.

use std::sync::atomic::{AtomicU64, Ordering};

use rust_interop::{Callback, CallbackError, Context, export};

use crate::direct::NoRoot;

/// The sum of two numbers.
#[export(short)]
pub fn short_sum(first: u64, second: u64) -> u64 {
    first + second
}

/// Does nothing.
#[export(short)]
pub fn short_nothing() {}

/// A square root.
///
/// # Errors
/// There is none.
#[export(short)]
pub fn short_root(number: f64) -> Result<f64, NoRoot> {
    crate::direct::root(number)
}

/// Panics.
#[export(short)]
pub fn short_panic() {
    panic!("on purpose")
}

/// How many bytes there are in both.
#[export(short)]
pub fn short_length(first: &[u8], second: &[u8]) -> usize {
    first.len() + second.len()
}

/// What the function returns for that word, if it is one.
///
/// # Errors
/// What the function throws.
#[export(short)]
pub fn short_lookup(lookup: Callback<String, u32>, word: Option<String>) -> Result<Option<u32>, CallbackError> {
    word.map(|word| lookup.call(&word)).transpose()
}

/// A sum that grows.
pub struct Tally {
    total: AtomicU64,
}

#[export(short)]
impl Tally {
    /// Begins with a number.
    pub fn new(total: u64) -> Self {
        Self { total: AtomicU64::new(total) }
    }

    /// Adds a number, and returns the sum.
    pub fn add(&self, number: u64) -> u64 {
        self.total.fetch_add(number, Ordering::Relaxed) + number
    }

    /// Begins again.
    pub fn clear(&self) {
        self.total.store(0, Ordering::Relaxed);
    }

    /// Can be cancelled, so it may take any time.
    pub fn total(&self, _context: &Context) -> u64 {
        self.total.load(Ordering::Relaxed)
    }
}
