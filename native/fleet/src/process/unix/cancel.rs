use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::sync::{Mutex, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use crate::sys::system::{self, Polled};
use rust_interop::boundary::lock::lock;

/// How often it is looked for a cancel where there is no descriptor for it, or no memory to wait with.
const INTERVAL: Duration = Duration::from_millis(10);

/// Tells of the cancel, by a descriptor too. That is made when it is first waited on, which few short actions come to:
/// each that is open makes the start of every child dearer.
#[derive(Debug, Default)]
pub(crate) struct CancelSignal {
    state: Mutex<State>,
    readable_at_cancel: OnceLock<Option<File>>,
}

#[derive(Debug, Default)]
struct State {
    is_set: bool,
    writer: Option<File>,
}

impl CancelSignal {
    pub(crate) fn set(&self) {
        let mut state = lock(&self.state);
        state.is_set = true;
        state.tell();
    }

    pub(crate) fn is_set(&self) -> bool {
        lock(&self.state).is_set
    }

    /// What becomes readable at the cancel, and stays so; `None` where this process has no descriptor for it.
    pub(super) fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        self.readable_at_cancel.get_or_init(|| self.pipe().ok()).as_ref().map(AsFd::as_fd)
    }

    pub(super) fn polled(&self) -> Option<Polled<'_>> {
        self.descriptor().map(Polled::Readable)
    }

    /// The longest that may be waited before it is to be looked for the cancel again.
    pub(super) fn interval(&self) -> Option<Duration> {
        self.descriptor().is_none().then_some(INTERVAL)
    }

    fn pipe(&self) -> io::Result<File> {
        let (reader, writer) = io::pipe()?;
        let (reader, writer) = (above_standard(reader)?, above_standard(writer)?);
        let mut state = lock(&self.state);
        state.writer = Some(writer);
        state.tell();
        Ok(reader)
    }

    /// Sleeps; a cancel ends the sleep at once.
    pub(crate) fn sleep(&self, duration: Duration) {
        let end = Instant::now().checked_add(duration);
        while !self.is_set() {
            let left = end.map(|end| end.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                break;
            }
            if system::poll([self.polled()], left.into_iter().chain(self.interval()).min()).is_err() {
                // The kernel is out of memory for the moment; the cancel is then noticed a little later.
                thread::sleep(INTERVAL);
            }
        }
    }
}

impl State {
    /// Makes the descriptor readable if the cancel has come.
    fn tell(&mut self) {
        if self.is_set
            && let Some(mut writer) = self.writer.take()
        {
            // A byte, since closing alone tells nothing where a process that was forked meanwhile holds a copy. There is
            // room for it, and a reader.
            let _ = writer.write_all(b"c");
        }
    }
}

/// The same file under a number that is not one of the three standard streams', which are free in a process that has
/// closed them: what others print would go into it.
fn above_standard(end: impl Into<OwnedFd>) -> io::Result<File> {
    let end = end.into();
    if end.as_raw_fd() > 2 { Ok(end.into()) } else { end.try_clone().map(File::from) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_told(signal: &CancelSignal) -> bool {
        let [ready] = system::poll([signal.polled()], Some(Duration::ZERO)).unwrap();
        assert_eq!(ready, signal.is_set());
        ready
    }

    #[test]
    fn set_before_and_after_the_descriptor_is_made_is_told() {
        let (before, after) = (CancelSignal::default(), CancelSignal::default());
        before.set();
        assert!(is_told(&before));
        assert!(!is_told(&after));
        after.set();
        after.set();
        assert!(is_told(&after));
    }

    #[test]
    fn sleep_without_a_descriptor_ends_at_the_cancel() {
        let signal = CancelSignal { readable_at_cancel: OnceLock::from(None), ..CancelSignal::default() };
        thread::scope(|scope| {
            scope.spawn(|| signal.sleep(Duration::MAX));
            // Time to begin to sleep.
            thread::sleep(Duration::from_millis(20));
            signal.set();
        });
        assert!(signal.is_set());
    }
}
