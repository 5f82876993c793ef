//! Time, by a thread that wakes what waits for it.

use std::collections::BTreeMap;
use std::future::poll_fn;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::task::{Poll, Waker};
use std::thread;
use std::time::{Duration, Instant};

type Wakeup = (Instant, Waker);

static TIMER: LazyLock<Mutex<Sender<Wakeup>>> = LazyLock::new(|| {
    let (sender, wakeups) = mpsc::channel::<Wakeup>();
    thread::spawn(move || {
        let mut waiting: BTreeMap<Instant, Vec<Waker>> = BTreeMap::new();
        loop {
            let first = waiting.first_key_value().map(|(at, _)| at.saturating_duration_since(Instant::now()));
            match wakeups.recv_timeout(first.unwrap_or(Duration::from_secs(1))) {
                Ok((at, waker)) => waiting.entry(at).or_default().push(waker),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return,
            }
            while let Some(entry) = waiting.first_entry()
                && *entry.key() <= Instant::now()
            {
                entry.remove().into_iter().for_each(Waker::wake);
            }
        }
    });
    Mutex::new(sender)
});

/// Waits as long.
pub(crate) async fn sleep(time: Duration) {
    let end = Instant::now() + time;
    poll_fn(|context| {
        if Instant::now() >= end {
            return Poll::Ready(());
        }
        let timer = TIMER.lock().unwrap_or_else(PoisonError::into_inner);
        // The timer's thread never ends.
        let _ = timer.send((end, context.waker().clone()));
        Poll::Pending
    })
    .await;
}
