//! Runs a child process with a deadline, a cancel and bounded output, by the means of each platform.

use std::io;
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::time::{Duration, Instant};

mod cancel;
pub(crate) mod capture;
pub(crate) mod grant;
pub(crate) mod live_output;
pub(crate) mod report_queue;

pub(crate) use cancel::CancelSignal;
use grant::Grant;

#[cfg(unix)]
mod unix;
#[cfg(unix)]
pub(crate) use unix::{
    Environment, Input, LogFile, PrivateFolder, Stream, Supervision, half_of_the_descriptors, lock_for_fork, part_of,
    room_for, run, shell,
};

#[cfg(windows)]
mod windows;
#[cfg(windows)]
pub(crate) use windows::{LogFile, Supervision, room_for, run, shell};

/// How long to wait for a killed child process. One that is stuck in the kernel ends only when the kernel lets it.
const KILLED: Duration = Duration::from_secs(2);

/// What a child process reads from its standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stdin {
    /// Nothing, only the end.
    Empty,
    /// These bytes, and then the end.
    Bytes(Arc<[u8]>),
    /// What the protocol sends. It ends when the protocol finishes, or when this process dies.
    Protocol,
}

/// Where the bytes of a child process come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Source {
    Stdout,
    Stderr,
    /// The log file that the child process writes.
    Log,
}

/// Handles the output of a child process, and decides what to send it.
pub(crate) trait Protocol {
    /// Receives what the child process has written.
    fn receive(&mut self, source: Source, bytes: &[u8]);

    /// Whether it can receive more of the output streams now. If not, it wakes the task as soon as it can.
    fn has_room(&mut self) -> bool {
        true
    }

    /// What to write to the child's standard input next. Asked again after each `receive`, once all is written that it
    /// returned before.
    fn take_input(&mut self) -> Option<Vec<u8>> {
        None
    }

    /// When to end the child process because it has nothing more to report. It replaces the deadline.
    fn concludes_at(&self) -> Option<Instant> {
        None
    }

    /// How long it has waited for the caller. That time doesn't count for the deadline.
    fn waited(&self) -> Duration {
        Duration::ZERO
    }

    /// When to end the child process, which has this deadline.
    fn limit(&self, deadline: Option<Instant>) -> Option<Instant> {
        self.concludes_at().or_else(|| deadline?.checked_add(self.waited()))
    }

    /// Called when the time runs out or the procedure is cancelled. Returns the last bytes for the child's standard
    /// input, which is then closed, and how long the child process may take to end by itself. `None` ends it at once.
    fn finish(&mut self, _cause: Cause) -> Option<(Vec<u8>, Duration)> {
        None
    }
}

/// Why a child process is ended before it ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    TimeOver,
    Cancelled,
}

/// How to run a child process.
pub(crate) struct Run<P> {
    pub(crate) command: Command,
    pub(crate) stdin: Stdin,
    /// Read in addition to the output streams. The child process has its path.
    pub(crate) log: Option<LogFile>,
    /// When to end the child process; `None` lets it run.
    pub(crate) deadline: Option<Instant>,
    pub(crate) protocol: P,
    /// Without it, the child process may start at any time. The time until it may doesn't count for the deadline.
    pub(crate) grant: Option<Arc<Grant>>,
}

/// How a child process ended.
#[derive(Debug)]
pub(crate) enum Ending {
    /// By itself.
    Exited(ExitStatus),
    /// By itself, but its status is unknown, say because `SIGCHLD` is ignored. The text is the reason.
    StatusUnknown(String),
    /// It could not be watched, or its output not be read: either we ended it, or it is unknown how it ended. The text
    /// is the reason.
    Unwatched(String),
    /// We ended it because the protocol had concluded. `Err` says what may be left of it.
    Concluded(Result<(), String>),
    /// It was ended at its deadline or at the cancel, by us or at our request. `Err` as above.
    Stopped(Cause, Result<(), String>),
}

impl Ending {
    /// For a child process that could no longer be watched and was stopped, with the result of stopping it. It did run,
    /// so this isn't a failure to start.
    fn unwatched(error: &io::Error, stopped: Result<(), String>) -> Self {
        let left = stopped.err().map_or_else(String::new, |left| format!("; {left}"));
        Self::Unwatched(format!("the process could not be watched: {error}{left}"))
    }

    /// For a child process whose output could not be read, so that its result is unknown.
    #[cfg(unix)]
    fn unread(error: &io::Error) -> Self {
        Self::Unwatched(format!("the output could not be read: {error}"))
    }
}

/// The message for a process that is still there after it was killed.
fn not_ended(process: u32) -> String {
    format!("process {process} was still there {} s after it was killed, and was abandoned", KILLED.as_secs())
}
