//! The system calls that the standard library does not offer, each behind a safe function: the crate's only `unsafe` code.

#![allow(unsafe_code, reason = "system calls take raw pointers and descriptors")]

#[cfg(target_os = "linux")]
pub(crate) mod epoll;
#[cfg(target_os = "linux")]
pub(crate) mod linux;
#[cfg(any(test, not(target_os = "linux")))]
pub(crate) mod poll;
mod program;
pub(crate) mod spawn;
pub(crate) mod system;
#[cfg(test)]
mod tests;

#[cfg(target_os = "linux")]
pub(crate) use epoll as poller;
#[cfg(not(target_os = "linux"))]
pub(crate) use poll as poller;

/// What a descriptor is watched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Interest {
    Read,
    /// Until it is ready, and again after a `rearm`.
    ReadOnce,
    Write,
}
