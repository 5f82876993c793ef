//! The names of the procedures that this library exports. Each is in a static, which adds itself to a list at load. That
//! needs no memory, no lock, and no library file, which may be gone.

use std::ptr;
use std::sync::atomic::{AtomicPtr, Ordering};

use super::error::Error;
use super::guard::guard;
use super::outgoing::Outgoing;
use super::reply;

static LATEST: AtomicPtr<ProcedureName> = AtomicPtr::new(ptr::null_mut());

/// The name of a procedure, as an entry of the list.
#[derive(Debug)]
pub struct ProcedureName {
    name: &'static str,
    previous: AtomicPtr<ProcedureName>,
}

impl ProcedureName {
    /// An entry that is not in the list yet.
    #[must_use]
    pub const fn new(name: &'static str) -> Self {
        Self { name, previous: AtomicPtr::new(ptr::null_mut()) }
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

/// All names as a sorted JSON array.
pub(crate) fn to_json() -> Result<Outgoing, Error> {
    guard(|| {
        let mut names = Vec::new();
        let mut next = LATEST.load(Ordering::Acquire);
        // SAFETY: every entry in the list is static, and only its atomic is written to.
        while let Some(entry) = unsafe { next.as_ref() } {
            names.push(entry.name);
            next = entry.previous.load(Ordering::Relaxed);
        }
        names.sort_unstable();
        reply::encode(&names)
    })?
}
