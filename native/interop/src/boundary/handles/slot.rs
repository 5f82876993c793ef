//! A place for the value of one handle at a time.

use std::cell::UnsafeCell;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use super::{Value, slots};
use crate::boundary::guard::guard;

/// The state has the generation in its high half, and in its low half how many are using the value. The generation is
/// odd while a handle is valid, and the handle itself counts as one of the users. Once it is even, nobody new can begin
/// to use the value, and the last user takes it out.
///
/// The memory orders are those of an `Arc`'s count. Whoever puts the value in releases it to all who begin to use it. Each
/// user releases what it did to the last one, who acquires all that before it takes the value out.
#[derive(Debug)]
pub(super) struct Slot {
    state: AtomicU64,
    value: UnsafeCell<Option<Value>>,
    pub(super) index: u32,
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
    pub(super) const fn new(index: u32, generation: u32) -> Self {
        let state = (generation as u64 & !1) << 32;
        Self { state: AtomicU64::new(state), value: UnsafeCell::new(None), index, next: AtomicU32::new(0) }
    }

    /// Puts a value into a free slot, and returns the generation of its handle.
    pub(super) fn occupy(&self, value: Value) -> u32 {
        // SAFETY: the slot is free, so nobody else has access to its value.
        unsafe { *self.value.get() = Some(value) };
        let state = self.state.load(Ordering::Relaxed) + ONE_GENERATION + ONE_USER;
        self.state.store(state, Ordering::Release);
        generation_of(state)
    }

    /// Begins to use the value. `None` if the generation isn't that of a valid handle.
    #[inline]
    pub(super) fn hold(&'static self, generation: u32) -> Option<Held> {
        // There are fewer users than bytes of memory, and the half of the state has room for more.
        self.change(generation, Ordering::Acquire, |state| state + ONE_USER).then(|| Held(self))
    }

    /// Makes a handle invalid. Its own use of the value is left to the caller.
    pub(super) fn close(&'static self, generation: u32) -> Option<Held> {
        // After the last generation comes 0, of which no handle is.
        self.change(generation, Ordering::Relaxed, |state| state.wrapping_add(ONE_GENERATION)).then(|| Held(self))
    }

    /// Whether the slot had all its generations. Another handle would be equal to an old one.
    pub(super) fn is_used_up(&self) -> bool {
        generation_of(self.state.load(Ordering::Relaxed)) == 0
    }

    /// Ages a free slot.
    #[cfg(test)]
    pub(super) fn set_generation(&self, generation: u32) {
        self.state.store(u64::from(generation) << 32, Ordering::Relaxed);
    }

    fn change(&self, generation: u32, order: Ordering, change: impl Fn(u64) -> u64) -> bool {
        let is_valid = |state| generation % 2 == 1 && generation_of(state) == generation;
        let changed = self.state.fetch_update(order, Ordering::Relaxed, |state| is_valid(state).then(|| change(state)));
        changed.is_ok()
    }

    /// Ends a use of the value. The last user gets it.
    #[inline]
    fn release(&self) -> Option<Value> {
        let before = self.state.fetch_sub(ONE_USER, Ordering::AcqRel);
        if users_of(before) > 1 {
            return None;
        }
        // SAFETY: nobody uses the value any more, and nobody can begin to, because the handle's own use has ended too.
        unsafe { &mut *self.value.get() }.take()
    }
}

/// A value in use. It stays in its slot as long as this lives, even if its handle becomes invalid meanwhile.
#[derive(Debug)]
pub(crate) struct Held(&'static Slot);

impl Held {
    /// Ends the use. The last user gets the value.
    pub(super) fn end(self) -> Option<Value> {
        ManuallyDrop::new(self).release()
    }

    #[inline]
    fn release(&self) -> Option<Value> {
        let value = self.0.release()?;
        slots::give_back(self.0);
        Some(value)
    }
}

impl Deref for Held {
    type Target = Value;

    #[inline]
    fn deref(&self) -> &Value {
        // SAFETY: whoever uses the value only reads it, and it is there as long as this is one of its users.
        match unsafe { &*self.0.value.get() } {
            Some(value) => value,
            None => unreachable!("a valid handle has a value"),
        }
    }
}

impl Drop for Held {
    #[inline]
    fn drop(&mut self) {
        if let Some(value) = self.release() {
            // The destructor is a user's, and this may run because a call has panicked.
            let _ = guard(|| drop(value));
        }
    }
}

const fn generation_of(state: u64) -> u32 {
    (state >> 32) as u32
}

const fn users_of(state: u64) -> u64 {
    state % ONE_GENERATION
}
