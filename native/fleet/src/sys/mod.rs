//! The system calls that the standard library doesn't offer, each behind a safe function. All `unsafe` code of the
//! crate is here.

#![allow(unsafe_code, reason = "system calls take raw pointers and descriptors")]

#[cfg(target_os = "linux")]
pub(crate) mod epoll;
#[cfg(target_os = "linux")]
pub(crate) mod linux;
#[cfg(any(test, not(target_os = "linux")))]
pub(crate) mod poll;
mod program;
pub(crate) mod socket;
pub(crate) mod spawn;
pub(crate) mod system;
#[cfg(test)]
mod tests;

#[cfg(target_os = "linux")]
pub(crate) use epoll as poller;
#[cfg(not(target_os = "linux"))]
pub(crate) use poll as poller;

/// What to watch a descriptor for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interest {
    Read,
    /// Until it is ready, and again after a `rearm`.
    ReadOnce,
    Write,
}
