use std::thread;
use std::time::{Duration, Instant};

use crate::context::Context;

/// How often a child or a cancel is asked for.
pub(super) const INTERVAL: Duration = Duration::from_millis(10);

/// Tells of the cancel. There is nothing to wait on together with a child by the standard library, so it is asked.
#[derive(Debug)]
pub(in super::super::super) struct CancelSignal<'a> {
    context: &'a Context,
}

impl<'a> CancelSignal<'a> {
    pub(super) fn new(context: &'a Context) -> Self {
        Self { context }
    }

    pub(in super::super::super) fn is_set(&self) -> bool {
        self.context.is_cancelled()
    }

    /// Sleeps; a cancel ends the sleep at once.
    pub(in super::super::super) fn sleep(&self, duration: Duration) {
        let started = Instant::now();
        while !self.is_set() {
            let left = duration.saturating_sub(started.elapsed());
            if left.is_zero() {
                break;
            }
            thread::sleep(left.min(INTERVAL));
        }
    }
}
