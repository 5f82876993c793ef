//! The system calls that only Linux has.

use std::ffi::CStr;
use std::io;
use std::os::fd::{FromRawFd, OwnedFd, RawFd};

use super::system::check;

/// A descriptor that becomes readable when the child process ends.
pub(crate) fn pidfd_open(child: u32) -> io::Result<OwnedFd> {
    let child = libc::pid_t::try_from(child).map_err(io::Error::other)?;
    // SAFETY: the call takes two integers and touches no memory.
    let descriptor = unsafe { libc::syscall(libc::SYS_pidfd_open, child, 0) };
    own(RawFd::try_from(descriptor).map_err(io::Error::other)?)
}

/// A file without a name that lives in memory and is gone with its last descriptor.
pub(crate) fn memory_file(name: &CStr) -> io::Result<OwnedFd> {
    // SAFETY: the name is NUL-terminated and live for the call.
    own(unsafe { libc::memfd_create(name.as_ptr(), libc::MFD_CLOEXEC) })
}

/// Whether other processes of the same user may access this one, including its descriptors.
pub(crate) fn is_dumpable() -> bool {
    // SAFETY: the call takes integers and touches no memory.
    unsafe { libc::prctl(libc::PR_GET_DUMPABLE) == 1 }
}

fn own(descriptor: RawFd) -> io::Result<OwnedFd> {
    let descriptor = check(descriptor)?;
    // SAFETY: the kernel has just created it for us, and nobody else knows it.
    Ok(unsafe { OwnedFd::from_raw_fd(descriptor) })
}
