use std::fs::File;
use std::future::poll_fn;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use super::child::Child;
use super::input::Input;
use super::log_file::LogFile;
use super::stream::Stream;
use super::supervision::Supervision;
use super::watchdog::{self, Entry};
use crate::event_loop::{Handle, Watched};
use crate::process::grant::Grant;
use crate::process::{Cause, Ending, KILLED, Protocol, Run, Source, Stdin, not_ended};
use crate::sys::Interest;
use crate::sys::system::{self, Signal};

/// How long a process group has to end by itself before it is killed.
const GRACE: Duration = Duration::from_millis(200);

/// How long a new child process is alone on its loop. Most that do little end sooner, and starting more meanwhile would
/// only share the processors. Its output isn't watched until then either.
const MOMENT: Duration = Duration::from_millis(1);

/// Parts of the task, in addition to those for the output and the log.
const EXIT: u8 = 0;
const INPUT: u8 = 4;

/// Runs a command in a session of its own until it ends, its protocol concludes, its time runs out or the procedure is
/// cancelled. The error means that it could not be started. The current task must be registered with the cancel.
pub(crate) async fn run<P: Protocol>(
    event_loop: &Handle,
    supervision: &Arc<Supervision>,
    run: Run<P>,
) -> (io::Result<Ending>, P) {
    let Run { mut command, stdin, log, deadline, mut protocol, grant } = run;
    let entry = supervision.watchdog.announce();
    if let Some(entry) = &entry {
        command.env(watchdog::MARK, entry.mark());
        supervision.watchdog.watch(event_loop);
    }
    let context = Context { event_loop, supervision, protocol: &mut protocol };
    let began = Instant::now();
    let ending = match Running::start(&command, stdin, log, entry, context, grant.as_ref()).await {
        Ok(Some(running)) => {
            drop(command);
            let waited = if grant.is_some() { running.started - began } else { Duration::ZERO };
            Ok(running.finish(deadline.and_then(|deadline| deadline.checked_add(waited))).await)
        }
        Ok(None) => Ok(Ending::Stopped(Cause::Cancelled, Ok(()))),
        Err(error) => Err(error),
    };
    (ending, protocol)
}

/// What a child process runs in.
struct Context<'a> {
    event_loop: &'a Handle,
    supervision: &'a Supervision,
    protocol: &'a mut dyn Protocol,
}

/// A child process that has started and is not reaped yet.
struct Running<'a> {
    leader: u32,
    /// `None` once it is reaped or abandoned.
    child: Option<Child>,
    entry: Option<Entry<'a>>,
    /// `None` once the child process has ended, or if the kernel can't report that.
    exit: Option<Watched<OwnedFd>>,
    ended: bool,
    input: Input,
    stdout: Stream,
    stderr: Stream,
    log: Option<LogFile>,
    /// Don't read the log before this time.
    log_pause: Option<Instant>,
    /// The parts that can't be watched, and when to poll them next.
    unwatched: u8,
    poll_at: Instant,
    started: Instant,
    context: Context<'a>,
}

/// Why a wait ended.
#[derive(Debug, PartialEq, Eq)]
enum Woken {
    Done,
    TimeOver,
    Cancelled,
}

impl<'a> Running<'a> {
    /// Starts it once it is granted. `None` if there is a cancel first.
    async fn start(
        command: &std::process::Command,
        stdin: Stdin,
        log: Option<LogFile>,
        entry: Option<Entry<'a>>,
        context: Context<'a>,
        grant: Option<&Arc<Grant>>,
    ) -> io::Result<Option<Self>> {
        let supervision = context.supervision;
        let (stdout, child_stdout) = io::pipe()?;
        let (stderr, child_stderr) = io::pipe()?;
        let stdout = Stream::new(File::from(OwnedFd::from(stdout)), Source::Stdout)?;
        let stderr = Stream::new(File::from(OwnedFd::from(stderr)), Source::Stderr)?;
        let mut input = match stdin {
            Stdin::Empty => Input::none(),
            Stdin::Bytes(bytes) => Input::of(bytes)?,
            Stdin::Protocol => Input::open()?,
        };
        let child_stdin = match input.reader() {
            Some(reader) => reader,
            None => supervision.null()?.as_fd(),
        };
        let streams = [child_stdin, child_stdout.as_fd(), child_stderr.as_fd()];
        // Right before the start: this process may be frozen at any time.
        if let Some(grant) = grant
            && !grant.until_valid().await
        {
            return Ok(None);
        }
        let child = Child::start(command, &supervision.environment, streams)?;
        if let Some(entry) = &entry {
            entry.set_group(child.id());
        }
        input.flush();
        let (leader, started) = (child.id(), Instant::now());
        let mut exit = child.exit().map(Watched::new);
        exit.take_if(|exit| !exit.watch(context.event_loop, EXIT, Interest::Read));
        Ok(Some(Self {
            leader,
            child: Some(child),
            entry,
            unwatched: u8::from(exit.is_none()) << EXIT,
            exit,
            ended: false,
            input,
            stdout,
            stderr,
            log,
            log_pause: None,
            poll_at: started,
            started,
            context,
        }))
    }

    async fn finish(mut self, deadline: Option<Instant>) -> Ending {
        let ending = match self.watch_to_end(deadline).await {
            Ok(ending) => ending,
            Err(error) => Ending::unwatched(&error, self.stop().await),
        };
        poll_fn(|_| if self.drain() { Poll::Ready(()) } else { Poll::Pending }).await;
        match (ending, self.stdout.take_broken().or_else(|| self.stderr.take_broken())) {
            // We closed the stream that could not be read, and that may be why it ended.
            (Ending::Exited(_), Some(error)) => Ending::unread(&error),
            (ending, _) => ending,
        }
    }

    /// Reads what is left of the output. Returns `false` if there is no room for the rest yet.
    fn drain(&mut self) -> bool {
        let Self { input, exit, stdout, stderr, log, context, .. } = self;
        context.event_loop.with_buffer(|buffer| {
            let is_drained = stdout.drain(buffer, context.protocol) && stderr.drain(buffer, context.protocol);
            if !is_drained {
                // Only room for the rest may wake the task.
                (*input, *exit) = (Input::none(), None);
                stdout.pause();
                stderr.pause();
            } else if let Some(log) = log {
                log.stream().drain(buffer, context.protocol);
            }
            is_drained
        })
    }

    async fn watch_to_end(&mut self, deadline: Option<Instant>) -> io::Result<Ending> {
        let ended = |running: &Self| running.ended;
        if self.ends_soon(deadline).await? {
            return Ok(self.reap());
        }
        self.watch_streams();
        let limit = |running: &Self| running.context.protocol.limit(deadline);
        let is_cancelled = |running: &Self| running.context.supervision.cancel.is_set();
        let cause = match self.wait(limit, is_cancelled, ended).await? {
            Woken::Done => return Ok(self.reap()),
            Woken::TimeOver if self.context.protocol.concludes_at().is_some() => {
                return Ok(Ending::Concluded(self.stop().await));
            }
            Woken::TimeOver => Cause::TimeOver,
            Woken::Cancelled => Cause::Cancelled,
        };
        if let Some((last_bytes, patience)) = self.context.protocol.finish(cause) {
            self.input.finish(last_bytes);
            let end = Instant::now() + patience;
            let limit = |running: &Self| Some(running.context.protocol.concludes_at().map_or(end, |at| at.min(end)));
            self.wait(limit, |_| false, ended).await?;
        }
        Ok(Ending::Stopped(cause, self.stop().await))
    }

    /// Waits briefly for the end. Returns whether it has come.
    async fn ends_soon(&mut self, deadline: Option<Instant>) -> io::Result<bool> {
        let _hold = self.context.event_loop.hold_starts();
        let end = deadline.into_iter().chain([Instant::now() + MOMENT]).min();
        Ok(self.wait(|_| end, |_| false, |running| running.ended).await? == Woken::Done)
    }

    /// Ends the whole group: asks it to, and after a grace period kills what is left. The error says what may be left
    /// of it.
    async fn stop(&mut self) -> Result<(), String> {
        let leader = self.leader;
        let broken = |error: io::Error| format!("process {leader} could not be ended, and was abandoned: {error}");
        let within = |time: Duration| {
            let end = Instant::now() + time;
            move |_: &Self| Some(end)
        };
        // A group of another user can't be signalled. It may end all the same.
        let refused = system::signal_group(leader, Signal::Terminate).err();
        // While one of the group holds an output stream open, it may still be tidying up.
        let gone = |running: &Self| running.ended && running.stdout.is_closed() && running.stderr.is_closed();
        self.wait(within(GRACE), |_| false, gone).await.map_err(broken)?;
        let refused = refused.and(system::signal_group(leader, Signal::Kill).err());
        if refused.is_none() {
            self.wait(within(KILLED), |_| false, |running| running.ended).await.map_err(broken)?;
            // The others were killed at the same time, but may take a moment to disappear.
            self.wait(within(GRACE), |_| false, gone).await.map_err(broken)?;
        }
        if !self.ended {
            self.abandon();
            return Err(refused.map_or_else(|| not_ended(leader), broken));
        }
        self.reap();
        // This only finds processes that we may not signal: a killed one may still take a moment to disappear.
        match system::signal_group(leader, Signal::None) {
            Err(_) => Err(format!("a process that {leader} had started could not be ended, and was abandoned")),
            Ok(()) => Ok(()),
        }
    }

    /// Takes the exit status of a child process that has ended.
    fn reap(&mut self) -> Ending {
        // From here on another process may get the id, so nothing may kill by it any more.
        self.entry = None;
        match self.child.take().map(Child::wait) {
            Some(Ok(status)) => Ending::Exited(status),
            Some(Err(error)) => Ending::StatusUnknown(format!("the exit status could not be read: {error}")),
            None => Ending::StatusUnknown("the process was abandoned".to_owned()),
        }
    }

    fn abandon(&mut self) {
        if let Some(child) = self.child.take() {
            child.abandon();
        }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        // The child process is only still there if stopping it failed half-way, or in a panic.
        if self.child.is_some() && system::signal_group(self.leader, Signal::Kill).is_ok() {
            self.reap();
        }
    }
}

mod events;
#[cfg(test)]
mod tests;
