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

// On other systems a watch that is gone is renewed.
#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::future::poll_fn;
    use std::io;
    use std::task::Poll;

    use super::*;
    use crate::event_loop::tests::block_on;

    const PART: u8 = 1;

    async fn readiness(event_loop: &Handle) {
        poll_fn(|_| if event_loop.take_ready().has(PART) { Poll::Ready(()) } else { Poll::Pending }).await;
    }

    #[test]
    fn rearm_reports_again_what_was_watched_once_unless_the_watch_is_gone() {
        let (reader, writer) = io::pipe().unwrap();
        drop(writer);
        block_on(|event_loop| async move {
            let mut watched = Watched::new(reader);
            assert!(watched.watch(&event_loop, PART, Interest::ReadOnce));
            for _ in 0..2 {
                readiness(&event_loop).await;
                assert!(watched.rearm());
            }
            event_loop.unwatch(watched.as_fd());
            assert!(!watched.rearm());
            assert!(watched.watch(&event_loop, PART, Interest::ReadOnce));
            readiness(&event_loop).await;
        });
    }
}
