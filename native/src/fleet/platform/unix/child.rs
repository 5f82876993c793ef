use std::env;
use std::ffi::{CString, OsStr, OsString};
use std::io;
use std::os::fd::{AsFd, AsRawFd, OwnedFd};
use std::os::unix::ffi::OsStringExt;
use std::process::{Command, ExitStatus};

use crate::boundary::{spawn, system};

/// A child in a process group of its own. Until it was waited for, its id, which is its group's too, cannot be given to
/// another process.
#[derive(Debug)]
pub(super) struct Child {
    id: u32,
}

impl Child {
    /// Starts what the command says by its program, arguments and environment; of the rest it says nothing.
    ///
    /// # Errors
    /// The program cannot be started, or a text for it has a NUL character.
    pub(super) fn start(command: &Command, streams: [OwnedFd; 3]) -> io::Result<Self> {
        let program = c_string(command.get_program().to_owned())?;
        let arguments = [command.get_program()].into_iter().chain(command.get_args());
        let arguments = arguments.map(|argument| c_string(argument.to_owned())).collect::<io::Result<Vec<_>>>()?;
        let environment = environment(command)?;
        let [stdin, stdout, stderr] = streams.map(beyond_standard);
        let (stdin, stdout, stderr) = (stdin?, stdout?, stderr?);
        let streams = [stdin.as_fd(), stdout.as_fd(), stderr.as_fd()];
        spawn::spawn(&program, &arguments, &environment, streams).map(|id| Self { id })
    }

    pub(super) fn id(&self) -> u32 {
        self.id
    }

    /// Waits for its end.
    pub(super) fn wait(self) -> io::Result<ExitStatus> {
        system::wait(self.id)
    }
}

/// Where this process has closed a standard stream, a pipe may have its number, and would be overwritten in the child.
fn beyond_standard(descriptor: OwnedFd) -> io::Result<OwnedFd> {
    if descriptor.as_raw_fd() > 2 { Ok(descriptor) } else { descriptor.try_clone() }
}

/// This process' environment with the changes that the command makes.
fn environment(command: &Command) -> io::Result<Vec<CString>> {
    let is_changed = |name: &OsStr| command.get_envs().any(|(changed, _)| changed == name);
    let kept = env::vars_os().filter(|(name, _)| !is_changed(name));
    let set = command.get_envs().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned())));
    kept.chain(set)
        .map(|(mut variable, value)| {
            variable.push("=");
            variable.push(value);
            c_string(variable)
        })
        .collect()
}

fn c_string(text: OsString) -> io::Result<CString> {
    Ok(CString::new(text.into_vec())?)
}
