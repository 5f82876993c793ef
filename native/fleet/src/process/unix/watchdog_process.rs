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
use super::{exit, shell};
use crate::sys::system::{self, Signal};
use rust_interop::boundary::lock::lock;

/// Waits until its input closes, which happens with the death of our process at the latest, and kills the groups that the
/// list names. A child whose group was not listed yet is found by the mark in its environment, which it may get a moment
/// later than we die. A word on the input ends it, with nothing killed.
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

/// How long to wait for its end before it is left to a thread.
const PATIENCE: Duration = Duration::from_secs(2);

/// How often to check for its end where the kernel does not report it.
const INTERVAL: Duration = Duration::from_millis(5);

/// The end of the socket pair that only our process may hold: it is closed in a copy that was forked.
static INPUT: AtomicI32 = AtomicI32::new(NONE);

const NONE: RawFd = -1;

/// The process behind a watchdog.
#[derive(Debug)]
pub(super) struct WatchdogProcess {
    /// `None` once it was reaped.
    child: Mutex<Option<Child>>,
    /// Becomes readable when it ends.
    exit: Option<OwnedFd>,
    /// Whether a loop watches it.
    is_watched: AtomicBool,
    started: Instant,
    /// Closed by our death at the latest.
    input: UnixStream,
}

impl WatchdogProcess {
    /// One that ends sooner cannot live here.
    pub(super) const SHORT_LIFE: Duration = Duration::from_millis(500);

    pub(super) fn start(list: &File) -> io::Result<Self> {
        let (child_input, input) = UnixStream::pair()?;
        let null = File::options().write(true).open("/dev/null")?;
        let streams = [child_input.as_fd(), list.as_fd(), null.as_fd()];
        // It serves other procedures too, and is not given a secret of the one that starts it.
        let child = Child::start(&shell(SCRIPT), &Environment::empty(), streams)?;
        INPUT.store(input.as_raw_fd(), Ordering::Relaxed);
        let exit = exit::descriptor(child.id());
        let is_watched = AtomicBool::new(false);
        Ok(Self { child: Mutex::new(Some(child)), exit, is_watched, started: Instant::now(), input })
    }

    /// Readable when it has ended; `None` where the kernel cannot report it. The next child then finds out.
    pub(super) fn exit(&self) -> Option<BorrowedFd<'_>> {
        self.exit.as_ref().map(AsFd::as_fd)
    }

    /// Has whoever asks first watch it, unless the kernel cannot report its end.
    pub(super) fn claim(&self) -> bool {
        self.exit.is_some()
            && !self.is_watched.load(Ordering::Relaxed)
            && !self.is_watched.swap(true, Ordering::Relaxed)
    }

    /// Whoever has claimed it does not watch it any more.
    pub(super) fn disclaim(&self) {
        self.is_watched.store(false, Ordering::Relaxed);
    }

    /// Whether somebody has killed it.
    pub(super) fn has_ended(&self) -> bool {
        let mut child = lock(&self.child);
        // Where nobody can say, it lives: to wait for one that does would take as long as the procedure.
        if child.as_ref().is_some_and(|child| !matches!(system::has_ended(child.id()), Ok(true))) {
            return false;
        }
        // An error is that somebody else has reaped it.
        let _ = child.take().map(Child::wait);
        true
    }

    /// Whether it ended soon after its start. For one that has ended.
    pub(super) fn ended_at_once(&self) -> bool {
        self.started.elapsed() < Self::SHORT_LIFE
    }

    /// Ends it when nothing is listed any more. Where this process may not kill it, as after `setuid`, the word ends it.
    pub(super) fn stop(&self) {
        INPUT.store(NONE, Ordering::Relaxed);
        // An error is that the process has ended already.
        let _ = system::send(self.input.as_fd(), b"end\n");
        self.kill();
        let Some(child) = lock(&self.child).take() else { return };
        let deadline = Instant::now() + PATIENCE;
        loop {
            match system::has_ended(child.id()) {
                Ok(true) => break,
                Ok(false) => {}
                Err(_) => return child.leave(),
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return child.leave();
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
            // An error is that it belongs to another user now.
            let _ = system::signal_group(child.id(), Signal::Kill);
        }
    }

    /// For a copy that was forked, which shares the descriptor and nothing else.
    pub(super) fn close_input_in_copy() {
        let input = INPUT.swap(NONE, Ordering::Relaxed);
        if input != NONE {
            system::close_in_copy(input);
        }
    }

    /// What the death of our process comes to.
    #[cfg(test)]
    pub(super) fn close_input_and_wait(self) {
        drop(self.input);
        lock(&self.child).take().unwrap().wait().unwrap();
    }
}
