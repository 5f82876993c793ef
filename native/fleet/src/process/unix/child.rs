use std::ffi::{CString, OsStr};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::{array, io, thread};

use super::environment::Environment;
use crate::sys::{spawn, system};

/// A child process in a session and process group of its own. Until it is reaped, no other process can get its id,
/// which is also the group's.
#[derive(Debug)]
pub(super) struct Child {
    id: u32,
}

impl Child {
    /// Starts the command's program with its arguments and changes to the environment. Ignores everything else in the
    /// command.
    ///
    /// # Errors
    /// The program can't be started, or one of its texts has a NUL character.
    pub(super) fn start(
        command: &Command,
        environment: &Environment,
        streams: [BorrowedFd<'_>; 3],
    ) -> io::Result<Self> {
        let program = command.get_program();
        // The name by which a program calls itself in its messages.
        let name = Path::new(program).file_name().unwrap_or(program);
        let arguments = [name].into_iter().chain(command.get_args()).map(c_string).collect::<io::Result<Vec<_>>>()?;
        let (program, environment) = (c_string(program)?, environment.changed_by(command)?);
        let [stdin, stdout, stderr] = streams.map(beyond_standard);
        let copies = [stdin?, stdout?, stderr?];
        let streams = array::from_fn(|stream| copies[stream].as_ref().map_or(streams[stream], AsFd::as_fd));
        spawn::spawn(&program, &arguments, &environment, streams).map(|id| Self { id })
    }

    pub(super) fn id(&self) -> u32 {
        self.id
    }

    /// A descriptor that becomes readable when it ends. `None` if the kernel has no such thing (it is old, or has a
    /// seccomp filter), or if this process has no descriptor left for it.
    pub(super) fn exit(&self) -> Option<OwnedFd> {
        #[cfg(target_os = "linux")]
        return crate::sys::linux::pidfd_open(self.id).ok();
        #[cfg(not(target_os = "linux"))]
        None
    }

    /// Hands a child process that won't end to a thread, which reaps it if it ends after all.
    pub(super) fn abandon(self) {
        // If there is no thread for it, it stays a zombie until this process ends.
        let _ = thread::Builder::new().name("rust-interop-reaper".to_owned()).spawn(move || self.wait());
    }

    /// Waits for its end and reaps it.
    pub(super) fn wait(self) -> io::Result<ExitStatus> {
        system::wait(self.id)
    }
}

/// A copy with a higher number, if one is needed. If this process has closed a standard stream, a pipe may have got its
/// number and would be overwritten in the child process.
fn beyond_standard(descriptor: BorrowedFd<'_>) -> io::Result<Option<OwnedFd>> {
    if descriptor.as_raw_fd() > 2 { Ok(None) } else { descriptor.try_clone_to_owned().map(Some) }
}

fn c_string(text: &OsStr) -> io::Result<CString> {
    Ok(CString::new(text.as_bytes())?)
}
