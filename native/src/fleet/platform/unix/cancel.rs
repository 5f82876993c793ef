use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, AsRawFd, BorrowedFd, OwnedFd};
use std::thread;
use std::time::{Duration, Instant};

use crate::boundary::system;
use crate::context::{CancelRegistration, Context};

/// A descriptor that becomes readable at the cancel, and stays so. It stands in every poll set.
#[derive(Debug)]
pub(in super::super::super) struct CancelSignal<'a> {
    context: &'a Context,
    readable_at_cancel: File,
    _registration: CancelRegistration<'a>,
}

impl<'a> CancelSignal<'a> {
    pub(in super::super::super) fn new(context: &'a Context) -> io::Result<Self> {
        let (reader, writer) = io::pipe()?;
        let (readable_at_cancel, mut writer) = (above_standard(reader)?, above_standard(writer)?);
        // A byte, since closing alone tells nothing where a process that was forked meanwhile holds a copy.
        let registration = context.on_cancel(move || drop(writer.write_all(b"c")));
        Ok(Self { context, readable_at_cancel, _registration: registration })
    }

    pub(in super::super::super) fn is_set(&self) -> bool {
        self.context.is_cancelled()
    }

    /// Sleeps; a cancel ends the sleep at once.
    pub(in super::super::super) fn sleep(&self, duration: Duration) {
        let end = Instant::now().checked_add(duration);
        while !self.is_set() {
            let left = end.map(|end| end.saturating_duration_since(Instant::now()));
            if left.is_some_and(|left| left.is_zero()) {
                break;
            }
            if system::poll([Some(self.as_fd())], left).is_err() {
                // The kernel is out of memory for the moment; the cancel is then noticed a little later.
                thread::sleep(Duration::from_millis(10));
            }
        }
    }
}

impl AsFd for CancelSignal<'_> {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.readable_at_cancel.as_fd()
    }
}

/// The same file under a number that is not one of the three standard streams', which are free in a process that has
/// closed them: what others print would go into it.
fn above_standard(end: impl Into<OwnedFd>) -> io::Result<File> {
    let end = end.into();
    if end.as_raw_fd() > 2 { Ok(end.into()) } else { end.try_clone().map(File::from) }
}
