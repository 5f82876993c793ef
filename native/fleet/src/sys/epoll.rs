//! Waiting for many descriptors at once, by what Linux has for it.

use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd};
use std::sync::Arc;
use std::time::Duration;

use super::Interest;
use super::system::{above_standard, check, milliseconds};

/// Events that are taken at a time.
const EVENTS: u8 = 64;

/// The key of the waker's own event.
const WOKEN: u64 = u64::MAX;

/// Watches descriptors, each with a key.
pub(crate) struct Poller {
    epoll: OwnedFd,
    waker: Arc<Waker>,
}

/// Ends a wait from another thread. When the poller is gone it does nothing.
#[derive(Debug)]
pub(crate) struct Waker(OwnedFd);

impl Poller {
    pub(crate) fn new() -> io::Result<Self> {
        // SAFETY: the call takes an integer and touches no memory.
        let epoll = own(unsafe { libc::epoll_create1(libc::EPOLL_CLOEXEC) })?;
        // SAFETY: the call takes two integers and touches no memory.
        let waker = own(unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) })?;
        let poller = Self { epoll, waker: Arc::new(Waker(waker)) };
        // By its edges: it need not be read.
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

    /// Watches again for what was watched for once.
    pub(crate) fn rearm(&mut self, descriptor: BorrowedFd<'_>, key: u64) -> io::Result<()> {
        self.control(libc::EPOLL_CTL_MOD, descriptor.as_raw_fd(), event(key, Interest::ReadOnce))
    }

    /// To be called before the descriptor is closed: where a forked copy holds it, closing alone does not end the watch.
    pub(crate) fn remove(&mut self, descriptor: BorrowedFd<'_>) {
        // An error is a lack of memory, which this needs none of, or that it is not watched.
        let _ = self.control(libc::EPOLL_CTL_DEL, descriptor.as_raw_fd(), event(0, Interest::Read));
    }

    /// Waits until something is ready, it is woken, or the time is over. Adds the keys of what is ready, and returns whether
    /// the time was not over.
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
        // SAFETY: the event is live and writable for the call, which takes integers besides.
        check(unsafe { libc::epoll_ctl(self.epoll.as_raw_fd(), operation, descriptor, &raw mut event) }).map(drop)
    }
}

impl Waker {
    pub(crate) fn wake(&self) {
        let one = 1_u64;
        // The error is that it has been woken too often to count.
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

/// The bits as the structure has them, whose sign means nothing.
fn flags(events: libc::c_int) -> u32 {
    events.cast_unsigned()
}

fn own(descriptor: libc::c_int) -> io::Result<OwnedFd> {
    let descriptor = check(descriptor)?;
    // SAFETY: the kernel has just made it for us, and nobody else knows it.
    above_standard(unsafe { OwnedFd::from_raw_fd(descriptor) })
}
