//! The future of an asynchronous callback.

use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use super::CallbackError;
use super::output::{self, CallbackOutput};
use crate::boundary::caller_function::{CallerFunction, PendingAnswer};
use crate::boundary::error::Error;
use crate::boundary::lock::lock;
use crate::boundary::outgoing::Outgoing;

/// A call of the caller's function, from the first poll to the answer.
pub(super) struct Asking<O: CallbackOutput> {
    function: Arc<CallerFunction>,
    /// `None` once the function was called.
    input: Option<Result<Outgoing, Error>>,
    pending: Option<PendingAnswer>,
    slot: Arc<Mutex<Slot<O>>>,
}

struct Slot<O: CallbackOutput> {
    answer: Option<Result<O::Value, O::Error>>,
    waker: Option<Waker>,
}

impl<O: CallbackOutput> Asking<O> {
    pub(super) fn new(function: Arc<CallerFunction>, input: Result<Outgoing, Error>) -> Self {
        let slot = Arc::new(Mutex::new(Slot { answer: None, waker: None }));
        Self { function, input: Some(input), pending: None, slot }
    }

    fn start(&mut self, input: Result<Outgoing, Error>) -> Result<(), CallbackError> {
        let slot = self.slot.clone();
        let pending = self.function.call(input.map_err(|error| CallbackError::unsent(&error))?, move |reply| {
            let answer = output::read::<O>(reply);
            let mut slot = lock(&slot);
            slot.answer = Some(answer);
            let waker = slot.waker.take();
            drop(slot);
            if let Some(waker) = waker {
                waker.wake();
            }
        });
        self.pending = Some(pending.ok_or_else(CallbackError::withdrawn)?);
        Ok(())
    }
}

impl<O: CallbackOutput> Future for Asking<O> {
    type Output = Result<O::Value, O::Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        lock(&self.slot).waker = Some(context.waker().clone());
        if let Some(input) = self.input.take()
            && let Err(error) = self.start(input)
        {
            return Poll::Ready(Err(error.into()));
        }
        let answer = lock(&self.slot).answer.take();
        match answer {
            Some(answer) => {
                self.pending = None;
                Poll::Ready(answer)
            }
            None => Poll::Pending,
        }
    }
}

impl<O: CallbackOutput> Drop for Asking<O> {
    fn drop(&mut self) {
        if let Some(pending) = self.pending.take() {
            self.function.cancel(pending);
        }
    }
}
