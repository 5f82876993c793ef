//! A place for the value of one handle at a time.

use std::cell::UnsafeCell;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use super::Value;

/// The state has the generation in its high half, and in its low half how many are using the value. The generation is
/// odd while a handle is valid, and the handle itself counts as one of the users. Once it is even, nobody new can begin
/// to use the value, and the last user takes it out.
#[derive(Debug)]
pub(super) struct Slot {
    state: AtomicU64,
    value: UnsafeCell<Option<Value>>,
    /// The next free slot, while this one is free.
    pub(super) next: AtomicU32,
}

// SAFETY: the value is only written to by whoever has the slot alone: before its state says that it is valid, and after
// the last user has gone. Values are `Send` and `Sync`.
unsafe impl Sync for Slot {}

const ONE_USER: u64 = 1;
const ONE_GENERATION: u64 = 1 << 32;

impl Slot {
    /// An empty slot. Its first handle has the next odd generation.
    pub(super) const fn new(generation: u32) -> Self {
        let state = (generation as u64 & !1) << 32;
        Self { state: AtomicU64::new(state), value: UnsafeCell::new(None), next: AtomicU32::new(0) }
    }

    /// Puts a value into a free slot, and returns the generation of its handle.
    pub(super) fn occupy(&self, value: Value) -> u32 {
        // SAFETY: the slot is free, so nobody else has access to its value.
        unsafe { *self.value.get() = Some(value) };
        let state = self.state.load(Ordering::Relaxed).wrapping_add(ONE_GENERATION + ONE_USER);
        self.state.store(state, Ordering::Release);
        generation_of(state)
    }

    /// The value, which stays there until [`release`](Self::release). `None` if the generation isn't that of a valid
    /// handle.
    pub(super) fn hold(&self, generation: u32) -> Option<&Value> {
        self.change(generation, |state| state + ONE_USER)?;
        // SAFETY: whoever uses the value only reads it, and the user that was just counted keeps it there.
        unsafe { &*self.value.get() }.as_ref()
    }

    /// Makes a handle invalid. Its own use of the value is left to [`release`](Self::release).
    pub(super) fn close(&self, generation: u32) -> bool {
        self.change(generation, |state| state.wrapping_add(ONE_GENERATION)).is_some()
    }

    /// Ends a use of the value. The last one gets it, and the slot is free.
    pub(super) fn release(&self) -> Option<Value> {
        let before = self.state.fetch_sub(ONE_USER, Ordering::AcqRel);
        if users_of(before) > 1 {
            return None;
        }
        // SAFETY: nobody uses the value any more, and nobody can begin to, because the handle's own use has ended too.
        unsafe { &mut *self.value.get() }.take()
    }

    fn change(&self, generation: u32, change: impl Fn(u64) -> u64) -> Option<u64> {
        let is_valid = |state| generation % 2 == 1 && generation_of(state) == generation;
        self.state
            .fetch_update(Ordering::AcqRel, Ordering::Relaxed, |state| is_valid(state).then(|| change(state)))
            .ok()
    }
}

const fn generation_of(state: u64) -> u32 {
    (state >> 32) as u32
}

const fn users_of(state: u64) -> u64 {
    state % ONE_GENERATION
}
