use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// How often a child or a cancel is asked for.
pub(super) const INTERVAL: Duration = Duration::from_millis(10);

/// Tells of the cancel. There is nothing to wait on together with a child by the standard library, so it is asked.
#[derive(Debug, Default)]
pub(crate) struct CancelSignal {
    is_set: AtomicBool,
}

impl CancelSignal {
    pub(crate) fn set(&self) {
        self.is_set.store(true, Ordering::Relaxed);
    }

    pub(crate) fn is_set(&self) -> bool {
        self.is_set.load(Ordering::Relaxed)
    }

    /// Sleeps; a cancel ends the sleep at once.
    pub(crate) fn sleep(&self, duration: Duration) {
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
