//! Running a child process with a deadline, a cancel and bounded output, by what each platform has for it.

use std::io;
use std::process::ExitStatus;
use std::time::{Duration, Instant};

use super::capture::Capture;

#[cfg(unix)]
mod unix;
#[cfg(unix)]
pub(super) use unix::{Supervision, room_for, run, shell};

#[cfg(windows)]
mod windows;
#[cfg(windows)]
pub(super) use windows::{Supervision, room_for, run, shell};

/// How long a killed child is waited for: one that is stuck in the kernel ends when the kernel lets it.
const KILLED: Duration = Duration::from_secs(2);

/// What a child finds on its standard input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stdin {
    /// Its end.
    Empty,
    /// Nothing, and its end when the child is not watched any more, which the death of this process is too.
    Open,
}

/// What a child may use.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// When it is ended; `None` lets it run.
    pub(super) deadline: Option<Instant>,
    /// Bytes kept of each of its output streams.
    pub(super) output: usize,
}

/// A child that has ended, or was left to the kernel.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) ending: Ending,
    pub(super) stdout: Capture,
    pub(super) stderr: Capture,
}

/// How a child ended.
#[derive(Debug)]
pub(super) enum Ending {
    /// By itself.
    Exited(ExitStatus),
    /// By itself, but nobody can tell how, as where `SIGCHLD` is ignored; the reason is in words.
    StatusUnknown(String),
    /// By us, at its deadline. `Err` says in words what may be left of it.
    TimedOut(Result<(), String>),
    /// By us, at the cancel, likewise.
    Cancelled(Result<(), String>),
}

impl Ending {
    /// Of a child that could not be watched any more and was stopped, with what that came to. It has run: it is not as if
    /// it had never been started.
    fn unwatched(error: &io::Error, stopped: Result<(), String>) -> Self {
        let left = stopped.err().map_or_else(String::new, |left| format!("; {left}"));
        Self::StatusUnknown(format!("the process could not be watched: {error}{left}"))
    }
}

/// What is said of a process that has not ended in the time after it was killed.
fn not_ended(process: u32) -> String {
    format!("process {process} has not ended {} s after it was killed, and was left", KILLED.as_secs())
}
