//! The one way in which a lock is taken here.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Locks a mutex whose content is consistent also where a panic has left it: nothing half-done is ever kept in one here.
pub fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
