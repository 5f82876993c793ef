use std::io;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Instant;

use super::cancel::{CancelSignal, INTERVAL};
use super::reader::Reader;
use super::supervision::Supervision;
use crate::fleet::capture::Capture;
use crate::fleet::platform::{Ending, Finished, KILLED, Limits, Stdin, not_ended};

/// Runs a command until it ends, its time is over or the procedure is cancelled. Calls `waits` when it has not ended soon
/// or is to be ended.
///
/// # Errors
/// The command could not be started.
pub(in super::super::super) fn run(
    command: &mut Command,
    stdin: Stdin,
    limits: Limits,
    supervision: &Supervision,
    waits: &dyn Fn(),
) -> io::Result<Finished> {
    command.stdin(match stdin {
        Stdin::Empty => Stdio::null(),
        Stdin::Open => Stdio::piped(),
    });
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let running = Running { child, ended: false, stdout: None, stderr: None };
    Ok(running.finish(limits, &supervision.cancel, waits))
}

struct Running {
    child: Child,
    /// It has ended, or was left.
    ended: bool,
    stdout: Option<Reader>,
    stderr: Option<Reader>,
}

impl Running {
    fn finish(mut self, limits: Limits, cancel: &CancelSignal, waits: &dyn Fn()) -> Finished {
        let ending = self.watch_to_end(limits, cancel, waits).unwrap_or_else(|error| {
            waits();
            Ending::unwatched(&error, self.stop())
        });
        let capture = |reader: Option<Reader>| reader.map_or_else(|| Capture::new(0), Reader::finish);
        Finished { ending, stdout: capture(self.stdout.take()), stderr: capture(self.stderr.take()) }
    }

    fn watch_to_end(&mut self, limits: Limits, cancel: &CancelSignal, waits: &dyn Fn()) -> io::Result<Ending> {
        self.stdout = self.child.stdout.take().map(|stream| Reader::new(stream, limits.output)).transpose()?;
        self.stderr = self.child.stderr.take().map(|stream| Reader::new(stream, limits.output)).transpose()?;
        loop {
            if let Some(status) = self.child.try_wait()? {
                self.ended = true;
                return Ok(Ending::Exited(status));
            }
            let ending = if cancel.is_set() {
                Ending::Cancelled
            } else if limits.deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                Ending::TimedOut
            } else {
                thread::sleep(INTERVAL);
                waits();
                continue;
            };
            waits();
            return Ok(ending(self.stop()));
        }
    }

    /// Ends the child and what it has started. An error tells what may be left of it.
    fn stop(&mut self) -> Result<(), String> {
        self.ended = true;
        let process = self.child.id();
        let broken = |error: io::Error| format!("process {process} could not be ended, and was left: {error}");
        let tree = Command::new("taskkill")
            .args(["/T", "/F", "/PID", &process.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        self.child.kill().map_err(broken)?;
        let end = Instant::now() + KILLED;
        while Instant::now() < end {
            if self.child.try_wait().map_err(broken)?.is_some() {
                return tree.map(drop).map_err(|error| {
                    format!("what process {process} had started was left: taskkill could not be run: {error}")
                });
            }
            thread::sleep(INTERVAL);
        }
        Err(not_ended(process))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if !self.ended {
            // Reached unended in a panic alone, which has its own message.
            let _ = self.stop();
        }
    }
}
