use std::fs::File;
use std::future::poll_fn;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::path::Path;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use super::control::{Control, PATIENCE};
use crate::event_loop::Handle;
use crate::process::grant::Grant;
use crate::process::{CancelSignal, Cause, Input, Protocol, Source, Stdin, Stream};
use crate::sys::Interest;
use crate::transport::evidence::Over;
use crate::transport::ssh_session::SshSession;

/// Parts of the task, in addition to those for the output.
const CONTROL: u8 = 0;
const INPUT: u8 = 4;

/// A session to run over a kept connection.
pub(super) struct Run<'a> {
    pub(super) socket: &'a Path,
    /// What asks the master for the session.
    pub(super) message: Vec<u8>,
    pub(super) stdin: Stdin,
    /// What the session gets if it reads nothing.
    pub(super) null: &'a File,
    pub(super) deadline: Option<Instant>,
    /// How long the server may take to open the session.
    pub(super) patience: Duration,
    pub(super) cancel: &'a CancelSignal,
    /// If it isn't valid when the session is asked for, there is none.
    pub(super) grant: Option<&'a Arc<Grant>>,
}

/// How a session ended.
pub(super) enum Ending {
    /// There was none, so nothing was sent.
    NotOpened(NotOpened),
    /// It is over, and the master has closed it or not.
    Over { over: Over, is_closed: bool },
    /// Its output could not be read.
    Unread(io::Error),
}

/// Why there was no session.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NotOpened {
    pub(super) reason: String,
    /// Whether the connection may still be good for others.
    pub(super) is_refused: bool,
}

impl NotOpened {
    pub(super) fn refused(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), is_refused: true }
    }

    fn unanswered(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), is_refused: false }
    }
}

/// Runs it until the master closes it, its protocol concludes, its time runs out or the procedure is cancelled. The
/// current task must be registered with the cancel, and have no other watched part.
pub(super) async fn run(event_loop: &Handle, run: Run<'_>, session: &mut SshSession) -> Ending {
    let deadline = run.deadline;
    match Running::start(event_loop, run, session) {
        Ok(running) => running.finish(deadline).await,
        Err(error) => {
            let is_refused = matches!(error.raw_os_error(), Some(libc::EMFILE | libc::ENFILE | libc::ENOMEM));
            let reason = format!("the kept connection could not be used: {error}");
            Ending::NotOpened(NotOpened { reason, is_refused })
        }
    }
}

struct Running<'a> {
    event_loop: &'a Handle,
    session: &'a mut SshSession,
    cancel: &'a CancelSignal,
    grant: Option<&'a Arc<Grant>>,
    control: Control,
    step: Step,
    /// What is sent once the master has introduced itself: the message, and the far ends of the streams.
    request: Option<(Vec<u8>, [OwnedFd; 3])>,
    refusal: Option<String>,
    /// When the current step is too late.
    step_ends: Instant,
    patience: Duration,
    input: Input,
    stdout: Stream,
    stderr: Stream,
    unread: Option<io::Error>,
    are_streams_watched: bool,
    /// Whether all is watched.
    is_watched: bool,
}

/// How far the session has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    /// The master hasn't introduced itself.
    Greeting,
    /// It was asked for the session.
    Opening,
    /// The session has this number.
    Open(u32),
}

/// Why a wait ended.
#[derive(Debug, PartialEq, Eq)]
enum Woken {
    /// By the master, or because its output can't be read any more.
    Closed,
    TimeOver,
    Cancelled,
}

impl<'a> Running<'a> {
    fn start(event_loop: &'a Handle, run: Run<'a>, session: &'a mut SshSession) -> io::Result<Self> {
        let control = Control::connect(run.socket)?;
        let (stdout, far_stdout) = io::pipe()?;
        let (stderr, far_stderr) = io::pipe()?;
        let input = match run.stdin {
            Stdin::Empty => Input::none(),
            Stdin::Bytes(bytes) => Input::of(bytes)?,
            Stdin::Protocol => Input::open()?,
        };
        let far_stdin = input.reader().unwrap_or(run.null.as_fd()).try_clone_to_owned()?;
        let mut stdout = Stream::new(File::from(OwnedFd::from(stdout)), Source::Stdout)?;
        let mut stderr = Stream::new(File::from(OwnedFd::from(stderr)), Source::Stderr)?;
        let are_streams_watched = [&mut stdout, &mut stderr].map(|stream| stream.watch(event_loop, Interest::Read));
        Ok(Self {
            event_loop,
            session,
            cancel: run.cancel,
            grant: run.grant,
            control,
            step: Step::Greeting,
            request: Some((run.message, [far_stdin, far_stdout.into(), far_stderr.into()])),
            refusal: None,
            step_ends: Instant::now() + PATIENCE,
            patience: run.patience,
            input,
            stdout,
            stderr,
            unread: None,
            are_streams_watched: are_streams_watched == [true, true],
            is_watched: true,
        })
    }

    async fn finish(mut self, deadline: Option<Instant>) -> Ending {
        let ending = self.watch_to_end(deadline).await;
        self.control.close();
        self.input = Input::none();
        poll_fn(|_| if self.drain() { Poll::Ready(()) } else { Poll::Pending }).await;
        self.note_unread();
        match (ending, self.unread) {
            (Ending::Over { .. }, Some(error)) => Ending::Unread(error),
            (ending, _) => ending,
        }
    }

    async fn watch_to_end(&mut self, deadline: Option<Instant>) -> Ending {
        let limit = |running: &Self| deadline.into_iter().chain([running.step_ends]).min();
        let woken = match self.wait(&limit, true, &Self::is_underway).await {
            None => {
                let limit = |running: &Self| running.session.limit(deadline);
                self.wait(&limit, true, &|_| false).await
            }
            woken => woken,
        };
        let cause = match woken {
            None | Some(Woken::Closed) if self.is_underway() => {
                return Ending::Over { over: Over::Ended(None), is_closed: true };
            }
            None | Some(Woken::Closed) => return Ending::NotOpened(self.closed()),
            Some(Woken::TimeOver) if !self.is_underway() => return Ending::NotOpened(self.late()),
            Some(Woken::TimeOver) if self.session.concludes_at().is_some() => {
                return Ending::Over { over: Over::Concluded, is_closed: false };
            }
            Some(Woken::TimeOver) => Cause::TimeOver,
            Some(Woken::Cancelled) => Cause::Cancelled,
        };
        let mut is_closed = false;
        if let Some((last_bytes, patience)) = self.session.finish(cause) {
            self.input.finish(last_bytes);
            let end = Instant::now() + patience;
            let limit = |running: &Self| Some(running.session.concludes_at().map_or(end, |at| at.min(end)));
            is_closed = self.wait(&limit, false, &|_| false).await == Some(Woken::Closed);
        }
        Ending::Over { over: Over::Stopped(cause), is_closed }
    }

    /// Whether the command may run. A wrapper that runs hasn't got the action yet.
    fn is_underway(&self) -> bool {
        matches!(self.step, Step::Open(_)) || self.session.is_sent()
    }

    fn closed(&mut self) -> NotOpened {
        match self.refusal.take() {
            Some(refusal) => NotOpened::refused(format!("the kept connection was refused: {refusal}")),
            None => NotOpened::unanswered("the kept connection was closed"),
        }
    }

    fn late(&self) -> NotOpened {
        let reason = match self.step {
            Step::Greeting => "the kept connection did not answer in time",
            Step::Opening | Step::Open(_) => "the server did not open a session on the kept connection in time",
        };
        // If it is the attempt's own time that is over, the connection may be all right.
        if Instant::now() < self.step_ends { NotOpened::refused(reason) } else { NotOpened::unanswered(reason) }
    }
}

mod events;
#[cfg(test)]
mod tests;
