//! Waits for many descriptors at once, the Linux way.

use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::sync::Arc;
use std::time::Duration;

use super::Interest;
use super::system::{above_standard, check, milliseconds};

/// How many events to take at a time.
const EVENTS: u8 = 64;

/// The key of the waker's own event.
const WOKEN: u64 = u64::MAX;

/// Watches descriptors, each with a key.
pub(crate) struct Poller {
    epoll: OwnedFd,
    waker: Arc<Waker>,
}

/// Ends a wait from another thread. Does nothing once the poller is gone.
#[derive(Debug)]
pub(crate) struct Waker(OwnedFd);

impl Poller {
    pub(crate) fn new() -> io::Result<Self> {
        // SAFETY: the call takes an integer and touches no memory.
        let epoll = own(unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) })?;
        // SAFETY: the call takes two integers and touches no memory.
        let waker = own(unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) })?;
        let poller = Self { epoll, waker: Arc::new(Waker(waker)) };
        // Edge-triggered, so it needn't be read.
        let event = libc::epoll_event { events: flags(libc::EPOLLIN | libc::EPOLLET), u64: WOKEN };
        poller.control(libc::EPOLL_CTL_ADD, poller.waker.0.as_raw_fd(), event)?;
        Ok(poller)
    }

    pub(crate) fn waker(&self) -> &Arc<Waker> {
        &self.waker
    }

    pub(crate) fn add(&mut self, descriptor: BorrowedFd<'_>, key: u64, interest: Interest) -> io::Result<()> {
        self.control(libc::EPOLL_CTL_ADD, descriptor.as_raw_fd(), event(key, interest))
    }

    /// Renews a watch that reports one event only.
    pub(crate) fn rearm(&mut self, descriptor: BorrowedFd<'_>, key: u64) -> io::Result<()> {
        self.control(libc::EPOLL_CTL_MOD, descriptor.as_raw_fd(), event(key, Interest::ReadOnce))
    }

    /// Call it before closing the descriptor: while a forked child holds it too, closing it here doesn't end the watch.
    pub(crate) fn remove(&mut self, descriptor: BorrowedFd<'_>) {
        // The error is a lack of memory, which this doesn't need, or that it isn't watched.
        let _ = self.control(libc::EPOLL_CTL_DEL, descriptor.as_raw_fd(), event(0, Interest::Read));
    }

    /// Waits until something is ready, the waker wakes it, or the time runs out. Adds the keys of what is ready.
    /// Returns false if the time ran out.
    pub(crate) fn wait(&mut self, limit: Option<Duration>, keys: &mut Vec<u64>) -> io::Result<bool> {
        let mut events = [libc::epoll_event { events: 0, u64: 0 }; EVENTS as usize];
        let epoll = self.epoll.as_raw_fd();
        // SAFETY: the array is live and writable for the call, and its length is passed along.
        let ready =
            unsafe { libc::epoll_wait(epoll, events.as_mut_ptr(), libc::c_int::from(EVENTS), milliseconds(limit)) };
        let ready = match check(ready) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(true),
            result => usize::try_from(result?).unwrap_or(0),
        };
        keys.extend(events[..ready].iter().map(|event| event.u64).filter(|key| *key != WOKEN));
        Ok(ready > 0)
    }

    fn control(&self, operation: libc::c_int, descriptor: libc::c_int, mut event: libc::epoll_event) -> io::Result<()> {
        // SAFETY: the event is live and writable for the call, which otherwise takes integers.
        check(unsafe { libc::epoll_ctl(self.epoll.as_raw_fd(), operation, descriptor, &raw mut event) }).map(drop)
    }
}

impl Waker {
    pub(crate) fn wake(&self) {
        let one = 1_u64;
        // The error means that the counter is full, so it was already woken.
        // SAFETY: the eight bytes are live for the call.
        unsafe { libc::write(self.0.as_raw_fd(), (&raw const one).cast(), size_of::<u64>()) };
    }
}

fn event(key: u64, interest: Interest) -> libc::epoll_event {
    let events = match interest {
        Interest::Read => libc::EPOLLIN,
        Interest::ReadOnce => libc::EPOLLIN | libc::EPOLLONESHOT,
        Interest::Write => libc::EPOLLOUT,
    };
    libc::epoll_event { events: flags(events), u64: key }
}

/// The bits in the structure's type: its sign has no meaning.
fn flags(events: libc::c_int) -> u32 {
    events.cast_unsigned()
}

fn own(descriptor: libc::c_int) -> io::Result<OwnedFd> {
    let descriptor = check(descriptor)?;
    // SAFETY: the kernel has just created it for us, and nobody else knows it.
    above_standard(unsafe { OwnedFd::from_raw_fd(descriptor) })
}
