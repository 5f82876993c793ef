use std::io::{self, PipeReader, PipeWriter};
use std::os::fd::AsFd;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use super::activity;
use super::cancel::CancelSignal;
use super::child::Child;
use super::exit_watch::ExitWatch;
use super::output::Output;
use super::supervision::Supervision;
use super::watchdog::Entry;
use crate::boundary::system::{self, Signal};
use crate::fleet::platform::{Ending, Finished, KILLED, Limits, Stdin, not_ended};

/// How long a process group may take to handle the request to end before it is killed.
const GRACE: Duration = Duration::from_millis(200);

/// How long a child is waited for until it is looked at whether it computes: most that do little end sooner.
const MOMENT: Duration = Duration::from_millis(1);

/// The longest of the moments, each twice the former, that a child which computes is given. It may compute for hours, and
/// others have to begin.
const LONGEST_MOMENT: Duration = Duration::from_millis(16);

/// Bytes read at a time.
const BUFFER: usize = 16_384;

/// Runs a command in a process group of its own until it ends, its time is over or the procedure is cancelled. Calls
/// `waits` when it has not ended soon, waits for something itself, or is to be ended.
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
    let mut running = Running::start(command, supervision, stdin, limits.output)?;
    running.entry = supervision.watchdog.watch(running.leader);
    Ok(running.finish(limits.deadline, &supervision.cancel, waits))
}

/// A started child, not reaped yet.
struct Running<'a> {
    leader: u32,
    /// `None` once it was reaped, or left.
    child: Option<Child>,
    entry: Option<Entry<'a>>,
    watch: ExitWatch,
    ended: bool,
    stdout: Output<PipeReader>,
    stderr: Output<PipeReader>,
    /// What keeps the child's standard input open.
    _stdin: Option<PipeWriter>,
}

/// Why a wait is over.
#[derive(Debug, PartialEq, Eq)]
enum Woken {
    Ended,
    TimeOver,
    Cancelled,
}

impl Running<'_> {
    fn start(command: &Command, supervision: &Supervision, stdin: Stdin, output_limit: usize) -> io::Result<Self> {
        let (stdout, child_stdout) = io::pipe()?;
        let (stderr, child_stderr) = io::pipe()?;
        let (child_stdin, stdin) = match stdin {
            Stdin::Empty => None,
            Stdin::Open => Some(io::pipe()?),
        }
        .unzip();
        let child_stdin = match &child_stdin {
            Some(pipe) => pipe.as_fd(),
            None => supervision.null()?.as_fd(),
        };
        let streams = [child_stdin, child_stdout.as_fd(), child_stderr.as_fd()];
        let child = Child::start(command, &supervision.environment, streams)?;
        Ok(Self {
            leader: child.id(),
            watch: ExitWatch::new(child.id()),
            child: Some(child),
            entry: None,
            ended: false,
            stdout: Output::new(stdout, output_limit),
            stderr: Output::new(stderr, output_limit),
            _stdin: stdin,
        })
    }

    fn finish(mut self, deadline: Option<Instant>, cancel: &CancelSignal, waits: &dyn Fn()) -> Finished {
        let ending = self.watch_to_end(deadline, cancel, waits).unwrap_or_else(|error| {
            waits();
            Ending::unwatched(&error, self.stop())
        });
        let mut buffer = [0; BUFFER];
        self.stdout.drain(&mut buffer);
        self.stderr.drain(&mut buffer);
        Finished { ending, stdout: self.stdout.take_capture(), stderr: self.stderr.take_capture() }
    }

    fn watch_to_end(
        &mut self,
        deadline: Option<Instant>,
        cancel: &CancelSignal,
        waits: &dyn Fn(),
    ) -> io::Result<Ending> {
        self.stdout.set_nonblocking()?;
        self.stderr.set_nonblocking()?;
        if self.ends_soon(deadline)? {
            return Ok(self.reap());
        }
        waits();
        Ok(match self.wait(deadline, Some(cancel), |running| running.ended)? {
            Woken::Ended => self.reap(),
            Woken::TimeOver => Ending::TimedOut(self.stop()),
            Woken::Cancelled => Ending::Cancelled(self.stop()),
        })
    }

    /// Waits a moment for the end, and longer while the child computes, within reason. Returns whether it has come.
    fn ends_soon(&mut self, deadline: Option<Instant>) -> io::Result<bool> {
        let mut moment = MOMENT;
        loop {
            let end = deadline.into_iter().chain([Instant::now() + moment]).min();
            if self.wait(end, None, |running| running.ended)? == Woken::Ended {
                return Ok(true);
            }
            if end == deadline || moment >= LONGEST_MOMENT || !activity::computes(self.leader) {
                return Ok(false);
            }
            moment *= 2;
        }
    }

    /// Reads output until `done`, the deadline or the cancel, whichever comes first.
    fn wait(
        &mut self,
        deadline: Option<Instant>,
        cancel: Option<&CancelSignal>,
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
            let asked = cancel.and_then(CancelSignal::interval);
            let [exit, stdout, stderr, _] = system::poll(
                [exit, self.stdout.descriptor(), self.stderr.descriptor(), cancel.and_then(CancelSignal::descriptor)],
                left.into_iter().chain(interval).chain(asked).min(),
            )?;
            cancelled = cancel.is_some_and(CancelSignal::is_set);
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

    /// Ends the whole group: asks it to, and kills what is left after the grace. An error tells what may be left of it.
    fn stop(&mut self) -> Result<(), String> {
        let leader = self.leader;
        let broken = |error: io::Error| format!("process {leader} could not be ended, and was left: {error}");
        // A group of another user's cannot be signalled. It may end all the same.
        let refused = system::signal_group(leader, Signal::Terminate).err();
        // As long as one of the group holds an output stream it may still be tidying up.
        let gone = |running: &Self| running.ended && running.stdout.is_closed() && running.stderr.is_closed();
        self.wait(Some(Instant::now() + GRACE), None, gone).map_err(broken)?;
        let refused = refused.and(system::signal_group(leader, Signal::Kill).err());
        if refused.is_none() {
            self.wait(Some(Instant::now() + KILLED), None, |running| running.ended).map_err(broken)?;
            // The others were killed at the same time, but may take a moment longer to be gone.
            self.wait(Some(Instant::now() + GRACE), None, gone).map_err(broken)?;
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

    /// Leaves a child that will not end to a thread, which reaps it if it ends after all.
    fn leave(&mut self) {
        if let Some(child) = self.child.take() {
            // Where there is no thread for it, it stays until this process ends.
            let _ = thread::Builder::new().name("rust-interop-reaper".to_owned()).spawn(move || child.wait());
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
mod tests {
    use std::fs::{self, File};

    use super::*;

    fn sh(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.arg("-c").arg(script);
        command
    }

    fn limits(timeout: Option<Duration>) -> Limits {
        Limits { deadline: timeout.map(|timeout| Instant::now() + timeout), output: 100 }
    }

    fn run_to_end(script: &str, timeout: Option<Duration>) -> Finished {
        run(&mut sh(script), Stdin::Empty, limits(timeout), &Supervision::new(), &|| {}).unwrap()
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
        let script = "trap '' TERM; (trap '' TERM; exec sleep 1000) & echo $!; wait";
        let finished = run_to_end(script, Some(Duration::from_millis(500)));
        let grandchild: u32 = finished.stdout.into_text().trim().parse().unwrap();
        assert!(matches!(finished.ending, Ending::TimedOut(Ok(()))), "{:?}", finished.ending);
        let patience = Instant::now() + Duration::from_secs(30);
        while is_running(grandchild) {
            assert!(Instant::now() < patience, "{grandchild} still runs");
            thread::sleep(Duration::from_millis(1));
        }
    }

    fn is_running(process: u32) -> bool {
        let state = Command::new("ps").args(["-o", "stat=", "-p", &process.to_string()]).output().unwrap().stdout;
        // Where nobody reaps orphans, they stay as zombies.
        !state.is_empty() && state[0] != b'Z'
    }

    #[test]
    fn run_cancel_lets_the_group_tidy_up() {
        let ready = std::env::temp_dir().join(format!("rust-interop-ready-{}", std::process::id()));
        let script = format!("trap 'echo tidy; exit' TERM; : >'{}'; sleep 1000 & wait", ready.display());
        let supervision = Supervision::new();
        let finished = thread::scope(|scope| {
            let run = scope.spawn(|| run(&mut sh(&script), Stdin::Empty, limits(None), &supervision, &|| {}).unwrap());
            while !ready.exists() {
                thread::sleep(Duration::from_millis(1));
            }
            supervision.cancel.set();
            run.join().unwrap()
        });
        fs::remove_file(ready).unwrap();
        assert_eq!(finished.stdout.into_text(), "tidy\n");
    }

    #[test]
    fn run_child_that_waits_or_computes_long_tells_that_it_waits() {
        let told = std::env::temp_dir().join(format!("rust-interop-told-{}", std::process::id()));
        for pause in ["sleep 0.01", ":"] {
            let script = format!("until test -e '{}'; do {pause}; done", told.display());
            let waits = || drop(File::create(&told).unwrap());
            let limits = limits(Some(Duration::from_secs(20)));
            let finished = run(&mut sh(&script), Stdin::Empty, limits, &Supervision::new(), &waits).unwrap();
            assert!(matches!(finished.ending, Ending::Exited(_)), "{:?}", finished.ending);
            fs::remove_file(&told).unwrap();
        }
    }

    #[test]
    fn run_cancelled_ends_the_child() {
        let supervision = Supervision::new();
        let finished = thread::scope(|scope| {
            let run =
                scope.spawn(|| run(&mut sh("sleep 20"), Stdin::Empty, limits(None), &supervision, &|| {}).unwrap());
            supervision.cancel.set();
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
        let cancel = CancelSignal::default();
        for (script, timeout, ends) in [("exit 4", None, true), ("sleep 20", Some(Duration::from_millis(50)), false)] {
            let mut running = Running::start(&sh(script), &Supervision::new(), Stdin::Empty, 10).unwrap();
            running.watch = ExitWatch::without_pidfd(running.leader);
            let finished = running.finish(limits(timeout).deadline, &cancel, &|| {});
            assert_eq!(matches!(finished.ending, Ending::Exited(status) if status.code() == Some(4)), ends);
            assert_eq!(matches!(finished.ending, Ending::TimedOut(Ok(()))), !ends);
        }
    }
}
