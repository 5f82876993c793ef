//! Waits for many descriptors at once, on any Unix.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::sync::Arc;
use std::time::Duration;

use super::Interest;
use super::system::{above_standard, check, milliseconds, set_nonblocking};

/// The key of the waker's own event.
const WOKEN: u64 = u64::MAX;

/// Watches descriptors, each with a key.
pub(crate) struct Poller {
    polled: Vec<libc::pollfd>,
    keys: Vec<(u64, Interest)>,
    woken: File,
    waker: Arc<Waker>,
}

/// Ends a wait from another thread. Does nothing once the poller is gone.
#[derive(Debug)]
pub(crate) struct Waker(File);

impl Poller {
    pub(crate) fn new() -> io::Result<Self> {
        let (reader, writer) = io::pipe()?;
        let [woken, writer] = [OwnedFd::from(reader), OwnedFd::from(writer)].map(above_standard);
        let (woken, writer) = (File::from(woken?), File::from(writer?));
        set_nonblocking(woken.as_fd())?;
        set_nonblocking(writer.as_fd())?;
        let mut poller = Self { polled: Vec::new(), keys: Vec::new(), woken, waker: Arc::new(Waker(writer)) };
        poller.push(poller.woken.as_raw_fd(), WOKEN, Interest::Read);
        Ok(poller)
    }

    pub(crate) fn waker(&self) -> &Arc<Waker> {
        &self.waker
    }

    #[expect(clippy::unnecessary_wraps, reason = "the same as epoll's")]
    pub(crate) fn add(&mut self, descriptor: BorrowedFd<'_>, key: u64, interest: Interest) -> io::Result<()> {
        self.push(descriptor.as_raw_fd(), key, interest);
        Ok(())
    }

    /// Renews a watch that reports one event only.
    pub(crate) fn rearm(&mut self, descriptor: BorrowedFd<'_>, key: u64) -> io::Result<()> {
        self.remove(descriptor);
        self.add(descriptor, key, Interest::ReadOnce)
    }

    pub(crate) fn remove(&mut self, descriptor: BorrowedFd<'_>) {
        let watched = [descriptor.as_raw_fd(), disabled(descriptor.as_raw_fd())];
        if let Some(place) = self.polled.iter().rposition(|polled| watched.contains(&polled.fd)) {
            self.polled.swap_remove(place);
            self.keys.swap_remove(place);
        }
    }

    /// Waits until something is ready, the waker wakes it, or the time runs out. Adds the keys of what is ready.
    /// Returns false if the time ran out.
    pub(crate) fn wait(&mut self, limit: Option<Duration>, keys: &mut Vec<u64>) -> io::Result<bool> {
        let number = self.polled.len() as libc::nfds_t;
        // SAFETY: the array is live and writable for the call, and its length is passed along.
        let ready = unsafe { libc::poll(self.polled.as_mut_ptr(), number, milliseconds(limit)) };
        match check(ready) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(true),
            Ok(0) => return Ok(false),
            result => result?,
        };
        for (polled, (key, interest)) in self.polled.iter_mut().zip(&self.keys) {
            if polled.revents == 0 {
                continue;
            }
            if *key == WOKEN {
                // Whatever is left wakes it again.
                let _ = self.woken.read(&mut [0; 64]);
                continue;
            }
            keys.push(*key);
            if *interest == Interest::ReadOnce {
                polled.fd = disabled(polled.fd);
            }
        }
        Ok(true)
    }

    fn push(&mut self, fd: libc::c_int, key: u64, interest: Interest) {
        let events = if interest == Interest::Write { libc::POLLOUT } else { libc::POLLIN };
        self.polled.push(libc::pollfd { fd, events, revents: 0 });
        self.keys.push((key, interest));
    }
}

impl Waker {
    pub(crate) fn wake(&self) {
        // The error means that the pipe is full, so it was already woken.
        let _ = (&self.0).write(b"w");
    }
}

/// A number that `poll` ignores, in place of this descriptor's.
fn disabled(descriptor: libc::c_int) -> libc::c_int {
    -1 - descriptor
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remove_and_rearm_keep_no_disabled_entry() {
        let mut poller = Poller::new().unwrap();
        let (reader, writer) = io::pipe().unwrap();
        poller.add(reader.as_fd(), 1, Interest::ReadOnce).unwrap();
        drop(writer);
        for _ in 0..2 {
            poller.wait(None, &mut Vec::new()).unwrap();
            poller.rearm(reader.as_fd(), 1).unwrap();
            assert_eq!(poller.polled.len(), 2, "the first is the waker's");
        }
        poller.wait(None, &mut Vec::new()).unwrap();
        poller.remove(reader.as_fd());
        assert_eq!((poller.polled.len(), poller.keys.len()), (1, 1));
    }
}
