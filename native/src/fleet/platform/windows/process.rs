use std::io;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Instant;

use super::cancel::{CancelSignal, INTERVAL};
use super::reader::Reader;
use super::supervision::Supervision;
use crate::fleet::capture::Capture;
use crate::fleet::platform::{Ending, Finished, KILLED, Limits};

/// Runs a command until it ends, its time is over or the procedure is cancelled. Calls `started` as soon as it runs.
///
/// # Errors
/// The command could not be started.
pub(in super::super::super) fn run(
    command: &mut Command,
    limits: Limits,
    supervision: &Supervision<'_>,
    started: impl FnOnce(),
) -> io::Result<Finished> {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
    let mut running = Running { child, ended: false };
    let stdout = running.child.stdout.take().map(|stream| Reader::new(stream, limits.output)).transpose()?;
    let stderr = running.child.stderr.take().map(|stream| Reader::new(stream, limits.output)).transpose()?;
    started();
    let ending = running.finish(limits.deadline, &supervision.cancel)?;
    let capture = |reader: Option<Reader>| reader.map_or_else(|| Capture::new(0), Reader::finish);
    Ok(Finished { ending, stdout: capture(stdout), stderr: capture(stderr) })
}

struct Running {
    child: Child,
    ended: bool,
}

impl Running {
    fn finish(&mut self, deadline: Option<Instant>, cancel: &CancelSignal<'_>) -> io::Result<Ending> {
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => {
                    self.ended = true;
                    return Ok(Ending::Exited(status));
                }
                Ok(None) => {}
                Err(error) => {
                    let left = self.stop()?.err().map_or_else(String::new, |left| format!("; {left}"));
                    return Ok(Ending::StatusUnknown(format!("the exit status could not be learned: {error}{left}")));
                }
            }
            if cancel.is_set() {
                return Ok(Ending::Cancelled(self.stop()?));
            }
            if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
                return Ok(Ending::TimedOut(self.stop()?));
            }
            thread::sleep(INTERVAL);
        }
    }

    /// Ends the child and what it has started.
    fn stop(&mut self) -> io::Result<Result<(), String>> {
        let process = self.child.id();
        let tree = Command::new("taskkill")
            .args(["/T", "/F", "/PID", &process.to_string()])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        self.child.kill()?;
        let end = Instant::now() + KILLED;
        while Instant::now() < end {
            if self.child.try_wait()?.is_some() {
                self.ended = true;
                return Ok(tree.map(drop).map_err(|error| {
                    format!("what process {process} had started was left: taskkill could not be run: {error}")
                }));
            }
            thread::sleep(INTERVAL);
        }
        self.ended = true;
        let seconds = KILLED.as_secs();
        Ok(Err(format!("process {process} has not ended {seconds} s after it was killed, and was left")))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Reached unended only where a thread could not be started or waiting failed: nothing may be left running then.
        if !self.ended && self.stop().is_err() {
            self.ended = true;
        }
    }
}
