//! A future whose output is the reply of a call.

use std::pin::Pin;
use std::task::{Context, Poll};

use super::Reply;
use crate::boundary::guard::guard;

/// Calls a function within the runtime of a future.
type Within = fn(&mut dyn FnMut());

/// It is polled and dropped within its runtime, and no panic leaves it.
pub(crate) struct Running {
    /// `None` only while it is being dropped.
    future: Option<Pin<Box<dyn Future<Output = Reply> + Send>>>,
    within: Within,
}

impl Running {
    pub(crate) fn new(future: impl Future<Output = Reply> + Send + 'static, within: Within) -> Self {
        Self { future: Some(Box::pin(future)), within }
    }

    /// Polls the future. After a panic, the panic is the reply.
    pub(super) fn poll(&mut self, context: &mut Context<'_>) -> Poll<Reply> {
        let mut polled = Poll::Pending;
        let polling = guard(|| {
            (self.within)(&mut || {
                if let Some(future) = &mut self.future {
                    polled = future.as_mut().poll(context);
                }
            });
        });
        match polling {
            Ok(()) => polled,
            Err(panic) => Poll::Ready(Err(panic.into())),
        }
    }

    /// Drops the future, and returns the reply: if the drop panics, that panic.
    pub(super) fn end(self, reply: Reply) -> Reply {
        match guard(|| drop(self)) {
            Ok(()) => reply,
            Err(panic) => Err(panic.into()),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        (self.within)(&mut || drop(self.future.take()));
    }
}
