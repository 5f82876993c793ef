//! Running a child process with a deadline, a cancel and bounded output, by what each platform has for it.

use std::io;
use std::process::{Command, ExitStatus};
use std::time::{Duration, Instant};

mod cancel;
pub(crate) mod capture;

pub(crate) use cancel::CancelSignal;

#[cfg(unix)]
mod unix;
#[cfg(unix)]
pub(crate) use unix::{LogFile, Supervision, lock_for_fork, room_for, run, shell};

#[cfg(windows)]
mod windows;
#[cfg(windows)]
pub(crate) use windows::{LogFile, Supervision, room_for, run, shell};

/// How long to wait for a killed child: one that is stuck in the kernel ends when the kernel lets it.
const KILLED: Duration = Duration::from_secs(2);

/// What a child finds on its standard input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stdin {
    /// Its end.
    Empty,
    /// What the protocol sends, and its end when the protocol is asked to finish or this process dies.
    Protocol,
}

/// Where bytes of a child come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Stdout,
    Stderr,
    /// The log that the child was given to write.
    Log,
}

/// What is made of a child's output, and what the child is given to read.
pub(crate) trait Protocol {
    /// Takes what the child has written.
    fn receive(&mut self, source: Source, bytes: &[u8]);

    /// What is now to be written to the child's standard input; asked again after each `receive`.
    fn take_input(&mut self) -> Option<Vec<u8>> {
        None
    }

    /// When to end the child, as it has nothing more to report. It takes the place of the deadline.
    fn concludes_at(&self) -> Option<Instant> {
        None
    }

    /// The time is over, or the procedure cancelled. Returns the last words for the child's standard input, which is
    /// closed behind them, and how long the child may take to end by itself; `None` ends it at once.
    fn finish(&mut self, _cause: Cause) -> Option<(Vec<u8>, Duration)> {
        None
    }
}

/// Why a child is ended before it has ended by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    TimeOver,
    Cancelled,
}

/// What a child is run with.
pub(crate) struct Run<P> {
    pub(crate) command: Command,
    pub(crate) stdin: Stdin,
    /// Read besides the output streams; the child was given its path.
    pub(crate) log: Option<LogFile>,
    /// When the child is ended; `None` lets it run.
    pub(crate) deadline: Option<Instant>,
    pub(crate) protocol: P,
}

/// How a child ended.
#[derive(Debug)]
pub(crate) enum Ending {
    /// By itself.
    Exited(ExitStatus),
    /// By itself, but nobody can tell how, as where `SIGCHLD` is ignored; the reason is in words.
    StatusUnknown(String),
    /// By us, or nobody can tell by whom, as it could not be watched or its output not be read; the reason is in words.
    Unwatched(String),
    /// By us, as the protocol had concluded. `Err` says in words what may be left of it.
    Concluded(Result<(), String>),
    /// By us, or at our request, at its deadline or at the cancel, likewise.
    Stopped(Cause, Result<(), String>),
}

impl Ending {
    /// Of a child that could not be watched any more and was stopped, with what that came to. It has run: it is not as if
    /// it had never been started.
    fn unwatched(error: &io::Error, stopped: Result<(), String>) -> Self {
        let left = stopped.err().map_or_else(String::new, |left| format!("; {left}"));
        Self::Unwatched(format!("the process could not be watched: {error}{left}"))
    }

    /// Of a child whose output could not be read, so that nobody can say what it came to.
    #[cfg(unix)]
    fn unread(error: &io::Error) -> Self {
        Self::Unwatched(format!("the output could not be read: {error}"))
    }
}

/// What is said of a process that has not ended in the time after it was killed.
fn not_ended(process: u32) -> String {
    format!("process {process} has not ended {} s after it was killed, and was left", KILLED.as_secs())
}
