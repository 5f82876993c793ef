//! Uses the standard library alone: a thread runs each child process, one reads each stream, and `taskkill` ends the
//! tree.

mod environment;
mod log_file;
mod process;
mod reader;
mod supervision;
mod task;
mod writer;

use std::os::windows::process::CommandExt;
use std::process::Command;

pub(crate) use log_file::LogFile;
pub(crate) use supervision::Supervision;
pub(crate) use task::run;

/// A command that runs `action` with the platform's shell.
pub(crate) fn shell(action: &str) -> Command {
    let mut command = Command::new("cmd");
    // cmd has its own quoting rules, so the action is passed as it is.
    command.arg("/C").raw_arg(action);
    command
}

/// How many of the `wanted` child processes there is room for at a time. Windows doesn't limit handles.
pub(crate) fn room_for(wanted: usize, _others: usize) -> usize {
    wanted
}
