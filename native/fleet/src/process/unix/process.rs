use std::fs::File;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::process::Command;
use std::time::{Duration, Instant};

use super::activity;
use super::cancel::CancelSignal;
use super::child::Child;
use super::exit_watch::ExitWatch;
use super::input::Input;
use super::log_file::LogFile;
use super::stream::Stream;
use super::supervision::Supervision;
use super::watchdog::{self, Entry};
use crate::process::{Cause, Ending, KILLED, Protocol, Run, Source, Stdin, not_ended};
use crate::sys::system::{self, Signal};

/// How long a process group may take to handle the request to end before it is killed.
const GRACE: Duration = Duration::from_millis(200);

/// How long to wait for a child before checking whether it computes: most that do little end sooner.
const MOMENT: Duration = Duration::from_millis(1);

/// The longest of the waits, each twice the former, that a child which computes is given. It may compute for hours, and
/// others have to begin.
const LONGEST_MOMENT: Duration = Duration::from_millis(16);

/// How long not to look at the log after it was read: `ssh` writes it line by line, and none is urgent.
const LOG_PAUSE: Duration = Duration::from_millis(20);

/// Bytes read at a time.
const BUFFER: usize = 16_384;

/// Runs a command in a session of its own until it ends, its protocol concludes, its time is over or the procedure is
/// cancelled.
///
/// # Errors
/// The command could not be started.
pub(crate) fn run(command: &mut Command, run: Run<'_>) -> io::Result<Ending> {
    let entry = run.supervision.watchdog.announce();
    if let Some(entry) = &entry {
        command.env(watchdog::MARK, entry.mark());
    }
    let (deadline, waits) = (run.deadline, run.waits);
    let running = Running::start(command, run, entry)?;
    Ok(running.finish(deadline, waits))
}

/// A started child, not reaped yet.
struct Running<'a> {
    leader: u32,
    /// `None` once it was reaped, or left.
    child: Option<Child>,
    entry: Option<Entry<'a>>,
    watch: ExitWatch,
    ended: bool,
    input: Input,
    stdout: Stream,
    stderr: Stream,
    log: Option<&'a mut Stream>,
    protocol: &'a mut dyn Protocol,
    supervision: &'a Supervision,
}

/// Why a wait is over.
#[derive(Debug, PartialEq, Eq)]
enum Woken {
    Done,
    TimeOver,
    Cancelled,
}

impl<'a> Running<'a> {
    fn start(command: &Command, run: Run<'a>, entry: Option<Entry<'a>>) -> io::Result<Self> {
        let Run { supervision, stdin, log, protocol, .. } = run;
        let (stdout, child_stdout) = io::pipe()?;
        let (stderr, child_stderr) = io::pipe()?;
        let (input, child_stdin) = match stdin {
            Stdin::Empty => (Input::none(), None),
            Stdin::Protocol => {
                let (socket, child_socket) = UnixStream::pair()?;
                (Input::new(socket), Some(child_socket))
            }
        };
        let child_stdin = match &child_stdin {
            Some(socket) => socket.as_fd(),
            None => supervision.null()?.as_fd(),
        };
        let streams = [child_stdin, child_stdout.as_fd(), child_stderr.as_fd()];
        let child = Child::start(command, &supervision.environment, streams)?;
        if let Some(entry) = &entry {
            entry.set_group(child.id());
        }
        Ok(Self {
            leader: child.id(),
            watch: ExitWatch::new(child.id()),
            child: Some(child),
            entry,
            ended: false,
            input,
            stdout: Stream::new(File::from(OwnedFd::from(stdout)), Source::Stdout),
            stderr: Stream::new(File::from(OwnedFd::from(stderr)), Source::Stderr),
            log: log.map(LogFile::stream),
            protocol,
            supervision,
        })
    }

    fn finish(mut self, deadline: Option<Instant>, waits: &dyn Fn()) -> Ending {
        let ending = self.watch_to_end(deadline, waits).unwrap_or_else(|error| {
            waits();
            Ending::unwatched(&error, self.stop())
        });
        let mut buffer = [0; BUFFER];
        self.stdout.drain(&mut buffer, self.protocol);
        self.stderr.drain(&mut buffer, self.protocol);
        if let Some(log) = &mut self.log {
            log.drain(&mut buffer, self.protocol);
        }
        match (ending, self.stdout.take_broken().or_else(|| self.stderr.take_broken())) {
            // Closing what could not be read may have ended it, too.
            (Ending::Exited(_), Some(error)) => Ending::unread(&error),
            (ending, _) => ending,
        }
    }

    fn watch_to_end(&mut self, deadline: Option<Instant>, waits: &dyn Fn()) -> io::Result<Ending> {
        self.stdout.set_nonblocking()?;
        self.stderr.set_nonblocking()?;
        if self.ends_soon(deadline)? {
            return Ok(self.reap());
        }
        waits();
        let cancel = &*self.supervision.cancel;
        let ended = |running: &Self| running.ended;
        let limit = |running: &Self| running.protocol.concludes_at().or(deadline);
        let cause = match self.wait(limit, Some(cancel), ended)? {
            Woken::Done => return Ok(self.reap()),
            Woken::TimeOver if self.protocol.concludes_at().is_some() => return Ok(Ending::Concluded(self.stop())),
            Woken::TimeOver => Cause::TimeOver,
            Woken::Cancelled => Cause::Cancelled,
        };
        if let Some((words, patience)) = self.protocol.finish(cause) {
            self.input.finish(words);
            let end = Instant::now() + patience;
            let limit = |running: &Self| Some(running.protocol.concludes_at().map_or(end, |at| at.min(end)));
            self.wait(limit, None, ended)?;
        }
        Ok(Ending::Stopped(cause, self.stop()))
    }

    /// Waits a moment for the end, and longer while the child computes, within reason. Returns whether it has come.
    fn ends_soon(&mut self, deadline: Option<Instant>) -> io::Result<bool> {
        let mut moment = MOMENT;
        loop {
            let end = deadline.into_iter().chain([Instant::now() + moment]).min();
            if self.wait(|_| end, None, |running| running.ended)? == Woken::Done {
                return Ok(true);
            }
            if end == deadline || moment >= LONGEST_MOMENT || !activity::computes(self.leader) {
                return Ok(false);
            }
            moment *= 2;
        }
    }

    /// Reads and writes until `done`, the limit or the cancel, whichever comes first.
    fn wait(
        &mut self,
        limit: impl Fn(&Self) -> Option<Instant>,
        cancel: Option<&CancelSignal>,
        done: impl Fn(&Self) -> bool,
    ) -> io::Result<Woken> {
        let mut buffer = [0; BUFFER];
        let mut cancelled = false;
        let mut log_pause = None;
        loop {
            if done(self) {
                return Ok(Woken::Done);
            }
            if cancelled {
                return Ok(Woken::Cancelled);
            }
            let limit = limit(self);
            let now = Instant::now();
            let left = limit.map(|limit| limit.saturating_duration_since(now));
            if left.is_some_and(|left| left.is_zero()) {
                return Ok(Woken::TimeOver);
            }
            let log_rest =
                log_pause.map(|end: Instant| end.saturating_duration_since(now)).filter(|rest| !rest.is_zero());
            let watchdog = self.supervision.watchdog.process();
            let (exit, interval) = if self.ended { (None, None) } else { (self.watch.polled(), self.watch.interval()) };
            let asked = cancel.and_then(CancelSignal::interval);
            let [exit, input, stdout, stderr, log, watchdog_ended, _] = system::poll(
                [
                    exit,
                    self.input.polled(),
                    self.stdout.polled(),
                    self.stderr.polled(),
                    self.log.as_ref().filter(|_| log_rest.is_none()).and_then(|log| log.polled()),
                    watchdog.as_ref().and_then(|process| process.polled()),
                    cancel.and_then(CancelSignal::polled),
                ],
                left.into_iter().chain(interval).chain(asked).chain(log_rest).min(),
            )?;
            cancelled = cancel.is_some_and(CancelSignal::is_set);
            if watchdog_ended {
                self.supervision.watchdog.replace();
            }
            if stdout {
                self.stdout.read(&mut buffer, self.protocol);
            }
            if stderr {
                self.stderr.read(&mut buffer, self.protocol);
            }
            if log && let Some(log) = &mut self.log {
                log.read(&mut buffer, self.protocol);
                log_pause = Some(now + LOG_PAUSE);
            }
            if let Some(bytes) = self.protocol.take_input() {
                self.input.write(bytes);
            }
            if input {
                self.input.flush();
            }
            if let Some(error) = self.stdout.take_broken().or_else(|| self.stderr.take_broken()) {
                return Err(error);
            }
            if !self.ended {
                self.ended = self.watch.has_ended(exit)?;
            }
        }
    }

    /// Ends the whole group: asks it to, and kills what is left after the grace. An error tells what may be left of it.
    fn stop(&mut self) -> Result<(), String> {
        let leader = self.leader;
        let broken = |error: io::Error| format!("process {leader} could not be ended, and was left: {error}");
        let within = |time: Duration| {
            let end = Instant::now() + time;
            move |_: &Self| Some(end)
        };
        // A group of another user's cannot be signalled. It may end all the same.
        let refused = system::signal_group(leader, Signal::Terminate).err();
        // As long as one of the group holds an output stream it may still be tidying up.
        let gone = |running: &Self| running.ended && running.stdout.is_closed() && running.stderr.is_closed();
        self.wait(within(GRACE), None, gone).map_err(broken)?;
        let refused = refused.and(system::signal_group(leader, Signal::Kill).err());
        if refused.is_none() {
            self.wait(within(KILLED), None, |running| running.ended).map_err(broken)?;
            // The others were killed at the same time, but may take a moment longer to be gone.
            self.wait(within(GRACE), None, gone).map_err(broken)?;
        }
        if !self.ended {
            self.leave();
            return Err(refused.map_or_else(|| not_ended(leader), broken));
        }
        self.reap();
        // Only who may not be signalled is told apart now: what was killed may take a moment to be gone.
        match system::signal_group(leader, Signal::None) {
            Err(_) => Err(format!("a process that {leader} had started could not be ended, and was left")),
            Ok(()) => Ok(()),
        }
    }

    /// Takes the exit status of the child that has ended.
    fn reap(&mut self) -> Ending {
        // From here on the id may be given to others: nobody may kill by it any more.
        self.entry = None;
        match self.child.take().map(Child::wait) {
            Some(Ok(status)) => Ending::Exited(status),
            Some(Err(error)) => Ending::StatusUnknown(format!("the exit status could not be learned: {error}")),
            None => Ending::StatusUnknown("the process was left".to_owned()),
        }
    }

    fn leave(&mut self) {
        if let Some(child) = self.child.take() {
            child.leave();
        }
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        // Reached with the child still there only where stopping it failed half-way, or in a panic.
        if self.child.is_some() && system::signal_group(self.leader, Signal::Kill).is_ok() {
            self.reap();
        }
    }
}

#[cfg(test)]
mod tests;
