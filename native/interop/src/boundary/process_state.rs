//! State that belongs to a process. A forked child process has a copy of its parent's, but none of the parent's threads.

use std::ops::{Deref, DerefMut};
use std::sync::{Mutex, MutexGuard};
use std::{mem, process};

use super::lock::lock;

/// What a state is at first.
pub trait Initial {
    /// That.
    const INITIAL: Self;
}

/// A state behind a lock.
#[derive(Debug)]
pub struct ProcessState<T>(Mutex<Owned<T>>);

/// A state and its process.
#[derive(Debug)]
pub struct Owned<T> {
    process: u32,
    state: T,
}

impl<T: Initial> ProcessState<T> {
    /// A state that no process has yet.
    #[must_use]
    #[expect(clippy::new_without_default, reason = "it stands in a static")]
    pub const fn new() -> Self {
        Self(Mutex::new(Owned { process: 0, state: T::INITIAL }))
    }

    /// Locks the state of this process. If it is the copy of a parent's, the state begins anew, and the copy is leaked: what
    /// it holds belongs to the parent's threads.
    pub fn lock(&self) -> MutexGuard<'_, Owned<T>> {
        let mut owned = lock(&self.0);
        if owned.process != process::id() {
            mem::forget(mem::replace(&mut *owned, Owned { process: process::id(), state: T::INITIAL }));
        }
        owned
    }

    /// Locks the state, whose process this is for sure: for the threads that the state is about. Or doesn't use it: for the
    /// duration of a fork.
    pub fn lock_unchecked(&self) -> MutexGuard<'_, Owned<T>> {
        lock(&self.0)
    }
}

impl<T> Owned<T> {
    /// The process that it belongs to.
    #[must_use]
    pub fn process(&self) -> u32 {
        self.process
    }
}

impl<T> Deref for Owned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.state
    }
}

impl<T> DerefMut for Owned<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.state
    }
}
