use std::io::{self, PipeReader};
use std::os::fd::{AsFd, BorrowedFd};
use std::thread;
use std::time::{Duration, Instant};

use crate::boundary::system;
use crate::context::{CancelRegistration, Context};

/// A descriptor that becomes readable at the cancel, since its other end is closed then. It stands in every poll set.
#[derive(Debug)]
pub(in super::super::super) struct CancelSignal<'a> {
    context: &'a Context,
    closed_at_cancel: PipeReader,
    _registration: CancelRegistration<'a>,
}

impl<'a> CancelSignal<'a> {
    pub(in super::super::super) fn new(context: &'a Context) -> io::Result<Self> {
        let (closed_at_cancel, writer) = io::pipe()?;
        let registration = context.on_cancel(move || drop(writer));
        Ok(Self { context, closed_at_cancel, _registration: registration })
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
        self.closed_at_cancel.as_fd()
    }
}
