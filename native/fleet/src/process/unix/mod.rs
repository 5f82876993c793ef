mod child;
mod environment;
mod folder;
mod input;
mod log_file;
mod process;
mod stream;
mod supervision;
mod watchdog;
mod watchdog_process;

use std::fs;
use std::io::ErrorKind;
use std::process::Command;

pub(crate) use environment::Environment;
pub(crate) use folder::PrivateFolder;
pub(crate) use input::Input;
pub(crate) use log_file::LogFile;
pub(crate) use process::run;
pub(crate) use stream::{Stream, part_of};
pub(crate) use supervision::Supervision;
pub(crate) use watchdog::lock_for_fork;

use crate::sys::system;

/// The most descriptors that one child process needs while it is started: both ends of its three streams and of ssh's
/// log, its pidfd, and copies of its three streams if a standard stream is closed here.
const DESCRIPTORS_PER_PROCESS: usize = 12;

/// Where the C library's `system` finds it too, so it needn't be looked up at each start.
const SHELL: &str = "/bin/sh";

/// A command that runs `action` with the platform's shell.
pub(crate) fn shell(action: &str) -> Command {
    let mut command = Command::new(SHELL);
    // An action may begin like an option.
    command.args(["-c", "--", action]);
    command
}

/// How many of the `wanted` child processes the limit on open descriptors leaves room for at a time, next to `others`
/// more descriptors.
pub(crate) fn room_for(wanted: usize, others: usize) -> usize {
    let Some(limit) = system::descriptor_limit() else { return wanted };
    // Counting the open ones takes a while in a large process, but that has a large limit too.
    if (wanted * DESCRIPTORS_PER_PROCESS + others) * 16 <= limit {
        return wanted;
    }
    let open = match fs::read_dir("/dev/fd") {
        Ok(entries) => entries.count(),
        // If there is no such folder, at least the standard three are open.
        Err(error) if error.kind() == ErrorKind::NotFound => 3,
        // There isn't even a descriptor for counting.
        Err(_) => limit,
    };
    wanted.min(limit.saturating_sub(open + others) / DESCRIPTORS_PER_PROCESS)
}

/// How many descriptors may be held for longer than a procedure.
pub(crate) fn half_of_the_descriptors() -> usize {
    system::descriptor_limit().map_or(usize::MAX, |limit| limit / 2)
}
