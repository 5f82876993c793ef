use std::io;
use std::os::fd::AsFd;
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStderr, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use super::cancel::CancelSignal;
use super::exit_watch::ExitWatch;
use super::output::Output;
use super::supervision::Supervision;
use crate::boundary::system::{self, Signal};
use crate::fleet::platform::{Ending, Finished, KILLED, Limits};

/// How long a process group may take to handle the request to end before it is killed.
const GRACE: Duration = Duration::from_millis(200);

/// Bytes read at a time.
const BUFFER: usize = 16_384;

/// Runs a command in a process group of its own until it ends, its time is over or the procedure is cancelled. Calls
/// `started` as soon as it runs.
///
/// # Errors
/// The command could not be started.
pub(in super::super::super) fn run(
    command: &mut Command,
    limits: Limits,
    supervision: &Supervision<'_>,
    started: impl FnOnce(),
) -> io::Result<Finished> {
    // Never pre_exec: it forces a full fork, four times as slow.
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0).spawn()?;
    let _entry = supervision.watchdog.watch(child.id());
    let watch = ExitWatch::new(child.id());
    let running = Running::new(child, watch, limits.output)?;
    started();
    running.finish(limits.deadline, &supervision.cancel)
}

/// A started child, not reaped yet: until then its id, which is its group's too, cannot be given to another process.
struct Running {
    child: Child,
    watch: ExitWatch,
    ended: bool,
    reaped: bool,
    stdout: Output<ChildStdout>,
    stderr: Output<ChildStderr>,
}

/// Why a wait is over.
#[derive(Debug, PartialEq, Eq)]
enum Woken {
    Ended,
    TimeOver,
    Cancelled,
}

impl Running {
    fn new(mut child: Child, watch: ExitWatch, output_limit: usize) -> io::Result<Self> {
        let stdout = Output::new(child.stdout.take(), output_limit);
        let stderr = Output::new(child.stderr.take(), output_limit);
        // Complete before anything can fail, so that dropping it ends the child.
        let running = Self { child, watch, ended: false, reaped: false, stdout, stderr };
        running.stdout.set_nonblocking()?;
        running.stderr.set_nonblocking()?;
        Ok(running)
    }

    fn finish(mut self, deadline: Option<Instant>, cancel: &CancelSignal<'_>) -> io::Result<Finished> {
        let ending = match self.wait(deadline, Some(cancel), |running| running.ended)? {
            Woken::Ended => self.reap(),
            Woken::TimeOver => Ending::TimedOut(self.stop()?),
            Woken::Cancelled => Ending::Cancelled(self.stop()?),
        };
        let mut buffer = [0; BUFFER];
        self.stdout.drain(&mut buffer);
        self.stderr.drain(&mut buffer);
        Ok(Finished { ending, stdout: self.stdout.take_capture(), stderr: self.stderr.take_capture() })
    }

    /// Reads output until `done`, the deadline or the cancel, whichever comes first.
    fn wait(
        &mut self,
        deadline: Option<Instant>,
        cancel: Option<&CancelSignal<'_>>,
        done: impl Fn(&Self) -> bool,
    ) -> io::Result<Woken> {
        let mut buffer = [0; BUFFER];
        let mut cancelled = false;
        loop {
            if done(self) {
                return Ok(Woken::Ended);
            }
            if cancelled {
                return Ok(Woken::Cancelled);
            }
            let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                return Ok(Woken::TimeOver);
            }
            let (exit, interval) =
                if self.ended { (None, None) } else { (self.watch.descriptor(), self.watch.interval()) };
            let [exit, stdout, stderr, cancel] = system::poll(
                [exit, self.stdout.descriptor(), self.stderr.descriptor(), cancel.map(AsFd::as_fd)],
                left.into_iter().chain(interval).min(),
            )?;
            cancelled = cancel;
            if stdout {
                self.stdout.read(&mut buffer);
            }
            if stderr {
                self.stderr.read(&mut buffer);
            }
            if !self.ended {
                self.ended = self.watch.has_ended(exit)?;
            }
        }
    }

    /// Ends the whole group: asks it to, and kills what is left after the grace.
    fn stop(&mut self) -> io::Result<Result<(), String>> {
        let leader = self.child.id();
        system::signal_group(leader, Signal::Terminate)?;
        // As long as one of the group holds an output stream it may still be tidying up.
        let grace = Some(Instant::now() + GRACE);
        self.wait(grace, None, |running| running.ended && running.stdout.is_closed() && running.stderr.is_closed())?;
        system::signal_group(leader, Signal::Kill)?;
        self.wait(Some(Instant::now() + KILLED), None, |running| running.ended)?;
        if !self.ended {
            self.reaped = true;
            let seconds = KILLED.as_secs();
            return Ok(Err(format!("process {leader} has not ended {seconds} s after it was killed, and was left")));
        }
        self.reap();
        Ok(Ok(()))
    }

    /// Takes the exit status of the child that has ended.
    fn reap(&mut self) -> Ending {
        self.reaped = true;
        match self.child.wait() {
            Ok(status) => Ending::Exited(status),
            Err(error) => Ending::StatusUnknown(format!("the exit status could not be learned: {error}")),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Reached unreaped only where waiting itself failed: nothing may be left running then either.
        if !self.reaped && system::signal_group(self.child.id(), Signal::Kill).is_ok() {
            self.reap();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Context;

    fn sh(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.arg("-c").arg(script).stdin(Stdio::null());
        command
    }

    fn limits(timeout: Option<Duration>) -> Limits {
        Limits { deadline: timeout.map(|timeout| Instant::now() + timeout), output: 100 }
    }

    fn run_to_end(script: &str, timeout: Option<Duration>) -> Finished {
        let context = Context::new();
        run(&mut sh(script), limits(timeout), &Supervision::new(&context).unwrap(), || {}).unwrap()
    }

    #[test]
    fn run_to_the_end_returns_status_and_output() {
        let finished = run_to_end("printf out; printf err >&2; exit 3", None);
        assert!(matches!(finished.ending, Ending::Exited(status) if status.code() == Some(3)));
        assert_eq!((finished.stdout.into_text(), finished.stderr.into_text()), ("out".into(), "err".into()));
    }

    #[test]
    fn run_background_process_that_holds_the_output_does_not_hang() {
        let finished = run_to_end("sleep 20 & printf $!", None);
        let left = finished.stdout.into_text();
        assert!(matches!(finished.ending, Ending::Exited(_)));
        assert!(Command::new("kill").arg(left).status().unwrap().success());
    }

    #[test]
    fn run_deadline_ends_the_whole_group() {
        let finished =
            run_to_end("trap '' TERM; (trap '' TERM; sleep 20) & printf $!; wait", Some(Duration::from_millis(300)));
        let grandchild = finished.stdout.into_text();
        assert!(matches!(finished.ending, Ending::TimedOut(Ok(()))));
        while is_running(&grandchild) {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    fn is_running(process: &str) -> bool {
        let state = Command::new("ps").args(["-o", "stat=", "-p", process]).output().unwrap().stdout;
        // Where nobody reaps orphans, they stay as zombies.
        !state.is_empty() && state[0] != b'Z'
    }

    #[test]
    fn run_deadline_lets_the_group_tidy_up() {
        let finished = run_to_end("trap 'printf tidy; exit' TERM; sleep 20 & wait", Some(Duration::from_millis(300)));
        assert_eq!(finished.stdout.into_text(), "tidy");
    }

    #[test]
    fn run_cancelled_ends_the_child() {
        let context = Context::new();
        let supervision = Supervision::new(&context).unwrap();
        let finished = std::thread::scope(|scope| {
            let run = scope.spawn(|| run(&mut sh("sleep 20"), limits(None), &supervision, || {}).unwrap());
            context.cancel();
            run.join().unwrap()
        });
        assert!(matches!(finished.ending, Ending::Cancelled(Ok(()))));
    }

    #[test]
    fn run_output_beyond_the_limit_is_read_and_dropped() {
        let finished = run_to_end("head -c 5000000 /dev/zero", None);
        assert!(matches!(finished.ending, Ending::Exited(status) if status.success()));
        assert!(finished.stdout.is_truncated());
        assert_eq!(finished.stdout.into_text().len(), 100);
    }

    #[test]
    fn finish_without_pidfd_works_as_well() {
        let context = Context::new();
        let cancel = CancelSignal::new(&context).unwrap();
        for (script, timeout, ends) in [("exit 4", None, true), ("sleep 20", Some(Duration::from_millis(50)), false)] {
            let child = sh(script).stdout(Stdio::piped()).stderr(Stdio::piped()).process_group(0).spawn().unwrap();
            let watch = ExitWatch::without_pidfd(child.id());
            let limits = limits(timeout);
            let finished = Running::new(child, watch, 10).unwrap().finish(limits.deadline, &cancel).unwrap();
            assert_eq!(matches!(finished.ending, Ending::Exited(status) if status.code() == Some(4)), ends);
            assert_eq!(matches!(finished.ending, Ending::TimedOut(Ok(()))), !ends);
        }
    }
}
