//! Handles: numbers that stand in JSON for what JSON can't hold. A handle is the number of a slot, and below it the
//! slot's generation, which changes whenever the slot gets or loses its value. So a handle that was dropped, or that
//! never existed, stands for nothing. The number of the slot is above because it is mostly small: the handle then has
//! few digits. No function here takes a lock.

mod borrow;
pub(crate) mod crossing;
mod slot;
mod slots;

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

pub(crate) use borrow::Borrow;
pub(crate) use slot::Held;
use slot::Slot;

/// What a handle stands for.
pub(crate) type Value = Arc<dyn Any + Send + Sync>;

static INSERTED: AtomicU64 = AtomicU64::new(0);
static REMOVED: AtomicU64 = AtomicU64::new(0);

/// A handle for the value; `None` if there are 4,294,967,232 others.
pub(crate) fn insert(value: Value) -> Option<u64> {
    let slot = slots::take()?;
    let generation = slot.occupy(value);
    INSERTED.fetch_add(1, Ordering::Relaxed);
    Some(u64::from(slot.index) << 32 | u64::from(generation))
}

/// What a handle stands for, if it stands for anything.
pub(crate) fn get(handle: u64) -> Option<Value> {
    hold(handle).map(|held| Value::clone(&held))
}

/// What a handle stands for, without a count of its own for the value.
#[inline]
pub(crate) fn hold(handle: u64) -> Option<Held> {
    let (index, generation) = parts(handle);
    slots::get(index)?.hold(generation)
}

/// Ends a handle. Returns what it stood for, if nobody else is using it just now, so that the caller decides where it is
/// dropped.
///
/// # Errors
/// The handle stands for nothing.
pub(crate) fn remove(handle: u64) -> Result<Option<Value>, NoSuchHandle> {
    let (index, generation) = parts(handle);
    let held = slots::get(index).and_then(|slot| slot.close(generation)).ok_or(NoSuchHandle)?;
    REMOVED.fetch_add(1, Ordering::Relaxed);
    Ok(held.end())
}

/// A handle that stands for nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NoSuchHandle;

/// How many handles stand for something.
pub(crate) fn live() -> i64 {
    // In this order, because another thread may insert and remove in between: the result is never negative.
    let removed = REMOVED.load(Ordering::Relaxed);
    INSERTED.load(Ordering::Relaxed).wrapping_sub(removed).cast_signed()
}

/// The number of the slot, and the generation.
#[expect(clippy::cast_possible_truncation, reason = "the halves")]
fn parts(handle: u64) -> (u32, u32) {
    ((handle >> 32) as u32, handle as u32)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicBool;
    use std::thread;

    use super::*;

    fn number(handle: u64) -> Option<u64> {
        get(handle).map(|value| *value.downcast::<u64>().unwrap())
    }

    #[test]
    fn handle_that_is_used_again_has_another_generation() {
        let first = insert(Arc::new(1_u64)).unwrap();
        assert!(remove(first).is_ok());
        // The slot that was freed last is taken first, if no other test takes it.
        let next: Vec<u64> = (0..1000_u64).map(|value| insert(Arc::new(value)).unwrap()).collect();
        assert!(!next.contains(&first));
        assert_eq!(number(first), None);
        assert!(next.into_iter().enumerate().all(|(value, handle)| number(handle) == Some(value as u64)));
        assert_eq!(remove(first).err(), Some(NoSuchHandle));
    }

    #[test]
    fn value_that_is_in_use_outlives_its_handle() {
        let value = Arc::new(7_u64);
        let handle = insert(value.clone()).unwrap();
        let in_use = get(handle).unwrap();
        assert_eq!(Arc::strong_count(&value), 3);
        drop(remove(handle));
        assert_eq!(Arc::strong_count(&value), 2);
        drop(in_use);
    }

    #[test]
    fn insert_and_remove_from_several_threads_mix_no_values() {
        thread::scope(|scope| {
            for thread in 0..8_u64 {
                scope.spawn(move || {
                    let mut handles = Vec::new();
                    for round in 0..2000_u64 {
                        let value = thread << 32 | round;
                        handles.push((insert(Arc::new(value)).unwrap(), value));
                        if round % 3 == 2 {
                            let (handle, value) = handles.swap_remove(usize::try_from(round).unwrap() % handles.len());
                            assert_eq!(number(handle), Some(value));
                            assert!(remove(handle).is_ok());
                            assert_eq!(number(handle), None);
                        }
                    }
                    assert!(handles.iter().all(|(handle, value)| number(*handle) == Some(*value)));
                });
            }
        });
    }

    #[test]
    fn remove_from_several_threads_at_once_succeeds_in_one() {
        for _ in 0..200 {
            let handle = insert(Arc::new(0_u64)).unwrap();
            let removed: usize = thread::scope(|scope| {
                let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| remove(handle).is_ok())).collect();
                threads.into_iter().map(|thread| usize::from(thread.join().unwrap())).sum()
            });
            assert_eq!(removed, 1);
        }
    }

    #[test]
    fn value_is_dropped_once_and_after_its_last_use() {
        struct Dropped(Arc<AtomicBool>);
        impl Drop for Dropped {
            fn drop(&mut self) {
                assert!(!self.0.swap(true, Ordering::Relaxed), "dropped twice");
            }
        }
        for _ in 0..100 {
            let is_dropped = Arc::new(AtomicBool::new(false));
            let handle = insert(Arc::new(Dropped(is_dropped.clone()))).unwrap();
            thread::scope(|scope| {
                for _ in 0..3 {
                    scope.spawn(|| {
                        for value in (0..1000).map_while(|_| Borrow::<Dropped>::of(hold(handle)?)) {
                            assert!(!value.0.load(Ordering::Relaxed), "dropped while it was in use");
                        }
                    });
                }
                scope.spawn(|| assert!(remove(handle).is_ok()));
            });
            assert!(is_dropped.load(Ordering::Relaxed), "it is still there");
        }
    }

    #[test]
    fn value_of_another_type_is_not_borrowed_or_kept() {
        let value = Arc::new(1_u64);
        let handle = insert(value.clone()).unwrap();
        assert!(Borrow::<u32>::of(hold(handle).unwrap()).is_none());
        drop(remove(handle));
        assert_eq!(Arc::strong_count(&value), 1);
    }
}
