use std::fs::File;
use std::io;
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd, RawFd};
use std::os::unix::net::UnixStream;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::child::Child;
use super::environment::Environment;
use super::shell;
use crate::sys::system::{self, Signal};
use rust_interop::boundary::lock::lock;

/// Waits until its input closes, at the latest when our process dies, and then kills the groups and removes the folders
/// in the list. It finds a child process whose group isn't listed yet by the mark in its environment, which may only appear a moment after our
/// death. If it gets a word on the input, it ends and kills nothing.
const SCRIPT: &str = r#"
trap '' HUP INT TERM
read -r word
[ "$word" ] && exit
exec </dev/null
marks=
while read -r entry; do
    case $entry in
        '') ;;
        x*) marks="$marks -e RUST_INTEROP_CHILD=$entry" ;;
        /*) rm -rf -- "$entry" ;;
        *) kill -9 "-$entry" ;;
    esac
done <&1
[ "$marks" ] || exit
for pause in 0 0.1 0.2 0.4 0.8; do
    sleep $pause
    for file in $(grep -alsF $marks /proc/[0-9]*/environ); do
        read -r stat <"${file%environ}stat" && set -- ${stat##*) } && kill -9 "-$3"
    done
done
"#;

/// How long to wait for its end before handing it to a thread.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often to check for its end if the kernel doesn't report it.
const INTERVAL: Duration = Duration::from_millis(5);

/// The end of the socket pair that only our process may hold. A forked child closes it.
static INPUT: AtomicI32 = AtomicI32::new(NONE);

const NONE: RawFd = -1;

/// The process behind a watchdog.
#[derive(Debug)]
pub(super) struct WatchdogProcess {
    /// `None` once it is reaped.
    child: Mutex<Option<Child>>,
    /// Becomes readable when it ends.
    exit: Option<OwnedFd>,
    /// Whether a loop watches it.
    is_watched: AtomicBool,
    started: Instant,
    /// Closed at the latest by our death.
    input: UnixStream,
}

impl WatchdogProcess {
    /// If one ends sooner than that, it can't live here.
    pub(super) const SHORT_LIFE: Duration = Duration::from_millis(500);

    pub(super) fn start(list: &File) -> io::Result<Self> {
        let (child_input, input) = UnixStream::pair()?;
        let null = File::options().write(true).open("/dev/null")?;
        let streams = [child_input.as_fd(), list.as_fd(), null.as_fd()];
        // It serves other procedures too, so it must not get the secrets of the one that starts it.
        let child = Child::start(&shell(SCRIPT), &Environment::empty(), streams)?;
        INPUT.store(input.as_raw_fd(), Ordering::Relaxed);
        let exit = child.exit();
        let is_watched = AtomicBool::new(false);
        Ok(Self { child: Mutex::new(Some(child)), exit, is_watched, started: Instant::now(), input })
    }

    /// Readable when it has ended. `None` if the kernel can't report that; then the next child process finds out.
    pub(super) fn exit(&self) -> Option<BorrowedFd<'_>> {
        self.exit.as_ref().map(AsFd::as_fd)
    }

    /// Returns true to the first that asks, who then watches it. False if the kernel can't report its end.
    pub(super) fn claim(&self) -> bool {
        self.exit.is_some() && !self.is_watched.swap(true, Ordering::Relaxed)
    }

    /// The loop that claimed it doesn't watch it any more.
    pub(super) fn disclaim(&self) {
        self.is_watched.store(false, Ordering::Relaxed);
    }

    /// Whether somebody has killed it.
    pub(super) fn has_ended(&self) -> bool {
        let mut child = lock(&self.child);
        // If that can't be found out, assume that it lives: waiting for a live one would take as long as the procedure.
        if child.as_ref().is_some_and(|child| !matches!(system::has_ended(child.id()), Ok(true))) {
            return false;
        }
        // An error means that somebody else has reaped it.
        let _ = child.take().map(Child::wait);
        true
    }

    /// Whether it ended soon after its start. Only for one that has ended.
    pub(super) fn ended_at_once(&self) -> bool {
        self.started.elapsed() < Self::SHORT_LIFE
    }

    /// Ends it once nothing is listed any more. If this process may not kill it, say after `setuid`, the word ends it.
    pub(super) fn stop(&self) {
        INPUT.store(NONE, Ordering::Relaxed);
        // An error means that the process has already ended.
        let _ = system::send(self.input.as_fd(), b"end\n");
        self.kill();
        let Some(child) = lock(&self.child).take() else { return };
        let deadline = Instant::now() + PATIENCE;
        loop {
            match system::has_ended(child.id()) {
                Ok(true) => break,
                Ok(false) => {}
                Err(_) => return child.abandon(),
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return child.abandon();
            }
            match &self.exit {
                Some(exit) => system::wait_to_read(exit.as_fd(), left),
                None => thread::sleep(INTERVAL),
            }
        }
        let _ = child.wait();
    }

    pub(super) fn kill(&self) {
        if let Some(child) = &*lock(&self.child) {
            // An error means that another user owns it now.
            let _ = system::signal_group(child.id(), Signal::Kill);
        }
    }

    /// For a forked child, which shares the descriptor and nothing else.
    pub(super) fn close_input_in_copy() {
        let input = INPUT.swap(NONE, Ordering::Relaxed);
        if input != NONE {
            system::close_in_copy(input);
        }
    }

    /// Has the effect of our process's death.
    #[cfg(test)]
    pub(super) fn close_input_and_wait(self) {
        drop(self.input);
        lock(&self.child).take().unwrap().wait().unwrap();
    }
}
