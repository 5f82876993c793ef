//! The procedures that this library exports. Each is in a static, which adds itself to a list at load. That needs no
//! memory, no lock, and no library file, which may be gone.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use serde::Serialize;

use super::error::Error;
use super::guard::guard;
use super::outgoing::Outgoing;
use super::reply;

static LATEST: AtomicPtr<ListedProcedure> = AtomicPtr::new(ptr::null_mut());

/// A procedure, as an entry of the list.
#[derive(Debug, Serialize)]
pub struct ListedProcedure {
    name: &'static str,
    symbol: &'static str,
    #[serde(skip)]
    previous: AtomicPtr<ListedProcedure>,
}

impl ListedProcedure {
    /// An entry that is not in the list yet.
    #[must_use]
    pub const fn new(name: &'static str, symbol: &'static str) -> Self {
        Self { name, symbol, previous: AtomicPtr::new(ptr::null_mut()) }
    }

    /// Adds it to the list. A second time would make the list a circle.
    pub fn add(&'static self) {
        let mut latest = LATEST.load(Ordering::Relaxed);
        loop {
            self.previous.store(latest, Ordering::Relaxed);
            let this = ptr::from_ref(self).cast_mut();
            match LATEST.compare_exchange_weak(latest, this, Ordering::Release, Ordering::Relaxed) {
                Ok(_) => return,
                Err(other) => latest = other,
            }
        }
    }
}

/// All procedures as a JSON array, sorted by symbol.
pub(crate) fn to_json() -> Result<Outgoing, Error> {
    guard(|| {
        let mut procedures = Vec::new();
        let mut next = LATEST.load(Ordering::Acquire);
        // SAFETY: every entry in the list is static, and only its atomic is written to.
        while let Some(entry) = unsafe { next.as_ref() } {
            procedures.push(entry);
            next = entry.previous.load(Ordering::Relaxed);
        }
        procedures.sort_unstable_by_key(|entry| entry.symbol);
        reply::encode(&procedures)
    })?
}
