//! Handles: numbers that stand in JSON for what JSON can't hold. A handle is the number of a slot, and above it the
//! slot's generation, which changes whenever the slot gets or loses its value. So a handle that was dropped, or that
//! never existed, stands for nothing. No function here takes a lock.

pub(crate) mod crossing;
mod slot;
mod slots;

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use slot::Slot;

/// What a handle stands for.
pub(crate) type Value = Arc<dyn Any + Send + Sync>;

static INSERTED: AtomicU64 = AtomicU64::new(0);
static REMOVED: AtomicU64 = AtomicU64::new(0);

/// A handle for the value; `None` if there are 4,294,967,232 others.
pub(crate) fn insert(value: Value) -> Option<u64> {
    let (index, slot) = slots::take()?;
    let generation = slot.occupy(value);
    INSERTED.fetch_add(1, Ordering::Relaxed);
    Some(u64::from(generation) << 32 | u64::from(index))
}

/// What a handle stands for, if it stands for anything.
pub(crate) fn get(handle: u64) -> Option<Value> {
    let (index, generation) = parts(handle);
    let slot = slots::get(index)?;
    let value = slot.hold(generation)?.clone();
    vacate(index, slot.release());
    Some(value)
}

/// Ends a handle. Returns what it stood for, if nobody else is using it just now, so that the caller decides where it is
/// dropped.
///
/// # Errors
/// The handle stands for nothing.
pub(crate) fn remove(handle: u64) -> Result<Option<Value>, NoSuchHandle> {
    let (index, generation) = parts(handle);
    let slot = slots::get(index).ok_or(NoSuchHandle)?;
    if !slot.close(generation) {
        return Err(NoSuchHandle);
    }
    REMOVED.fetch_add(1, Ordering::Relaxed);
    let left = slot.release();
    Ok(vacate(index, left))
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

/// Makes the slot free if it has lost its value.
fn vacate(index: u32, value: Option<Value>) -> Option<Value> {
    if value.is_some() {
        slots::give_back(index);
    }
    value
}

#[expect(clippy::cast_possible_truncation, reason = "the halves")]
fn parts(handle: u64) -> (u32, u32) {
    (handle as u32, (handle >> 32) as u32)
}
