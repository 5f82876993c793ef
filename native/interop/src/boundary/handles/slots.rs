//! All slots. There are more and more of them, and none is ever freed or moved, so a slot can be read at any time.

use std::hash::{BuildHasher, RandomState};
use std::ptr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, Ordering};

use super::Slot;

/// Each segment is twice as long as the one before it.
const FIRST_SEGMENT: usize = 64;
const SEGMENTS: usize = 26;

static ALL: [AtomicPtr<Slot>; SEGMENTS] = [const { AtomicPtr::new(ptr::null_mut()) }; SEGMENTS];

/// How many slots were ever in use.
static COUNT: AtomicU32 = AtomicU32::new(0);

/// The free slot that was given back last, as its index plus one; zero if there is none. Each next one is named by the
/// slot itself. The high half counts the changes: if the same slot is on top again, others may have been in between.
static FREE: AtomicU64 = AtomicU64::new(0);

/// A free slot for the caller alone.
pub(super) fn take() -> Option<(u32, &'static Slot)> {
    take_free().or_else(take_new)
}

/// The slot of that number, if there ever was one.
pub(super) fn get(index: u32) -> Option<&'static Slot> {
    let (segment, offset) = place(index);
    let slots = ALL.get(segment)?.load(Ordering::Acquire);
    // SAFETY: a segment that is there lives for ever and has this many slots.
    (!slots.is_null()).then(|| unsafe { &*slots.wrapping_add(offset) })
}

/// Makes a slot free that has no value any more.
pub(super) fn give_back(index: u32) {
    let Some(slot) = get(index) else { return };
    let _ = FREE.fetch_update(Ordering::AcqRel, Ordering::Acquire, |top| {
        slot.next.store(index_of(top), Ordering::Relaxed);
        Some(changed(top, index + 1))
    });
}

fn take_free() -> Option<(u32, &'static Slot)> {
    let mut top = FREE.load(Ordering::Acquire);
    loop {
        let index = index_of(top).checked_sub(1)?;
        let slot = get(index)?;
        // If another thread takes the slot meanwhile, this is out of date, and so is the top.
        let next = slot.next.load(Ordering::Relaxed);
        match FREE.compare_exchange_weak(top, changed(top, next), Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => return Some((index, slot)),
            Err(other) => top = other,
        }
    }
}

fn take_new() -> Option<(u32, &'static Slot)> {
    let fits = |count: u32| (place(count).0 < SEGMENTS).then(|| count + 1);
    let index = COUNT.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).ok()?;
    let (segment, _) = place(index);
    if ALL[segment].load(Ordering::Acquire).is_null() {
        add_segment(segment);
    }
    Some((index, get(index)?))
}

fn add_segment(segment: usize) {
    let length = FIRST_SEGMENT << segment;
    let seed = seed();
    let slots: Box<[Slot]> = (0..length).map(|offset| Slot::new(first_generation(seed, segment, offset))).collect();
    let slots = Box::leak(slots).as_mut_ptr();
    if ALL[segment].compare_exchange(ptr::null_mut(), slots, Ordering::AcqRel, Ordering::Relaxed).is_err() {
        // Another thread was faster.
        // SAFETY: it was leaked above, and nobody has seen it.
        drop(unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(slots, length)) });
    }
}

/// Where the slot of that number is.
const fn place(index: u32) -> (usize, usize) {
    let segment = (index as usize / FIRST_SEGMENT + 1).ilog2() as usize;
    (segment, index as usize - FIRST_SEGMENT * ((1 << segment) - 1))
}

/// Random, and different for each library: the handle of one is hardly ever valid in another.
fn seed() -> &'static RandomState {
    static SEED: OnceLock<RandomState> = OnceLock::new();
    SEED.get_or_init(RandomState::new)
}

#[expect(clippy::cast_possible_truncation, reason = "any part of the hash will do")]
fn first_generation(seed: &RandomState, segment: usize, offset: usize) -> u32 {
    seed.hash_one((segment, offset)) as u32
}

#[expect(clippy::cast_possible_truncation, reason = "the low half")]
const fn index_of(top: u64) -> u32 {
    top as u32
}

const fn changed(top: u64, index: u32) -> u64 {
    ((top >> 32).wrapping_add(1) << 32) | index as u64
}
