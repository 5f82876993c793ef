//! Waits where threads report all events: until one of them wakes the loop, or the time runs out.

use std::io;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use rust_interop::boundary::lock::lock;

pub(crate) struct Poller {
    waker: Arc<Waker>,
}

/// Ends a wait from another thread. Does nothing once the poller is gone.
#[derive(Debug, Default)]
pub(crate) struct Waker {
    is_woken: Mutex<bool>,
    changed: Condvar,
}

impl Poller {
    #[expect(clippy::unnecessary_wraps, reason = "the same as on other systems")]
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self { waker: Arc::default() })
    }

    pub(crate) fn waker(&self) -> &Arc<Waker> {
        &self.waker
    }

    /// Returns whether it was woken before the time ran out.
    #[allow(clippy::unnecessary_wraps, clippy::ptr_arg, reason = "the same as on other systems")]
    pub(crate) fn wait(&mut self, limit: Option<Duration>, _: &mut Vec<u64>) -> io::Result<bool> {
        let is_asleep = |is_woken: &mut bool| !*is_woken;
        // The longest duration is as good as no limit.
        let limit = limit.unwrap_or(Duration::MAX);
        let is_woken = lock(&self.waker.is_woken);
        let waited = self.waker.changed.wait_timeout_while(is_woken, limit, is_asleep);
        Ok(std::mem::take(&mut *waited.unwrap_or_else(PoisonError::into_inner).0))
    }
}

impl Waker {
    pub(crate) fn wake(&self) {
        *lock(&self.is_woken) = true;
        self.changed.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    fn wait(poller: &mut Poller, limit: Option<Duration>) -> bool {
        poller.wait(limit, &mut Vec::new()).unwrap()
    }

    #[test]
    fn wait_woken_before_or_meanwhile_returns_once() {
        let mut poller = Poller::new().unwrap();
        poller.waker().wake();
        poller.waker().wake();
        assert!(wait(&mut poller, None));
        let waker = Arc::clone(poller.waker());
        let waking = thread::spawn(move || {
            thread::sleep(Duration::from_millis(20));
            waker.wake();
        });
        assert!(wait(&mut poller, None));
        waking.join().unwrap();
        assert!(!wait(&mut poller, Some(Duration::from_millis(1))));
    }
}
