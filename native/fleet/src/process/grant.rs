//! How long a host's action may begin after the caller has granted it.

use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use rust_interop::boundary::lock::lock;

use crate::process::CancelSignal;

/// The time in which what was granted may begin. It starts when the caller is asked, because others may take over
/// while the caller still answers.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Term {
    asked_at: Instant,
    lifetime: Duration,
}

impl Term {
    pub(crate) fn new(lifetime: Duration) -> Self {
        Self { asked_at: Instant::now(), lifetime }
    }

    pub(crate) fn restart(&mut self) {
        self.asked_at = Instant::now();
    }

    pub(crate) fn is_over(&self) -> bool {
        self.asked_at.elapsed() >= self.lifetime
    }
}

/// The caller's grant for one host. It is asked for again when an attempt would begin after its term.
pub(crate) struct Grant {
    state: Mutex<State>,
    ask: Box<dyn Fn(GrantRequest) + Send + Sync>,
    /// Of the task that runs the host.
    waker: Waker,
    cancel: Arc<CancelSignal>,
}

struct State {
    term: Term,
    is_asked: bool,
}

/// Asks the caller. If it is dropped, the procedure is cancelled: nobody else would answer.
pub(crate) struct GrantRequest(Option<Arc<Grant>>);

impl Grant {
    /// For the current task.
    pub(crate) async fn new(
        term: Term,
        ask: impl Fn(GrantRequest) + Send + Sync + 'static,
        cancel: &Arc<CancelSignal>,
    ) -> Arc<Self> {
        let waker = poll_fn(|context| Poll::Ready(context.waker().clone())).await;
        let state = Mutex::new(State { term, is_asked: false });
        Arc::new(Self { state, ask: Box::new(ask), waker, cancel: Arc::clone(cancel) })
    }

    /// Whether an attempt may begin now. If not, asks the caller, and wakes the task once it may.
    pub(crate) fn is_valid(self: &Arc<Self>) -> bool {
        let mut state = lock(&self.state);
        if state.is_asked {
            return false;
        }
        if !state.term.is_over() {
            return true;
        }
        state.is_asked = true;
        state.term.restart();
        drop(state);
        (self.ask)(GrantRequest(Some(Arc::clone(self))));
        false
    }

    /// Waits until an attempt may begin, unless there is a cancel. Returns whether it may. The current task must be
    /// registered with the cancel.
    pub(crate) async fn until_valid(self: &Arc<Self>) -> bool {
        poll_fn(|_| {
            if self.cancel.is_set() {
                Poll::Ready(false)
            } else if self.is_valid() {
                Poll::Ready(true)
            } else {
                Poll::Pending
            }
        })
        .await
    }
}

impl GrantRequest {
    pub(crate) fn grant(mut self) {
        if let Some(grant) = self.0.take() {
            lock(&grant.state).is_asked = false;
            grant.waker.wake_by_ref();
        }
    }
}

impl Drop for GrantRequest {
    fn drop(&mut self) {
        if let Some(grant) = self.0.take() {
            grant.cancel.set();
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::event_loop::tests::block_on;

    impl Term {
        /// One that is over, but lasts when it is restarted.
        pub(crate) fn over() -> Self {
            let lifetime = Duration::from_mins(1);
            Self { asked_at: Instant::now().checked_sub(lifetime).unwrap(), lifetime }
        }
    }

    /// A grant of which the term is over, what it has asked, and the cancel.
    pub(crate) fn expired() -> (Arc<Grant>, Arc<Mutex<Vec<GrantRequest>>>, Arc<CancelSignal>) {
        with(Term::over())
    }

    fn with(term: Term) -> (Arc<Grant>, Arc<Mutex<Vec<GrantRequest>>>, Arc<CancelSignal>) {
        let requests = Arc::new(Mutex::new(Vec::new()));
        // Otherwise the grant would own what owns it.
        let (cancel, of_grant) = (Arc::<CancelSignal>::default(), Arc::downgrade(&requests));
        let ask = move |request| {
            if let Some(requests) = of_grant.upgrade() {
                lock(&requests).push(request);
            }
        };
        let grant = Grant {
            state: Mutex::new(State { term, is_asked: false }),
            ask: Box::new(ask),
            waker: Waker::noop().clone(),
            cancel: Arc::clone(&cancel),
        };
        (Arc::new(grant), requests, cancel)
    }

    /// Grants what was asked.
    pub(crate) fn answer(requests: &Mutex<Vec<GrantRequest>>) {
        lock(requests).drain(..).for_each(GrantRequest::grant);
    }

    #[test]
    fn is_valid_after_the_term_asks_once_and_is_valid_again_when_granted() {
        let (grant, requests, _cancel) = expired();
        assert_eq!([grant.is_valid(), grant.is_valid()], [false, false]);
        assert_eq!(lock(&requests).len(), 1);
        answer(&requests);
        assert_eq!([grant.is_valid(), grant.is_valid()], [true, true]);
    }

    #[test]
    fn is_valid_grant_that_took_longer_than_the_term_asks_again() {
        let (grant, requests, _cancel) = with(Term::new(Duration::ZERO));
        assert!(!grant.is_valid());
        answer(&requests);
        assert!(!grant.is_valid());
        assert_eq!(lock(&requests).len(), 1);
    }

    #[test]
    fn drop_of_a_request_without_an_answer_cancels() {
        let (grant, requests, cancel) = expired();
        assert!(!grant.is_valid());
        assert!(!cancel.is_set());
        lock(&requests).clear();
        assert!(cancel.is_set());
        assert!(!block_on(|_| async move { grant.until_valid().await }));
    }
}
