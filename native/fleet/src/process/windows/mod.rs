//! By the standard library alone: a thread runs each child, one reads each stream, and `taskkill` ends the tree.

mod environment;
mod log_file;
mod process;
mod reader;
mod supervision;
mod task;

use std::os::windows::process::CommandExt;
use std::process::Command;

pub(crate) use log_file::LogFile;
pub(crate) use supervision::Supervision;
pub(crate) use task::run;

/// The command that has the platform's shell run `action`.
pub(crate) fn shell(action: &str) -> Command {
    let mut command = Command::new("cmd");
    // cmd has quoting rules of its own: the action is handed over as it is.
    command.arg("/C").raw_arg(action);
    command
}

/// How many of the `wanted` children at a time there is room for: handles are not limited here.
pub(crate) fn room_for(wanted: usize, _others: usize) -> usize {
    wanted
}
