use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

use crate::sys::system::{self, Polled};

/// How often a child is asked for where the kernel cannot tell by a descriptor (an old kernel, a seccomp filter).
const INTERVAL: Duration = Duration::from_millis(5);

/// Tells when a child has ended, without reaping it.
#[derive(Debug)]
pub(super) struct ExitWatch {
    child: u32,
    pidfd: Option<OwnedFd>,
}

impl ExitWatch {
    pub(super) fn new(child: u32) -> Self {
        #[cfg(target_os = "linux")]
        let pidfd = crate::sys::linux::pidfd_open(child).ok();
        #[cfg(not(target_os = "linux"))]
        let pidfd = None;
        Self { child, pidfd }
    }

    #[cfg(test)]
    pub(super) fn without_pidfd(child: u32) -> Self {
        Self { child, pidfd: None }
    }

    /// What becomes readable when the child ends.
    pub(super) fn polled(&self) -> Option<Polled<'_>> {
        self.pidfd.as_ref().map(|pidfd| Polled::Readable(pidfd.as_fd()))
    }

    /// The longest that a poll may wait before the child is to be asked for again.
    pub(super) fn interval(&self) -> Option<Duration> {
        self.pidfd.is_none().then_some(INTERVAL)
    }

    /// Whether the child has ended, given whether the descriptor was ready.
    pub(super) fn has_ended(&self, ready: bool) -> io::Result<bool> {
        if self.pidfd.is_some() { Ok(ready) } else { system::has_ended(self.child) }
    }
}
