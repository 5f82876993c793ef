//! All slots. There are more and more of them, and none is ever freed or moved, so a slot can be read at any time.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::ptr;
use std::sync::atomic::{AtomicPtr, AtomicU32, AtomicU64, Ordering};

use super::Slot;
use crate::boundary::seal::secret;

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
pub(super) fn take() -> Option<&'static Slot> {
    take_free().or_else(take_new)
}

/// The slot of that number, if there ever was one.
pub(super) fn get(index: u32) -> Option<&'static Slot> {
    let (segment, offset) = place(index);
    let slots = ALL.get(segment)?.load(Ordering::Acquire);
    // SAFETY: a segment that is there lives for ever and has this many slots.
    (!slots.is_null()).then(|| unsafe { &*slots.wrapping_add(offset) })
}

/// Makes a slot free that has no value any more. One that is used up is never taken again.
pub(super) fn give_back(slot: &Slot) {
    if slot.is_used_up() {
        return;
    }
    let _ = FREE.fetch_update(Ordering::AcqRel, Ordering::Acquire, |top| {
        slot.next.store(index_of(top), Ordering::Relaxed);
        Some(changed(top, slot.index + 1))
    });
}

fn take_free() -> Option<&'static Slot> {
    let mut top = FREE.load(Ordering::Acquire);
    loop {
        let index = index_of(top).checked_sub(1)?;
        let slot = get(index)?;
        // If another thread takes the slot meanwhile, this is out of date, and so is the top.
        let next = slot.next.load(Ordering::Relaxed);
        match FREE.compare_exchange_weak(top, changed(top, next), Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => return Some(slot),
            Err(other) => top = other,
        }
    }
}

fn take_new() -> Option<&'static Slot> {
    let fits = |count: u32| (place(count).0 < SEGMENTS).then(|| count + 1);
    let index = COUNT.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fits).ok()?;
    let (segment, _) = place(index);
    if ALL[segment].load(Ordering::Acquire).is_null() {
        add_segment(segment);
    }
    get(index)
}

fn add_segment(segment: usize) {
    let length = FIRST_SEGMENT << segment;
    let slots: Box<[Slot]> = (first_of(segment)..).take(length).map(new_slot).collect();
    let slots = Box::leak(slots).as_mut_ptr();
    if ALL[segment].compare_exchange(ptr::null_mut(), slots, Ordering::AcqRel, Ordering::Relaxed).is_err() {
        // Another thread was faster.
        // SAFETY: it was leaked above, and nobody has seen it.
        drop(unsafe { Box::from_raw(ptr::slice_from_raw_parts_mut(slots, length)) });
    }
}

/// Its first generation is random, and different for each library: the handle of one is hardly ever valid in another. It
/// is in the lower half, so that many follow.
#[expect(clippy::cast_possible_truncation, reason = "an index has 32 bits, and any part of the hash will do")]
fn new_slot(index: usize) -> Slot {
    let mut hasher = DefaultHasher::new();
    (secret(), index).hash(&mut hasher);
    Slot::new(index as u32, hasher.finish() as u32 / 2)
}

/// Where the slot of that number is.
const fn place(index: u32) -> (usize, usize) {
    let segment = (index as usize / FIRST_SEGMENT + 1).ilog2() as usize;
    (segment, index as usize - first_of(segment))
}

/// The number of a segment's first slot.
const fn first_of(segment: usize) -> usize {
    FIRST_SEGMENT * ((1 << segment) - 1)
}

#[expect(clippy::cast_possible_truncation, reason = "the low half")]
const fn index_of(top: u64) -> u32 {
    top as u32
}

const fn changed(top: u64, index: u32) -> u64 {
    ((top >> 32).wrapping_add(1) << 32) | index as u64
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn place_of_neighbours_is_theirs_alone() {
        let mut expected = (0, 0);
        for index in 0..100_000 {
            assert_eq!(place(index), expected);
            expected.1 += 1;
            if expected.1 == FIRST_SEGMENT << expected.0 {
                expected = (expected.0 + 1, 0);
            }
        }
        assert_eq!(place(u32::MAX - 64), (SEGMENTS - 1, (FIRST_SEGMENT << (SEGMENTS - 1)) - 1));
    }

    #[test]
    fn slot_that_had_all_its_generations_is_never_taken_again() {
        let slot = take().unwrap();
        slot.set_generation(u32::MAX - 1);
        let last = slot.occupy(Arc::new(1));
        assert_eq!(last, u32::MAX);
        let held = slot.hold(last).unwrap();
        assert!(slot.close(last).unwrap().end().is_none());
        assert!(slot.hold(last).is_none());
        drop(held);
        let others: Vec<&Slot> = (0..1000).map(|_| take().unwrap()).collect();
        assert!(others.iter().all(|&other| !ptr::eq(other, slot)));
        assert!([last, 0, 1].iter().all(|&generation| slot.hold(generation).is_none()));
        others.into_iter().for_each(give_back);
    }
}
