//! The system calls that the standard library does not offer, each behind a safe function.

use std::ffi::CStr;
use std::io;
use std::os::fd::{AsRawFd, BorrowedFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;
use std::time::Duration;

/// Signals for a process group: one that it may handle, one that it can't, and one that only checks whether it could be
/// signalled.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Signal {
    Terminate,
    Kill,
    None,
}

/// Waits until there is something to read, the other end closes, or the time runs out. An error ends the wait early.
pub(crate) fn wait_to_read(descriptor: BorrowedFd<'_>, limit: Duration) {
    let mut polled = libc::pollfd { fd: descriptor.as_raw_fd(), events: libc::POLLIN, revents: 0 };
    // SAFETY: the structure is live and writable for the call, which is given one.
    unsafe { libc::poll(&raw mut polled, 1, milliseconds(Some(limit))) };
}

/// A limit as the system takes it. Rounded up, because waking early would only mean waiting again. If it doesn't fit,
/// callers wait in several rounds.
pub(super) fn milliseconds(limit: Option<Duration>) -> libc::c_int {
    limit.map_or(-1, |limit| i32::try_from(limit.as_nanos().div_ceil(1_000_000)).unwrap_or(i32::MAX))
}

/// Sends once, without blocking, and without a signal if nobody reads any more. Returns how many bytes were sent.
pub(crate) fn send(socket: BorrowedFd<'_>, bytes: &[u8]) -> io::Result<usize> {
    // Apple has no such flag. There, the standard library sets an option of each socket instead.
    #[cfg(target_vendor = "apple")]
    const NO_SIGNAL: libc::c_int = 0;
    #[cfg(not(target_vendor = "apple"))]
    const NO_SIGNAL: libc::c_int = libc::MSG_NOSIGNAL;
    let flags = NO_SIGNAL | libc::MSG_DONTWAIT;
    // SAFETY: the bytes are live for the call, and their number is passed along.
    let sent = unsafe { libc::send(socket.as_raw_fd(), bytes.as_ptr().cast(), bytes.len(), flags) };
    usize::try_from(sent).map_err(|_| io::Error::last_os_error())
}

/// Makes a named pipe that only this user can open.
pub(crate) fn make_fifo(path: &CStr) -> io::Result<()> {
    // SAFETY: the path is NUL-terminated and live for the call.
    check(unsafe { libc::mkfifo(path.as_ptr(), 0o600) }).map(drop)
}

/// The same file under a number that isn't a standard stream's. Those numbers are free in a process that has closed its
/// streams, and what others print would go into the file.
pub(crate) fn above_standard(descriptor: OwnedFd) -> io::Result<OwnedFd> {
    if descriptor.as_raw_fd() > 2 { Ok(descriptor) } else { descriptor.try_clone() }
}

/// Makes reads return at once when there is nothing to read.
pub(crate) fn set_nonblocking(descriptor: BorrowedFd<'_>) -> io::Result<()> {
    // SAFETY: F_GETFL takes a descriptor, which is open as long as it is borrowed, and touches no memory.
    let flags = check(unsafe { libc::fcntl(descriptor.as_raw_fd(), libc::F_GETFL) })?;
    // SAFETY: as above, and F_SETFL takes an integer.
    check(unsafe { libc::fcntl(descriptor.as_raw_fd(), libc::F_SETFL, flags | libc::O_NONBLOCK) })?;
    Ok(())
}

/// Whether the child process has ended. Doesn't reap it, so that no other process can get its id and its group's id.
/// But if `SIGCHLD` is ignored, it is already gone.
pub(crate) fn has_ended(child: u32) -> io::Result<bool> {
    // SAFETY: all zero is a valid siginfo_t, which is plain data.
    let mut info: libc::siginfo_t = unsafe { std::mem::zeroed() };
    let options = libc::WEXITED | libc::WNOHANG | libc::WNOWAIT;
    // SAFETY: `info` is live and writable for the call.
    match check(unsafe { libc::waitid(libc::P_PID, child, &raw mut info, options) }) {
        Err(error) if error.raw_os_error() == Some(libc::ECHILD) => return Ok(true),
        result => result?,
    };
    // SAFETY: waitid filled it in, or left it zero because the child process still runs.
    Ok(unsafe { info.si_pid() } != 0)
}

/// Waits for the end of the child process and reaps it. Returns its exit status.
pub(crate) fn wait(child: u32) -> io::Result<ExitStatus> {
    let child = libc::pid_t::try_from(child).map_err(io::Error::other)?;
    let mut status = 0;
    loop {
        // SAFETY: `status` is live and writable for the call.
        match check(unsafe { libc::waitpid(child, &raw mut status, 0) }) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result.map(|_| ExitStatus::from_raw(status)),
        }
    }
}

/// Signals every process of the group that `leader` leads. An empty group is not an error; one whose processes all
/// belong to other users is.
pub(crate) fn signal_group(leader: u32, signal: Signal) -> io::Result<()> {
    let group = libc::pid_t::try_from(leader).map_err(io::Error::other)?;
    // Group 0 would be our own, and -1 every process.
    if group <= 1 {
        return Err(io::Error::from(io::ErrorKind::InvalidInput));
    }
    let signal = match signal {
        Signal::Terminate => libc::SIGTERM,
        Signal::Kill => libc::SIGKILL,
        Signal::None => 0,
    };
    // SAFETY: the call takes two integers and touches no memory.
    match check(unsafe { libc::kill(-group, signal) }) {
        Err(error) if error.raw_os_error() != Some(libc::ESRCH) => Err(error),
        _ => Ok(()),
    }
}

/// How many descriptors this process may have open; `None` if that is unlimited or unknown.
pub(crate) fn descriptor_limit() -> Option<usize> {
    let mut limit = libc::rlimit { rlim_cur: 0, rlim_max: 0 };
    // SAFETY: `limit` is live and writable for the call.
    check(unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) }).ok()?;
    // RLIM_INFINITY means no limit, even if it fits into a usize.
    usize::try_from(limit.rlim_cur).ok().filter(|_| limit.rlim_cur != libc::RLIM_INFINITY)
}

/// Closes a descriptor that a forked child has inherited, where its owner is never dropped.
pub(crate) fn close_in_copy(descriptor: RawFd) {
    // SAFETY: the forked child has forgotten the owner, so this is the only one.
    drop(unsafe { OwnedFd::from_raw_fd(descriptor) });
}

pub(super) fn check(result: libc::c_int) -> io::Result<libc::c_int> {
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(result) }
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::CommandExt;
    use std::process::Command;
    use std::thread;

    use super::*;

    #[test]
    fn signal_group_with_no_signal_ends_nothing() {
        let mut child = Command::new("sleep").arg("20").process_group(0).spawn().unwrap();
        signal_group(child.id(), Signal::None).unwrap();
        // Gives a signal time to take effect.
        thread::sleep(Duration::from_millis(50));
        assert!(child.try_wait().unwrap().is_none());
        signal_group(child.id(), Signal::Kill).unwrap();
        assert_eq!(child.wait().unwrap().signal(), Some(libc::SIGKILL));
        signal_group(child.id(), Signal::None).unwrap();
    }

    #[test]
    fn signal_group_of_this_or_every_process_is_refused() {
        for leader in [0, 1, u32::MAX] {
            assert!(signal_group(leader, Signal::None).is_err(), "{leader}");
        }
    }
}
