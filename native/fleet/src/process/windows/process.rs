use std::io;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use super::reader::{self, Piece};
use super::supervision::Supervision;
use super::writer::Writer;
use crate::process::{CancelSignal, Cause, Ending, KILLED, LogFile, Protocol, Run, Source, Stdin, not_ended};

/// How often to check the child process and the cancel.
const INTERVAL: Duration = Duration::from_millis(10);

/// How long to wait for the rest of the output after the child process has ended. A process that it left behind may
/// hold the stream open forever, or write into it without end.
const REST: Duration = Duration::from_millis(200);

/// More than a pipe and the threads that read have left.
const LAST_PIECES: usize = 64;

/// How many pieces of output to read ahead.
const AHEAD: usize = 4;

/// Runs a command until it ends, its protocol concludes, its time runs out or the procedure is cancelled. The error
/// means that it could not be started.
pub(super) fn run<P: Protocol>(run: Run<P>, supervision: &Supervision) -> (io::Result<Ending>, P) {
    let Run { mut command, stdin, mut log, deadline, mut protocol, .. } = run;
    supervision.environment.give_to(&mut command);
    command.stdin(if stdin == Stdin::Empty { Stdio::null() } else { Stdio::piped() });
    let ending = match command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn() {
        Ok(child) => Ok(watch(child, &stdin, log.as_mut(), deadline, &supervision.cancel, &mut protocol)),
        Err(error) => Err(error),
    };
    (ending, protocol)
}

fn watch(
    mut child: Child,
    stdin: &Stdin,
    log: Option<&mut LogFile>,
    deadline: Option<Instant>,
    cancel: &CancelSignal,
    protocol: &mut dyn Protocol,
) -> Ending {
    let (sender, pieces) = mpsc::sync_channel(AHEAD);
    let stdout = child.stdout.take().map(|stream| reader::start(stream, Source::Stdout, sender.clone()));
    let stderr = child.stderr.take().map(|stream| reader::start(stream, Source::Stderr, sender));
    let (input, failed) = match child.stdin.take().map(Writer::start).transpose() {
        Ok(input) => (input, None),
        Err(error) => (None, Some(error)),
    };
    let mut running = Running { child, ended: false, input, pieces, log, protocol };
    if let Some(error) = failed.or([stdout, stderr].into_iter().flatten().find_map(Result::err)) {
        return Ending::unwatched(&error, running.stop());
    }
    if let Stdin::Bytes(bytes) = stdin
        && let Some(input) = running.input.take()
    {
        input.write(Arc::clone(bytes));
    }
    running.finish(deadline, cancel)
}

struct Running<'a> {
    child: Child,
    /// Whether it has ended or was abandoned.
    ended: bool,
    input: Option<Writer>,
    pieces: Receiver<Piece>,
    log: Option<&'a mut LogFile>,
    protocol: &'a mut dyn Protocol,
}

/// Why a wait ended.
enum Woken {
    Ended,
    TimeOver,
    Cancelled,
}

impl Running<'_> {
    fn finish(mut self, deadline: Option<Instant>, cancel: &CancelSignal) -> Ending {
        let ending = self.watch_to_end(deadline, cancel).unwrap_or_else(|error| Ending::unwatched(&error, self.stop()));
        let (mut end, mut left) = (Instant::now() + REST, LAST_PIECES);
        while left > 0 {
            if !self.protocol.has_room() {
                thread::sleep(INTERVAL);
                end = Instant::now() + REST;
                continue;
            }
            left -= 1;
            // Disconnected means that both streams have ended.
            match self.pieces.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok((source, bytes)) => self.protocol.receive(source, &bytes),
                Err(_) => break,
            }
        }
        self.read_log();
        ending
    }

    fn watch_to_end(&mut self, deadline: Option<Instant>, cancel: &CancelSignal) -> io::Result<Ending> {
        let limit = |running: &Self| running.protocol.limit(deadline);
        let cause = match self.wait(limit, Some(cancel))? {
            Woken::Ended => return Ok(Ending::Exited(self.child.wait()?)),
            Woken::TimeOver if self.protocol.concludes_at().is_some() => return Ok(Ending::Concluded(self.stop())),
            Woken::TimeOver => Cause::TimeOver,
            Woken::Cancelled => Cause::Cancelled,
        };
        if let Some((last_bytes, patience)) = self.protocol.finish(cause) {
            if let Some(input) = self.input.take() {
                input.write(last_bytes);
            }
            let end = Instant::now() + patience;
            let limit = |running: &Self| Some(running.protocol.concludes_at().map_or(end, |at| at.min(end)));
            self.wait(limit, None)?;
        }
        Ok(Ending::Stopped(cause, self.stop()))
    }

    /// Reads and writes until the end, the limit or the cancel, whichever comes first.
    fn wait(&mut self, limit: impl Fn(&Self) -> Option<Instant>, cancel: Option<&CancelSignal>) -> io::Result<Woken> {
        loop {
            if self.child.try_wait()?.is_some() {
                self.ended = true;
                return Ok(Woken::Ended);
            }
            if cancel.is_some_and(CancelSignal::is_set) {
                return Ok(Woken::Cancelled);
            }
            if limit(self).is_some_and(|limit| limit <= Instant::now()) {
                return Ok(Woken::TimeOver);
            }
            if self.protocol.has_room() {
                match self.pieces.recv_timeout(INTERVAL) {
                    Ok((source, bytes)) => self.protocol.receive(source, &bytes),
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => thread::sleep(INTERVAL),
                }
            } else {
                // The threads that read are soon as far ahead as they may be, and wait too.
                thread::sleep(INTERVAL);
            }
            self.read_log();
            if let Some(input) = self.input.as_ref().filter(|input| input.is_idle())
                && let Some(bytes) = self.protocol.take_input()
            {
                input.write(bytes);
            }
        }
    }

    fn read_log(&mut self) {
        if let Some(log) = &mut self.log {
            log.read(&mut [0; 16_384], self.protocol);
        }
    }

    /// Ends the child process and what it has started. The error says what may be left of it.
    fn stop(&mut self) -> Result<(), String> {
        self.ended = true;
        let process = self.child.id();
        let broken = |error: io::Error| format!("process {process} could not be ended, and was abandoned: {error}");
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
                    format!("what process {process} had started was abandoned: taskkill could not be run: {error}")
                });
            }
            thread::sleep(INTERVAL);
        }
        Err(not_ended(process))
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        if !self.ended {
            // Only after a panic, which has its own message, is it still running here.
            let _ = self.stop();
        }
    }
}
