use std::ffi::{CString, OsStr};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::{array, io, thread};

use super::environment::Environment;
use crate::sys::{spawn, system};

/// A child in a session and process group of its own. Until it was waited for, its id, which is its group's too, cannot be given to
/// another process.
#[derive(Debug)]
pub(super) struct Child {
    id: u32,
}

impl Child {
    /// Starts what the command says by its program, arguments and changes of the environment; of the rest it says nothing.
    ///
    /// # Errors
    /// The program cannot be started, or a text for it has a NUL character.
    pub(super) fn start(
        command: &Command,
        environment: &Environment,
        streams: [BorrowedFd<'_>; 3],
    ) -> io::Result<Self> {
        let program = command.get_program();
        // What a program calls itself in its messages.
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

    /// Leaves one that will not end to a thread, which reaps it if it ends after all.
    pub(super) fn leave(self) {
        // Where there is no thread for it, it stays until this process ends.
        let _ = thread::Builder::new().name("rust-interop-reaper".to_owned()).spawn(move || self.wait());
    }

    /// Waits for its end.
    pub(super) fn wait(self) -> io::Result<ExitStatus> {
        system::wait(self.id)
    }
}

/// A copy with another number, where one is needed: where this process has closed a standard stream, a pipe may have its
/// number, and would be overwritten in the child.
fn beyond_standard(descriptor: BorrowedFd<'_>) -> io::Result<Option<OwnedFd>> {
    if descriptor.as_raw_fd() > 2 { Ok(None) } else { descriptor.try_clone_to_owned().map(Some) }
}

fn c_string(text: &OsStr) -> io::Result<CString> {
    Ok(CString::new(text.as_bytes())?)
}
