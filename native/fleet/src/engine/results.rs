//! What a job sends to the call's thread, in a channel that allocates nothing in that thread. The channel of the standard
//! library does, and frees it only when the thread ends; but this thread is the caller's.

use std::collections::VecDeque;
use std::mem;
use std::ops::Range;
use std::sync::mpsc::RecvTimeoutError;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Duration;

use super::job::Job;
use crate::output::HostResult;
use crate::process::grant::GrantRequest;
use crate::process::report_queue::WaitingReports;
use rust_interop::boundary::guard::Panic;
use rust_interop::boundary::lock::lock;

/// A report, or the panic that took the place of a result.
pub(super) type Message = Result<Report, Box<Panic>>;

/// What is reported of a host, with its index in the input, or of several.
pub(super) enum Report {
    /// These hosts of the job may start if the caller grants it.
    Block(Arc<Job>, Range<usize>),
    /// An attempt may begin if the caller grants the host again.
    Expired(usize, GrantRequest),
    /// It runs, and has something for the caller.
    Running(usize, WaitingReports),
    /// It is done.
    Done(usize, HostResult),
}

/// Dropping it closes the channel.
pub(super) struct Sender<T>(Arc<Channel<T>>);

pub(super) struct Receiver<T>(Arc<Channel<T>>);

struct Channel<T> {
    batch: usize,
    state: Mutex<State<T>>,
    changed: Condvar,
}

struct State<T> {
    sent: VecDeque<T>,
    closed: bool,
    /// Whether nobody receives any more.
    abandoned: bool,
}

/// Wakes a waiting receiver once there are `batch` values, and at the end.
pub(super) fn channel<T>(batch: usize) -> (Sender<T>, Receiver<T>) {
    let state = Mutex::new(State { sent: VecDeque::new(), closed: false, abandoned: false });
    let channel = Arc::new(Channel { batch, state, changed: Condvar::new() });
    (Sender(Arc::clone(&channel)), Receiver(channel))
}

impl<T> Sender<T> {
    /// Drops the value if nobody receives it any more.
    pub(super) fn send(&self, value: T) {
        let mut state = lock(&self.0.state);
        if state.abandoned {
            // Dropping the value may take other locks.
            drop(state);
            return;
        }
        state.sent.push_back(value);
        let is_awaited = state.sent.len() == self.0.batch;
        drop(state);
        if is_awaited {
            self.0.changed.notify_one();
        }
    }
}

impl<T> Drop for Sender<T> {
    fn drop(&mut self) {
        lock(&self.0.state).closed = true;
        self.0.changed.notify_one();
    }
}

impl<T> Receiver<T> {
    /// Values arrive in the order in which they were sent, all of them before the end. After the timeout, an incomplete
    /// batch is received too.
    pub(super) fn recv_timeout(&self, timeout: Duration) -> Result<T, RecvTimeoutError> {
        let mut state = lock(&self.0.state);
        if state.sent.is_empty() {
            let incomplete = |state: &mut State<T>| state.sent.len() < self.0.batch && !state.closed;
            let waited = self.0.changed.wait_timeout_while(state, timeout, incomplete);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        match state.sent.pop_front() {
            Some(value) => Ok(value),
            None if state.closed => Err(RecvTimeoutError::Disconnected),
            None => Err(RecvTimeoutError::Timeout),
        }
    }
}

/// Drops what wasn't received.
impl<T> Drop for Receiver<T> {
    fn drop(&mut self) {
        let mut state = lock(&self.0.state);
        state.abandoned = true;
        let sent = mem::take(&mut state.sent);
        drop(state);
        drop(sent);
    }
}

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    impl Report {
        pub(in super::super) fn result(self) -> HostResult {
            match self {
                Self::Done(_, host) => host,
                Self::Block(_, hosts) => panic!("a block of hosts: {hosts:?}"),
                Self::Expired(index, _) => panic!("the grant of host {index} has expired"),
                Self::Running(index, _) => panic!("host {index} runs"),
            }
        }
    }

    const PATIENCE: Duration = Duration::from_secs(20);

    #[test]
    fn recv_timeout_returns_all_that_was_sent_and_then_the_end() {
        let (sender, receiver) = channel(2);
        let sending = thread::spawn(move || (0..3).for_each(|number| sender.send(number)));
        assert_eq!([0; 3].map(|_| receiver.recv_timeout(PATIENCE)), [Ok(0), Ok(1), Ok(2)]);
        assert_eq!(receiver.recv_timeout(PATIENCE), Err(RecvTimeoutError::Disconnected));
        sending.join().unwrap();
    }

    #[test]
    fn recv_timeout_complete_batch_wakes_the_receiver() {
        let (sender, receiver) = channel(2);
        let receiving = thread::spawn(move || (receiver.recv_timeout(Duration::from_hours(1)), receiver));
        // Gives the receiver time to wait.
        thread::sleep(Duration::from_millis(20));
        sender.send(1);
        sender.send(2);
        assert_eq!(receiving.join().unwrap().0, Ok(1));
    }

    #[test]
    fn recv_timeout_incomplete_batch_is_received_after_the_timeout() {
        let (sender, receiver) = channel(2);
        sender.send(1);
        assert_eq!(receiver.recv_timeout(Duration::from_millis(1)), Ok(1));
        assert_eq!(receiver.recv_timeout(Duration::from_millis(1)), Err(RecvTimeoutError::Timeout));
    }

    #[test]
    fn drop_of_the_receiver_drops_what_was_sent_before_and_after() {
        let (sender, receiver) = channel(1);
        let value = Arc::new(());
        sender.send(Arc::clone(&value));
        drop(receiver);
        sender.send(Arc::clone(&value));
        assert_eq!(Arc::strong_count(&value), 1);
    }

    #[test]
    fn recv_timeout_without_a_value_times_out() {
        let (sender, receiver) = channel::<()>(1);
        assert_eq!(receiver.recv_timeout(Duration::from_millis(1)), Err(RecvTimeoutError::Timeout));
        drop(sender);
    }
}
