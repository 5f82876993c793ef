use std::ops::{Deref, DerefMut};
use std::os::fd::AsFd;

use super::Handle;
use crate::sys::Interest;

/// A file whose descriptor a loop may watch. The watch ends before the descriptor is closed.
pub(crate) struct Watched<F: AsFd> {
    file: F,
    watch: Option<(Handle, u64)>,
}

impl<F: AsFd> Watched<F> {
    pub(crate) fn new(file: F) -> Self {
        Self { file, watch: None }
    }

    /// Makes the loop watch it as this part of the current task. Returns whether that worked.
    pub(crate) fn watch(&mut self, event_loop: &Handle, part: u8, interest: Interest) -> bool {
        if self.watch.is_none() {
            let key = event_loop.watch(self.file.as_fd(), part, interest);
            self.watch = key.ok().map(|key| (event_loop.clone(), key));
        }
        self.watch.is_some()
    }

    /// Renews a watch that reports one event only. Returns whether that worked.
    pub(crate) fn rearm(&mut self) -> bool {
        let is_armed =
            self.watch.as_ref().is_some_and(|(event_loop, key)| event_loop.rearm(self.file.as_fd(), *key).is_ok());
        if !is_armed {
            self.unwatch();
        }
        is_armed
    }

    pub(crate) fn unwatch(&mut self) {
        if let Some((event_loop, _)) = self.watch.take() {
            event_loop.unwatch(self.file.as_fd());
        }
    }
}

impl<F: AsFd> Deref for Watched<F> {
    type Target = F;

    fn deref(&self) -> &F {
        &self.file
    }
}

impl<F: AsFd> DerefMut for Watched<F> {
    fn deref_mut(&mut self) -> &mut F {
        &mut self.file
    }
}

impl<F: AsFd> Drop for Watched<F> {
    fn drop(&mut self) {
        self.unwatch();
    }
}
