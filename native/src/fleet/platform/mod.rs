//! Running a child process with a deadline, a cancel and bounded output, by what each platform has for it.

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
