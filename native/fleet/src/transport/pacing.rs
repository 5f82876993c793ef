//! Servers close connections when too many that are not authenticated yet are open (`MaxStartups`). Such a connection has
//! sent nothing. It is tried again, and from then on few at a time are opened to that address.

use std::collections::{BTreeMap, HashMap};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::ssh_log::Address;
use crate::random;
use rust_interop::boundary::lock::lock;

/// Connections to one address that may be open unauthenticated, once it has turned one away. OpenSSH's default begins to
/// turn away at 10, and a connection counts there a little longer than here.
const UNAUTHENTICATED: usize = 8;

/// How often a connection may be turned away before the host is unreachable.
pub(super) const TRIES: u32 = 6;

/// The wait before the second connection, doubled for each further one.
const FIRST_DELAY: Duration = Duration::from_millis(500);

/// The connections of a procedure that are being made.
#[derive(Debug, Default)]
pub(crate) struct Pacing(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Nobody waits any more.
    is_over: bool,
    /// By address, of those that have turned one away.
    limited: HashMap<Address, usize>,
    /// Those of which it is not known yet where they go. Each may go to any address.
    unknown: usize,
    /// Those that wait, in the order in which they came.
    waiting: BTreeMap<u64, Waiting>,
    next: u64,
}

#[derive(Debug)]
struct Waiting {
    address: Option<Address>,
    waker: Waker,
    /// It counts as a connection already, and its task is woken.
    is_let_in: bool,
}

impl Pacing {
    /// Waits until another connection may be opened, to this address if it is known.
    pub(super) fn enter(self: &Arc<Self>, address: Option<Address>) -> Enter {
        Enter { pacing: Arc::clone(self), address, number: None }
    }

    /// A permit for a connection, if there is room for it now.
    pub(super) fn try_enter(self: &Arc<Self>, address: Option<&Address>) -> Option<Permit> {
        let mut state = lock(&self.0);
        if !state.has_room(address) {
            return None;
        }
        state.unknown += 1;
        drop(state);
        Some(self.permit(address))
    }

    /// Of a connection that has been counted as one that may go to any address.
    fn permit(self: &Arc<Self>, address: Option<&Address>) -> Permit {
        let mut permit = Permit { pacing: Arc::clone(self), counted: Counted::Unknown };
        if let Some(address) = address {
            permit.set_address(address);
        }
        permit
    }

    /// The address has turned a connection away.
    pub(super) fn limit(&self, address: Address) {
        lock(&self.0).limited.entry(address).or_default();
    }

    /// Lets go all that wait: the procedure is cancelled.
    pub(crate) fn end(&self) {
        let mut state = lock(&self.0);
        state.is_over = true;
        state.let_in();
    }
}

impl State {
    fn has_room(&self, address: Option<&Address>) -> bool {
        let open = match address {
            Some(address) => self.limited.get(address),
            None => self.limited.values().max(),
        };
        self.is_over || open.is_none_or(|open| open + self.unknown < UNAUTHENTICATED)
    }

    /// Lets in those for which there is room now.
    fn let_in(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        for waiting in waiting.values_mut().filter(|waiting| !waiting.is_let_in) {
            if self.has_room(waiting.address.as_ref()) {
                self.unknown += 1;
                waiting.is_let_in = true;
                waiting.waker.wake_by_ref();
            }
        }
        self.waiting = waiting;
    }
}

/// A wait for a permit.
#[derive(Debug)]
pub(super) struct Enter {
    pacing: Arc<Pacing>,
    address: Option<Address>,
    /// Of those that wait.
    number: Option<u64>,
}

impl Future for Enter {
    type Output = Permit;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Permit> {
        let Some(number) = self.number else {
            if let Some(permit) = self.pacing.try_enter(self.address.as_ref()) {
                return Poll::Ready(permit);
            }
            let mut state = lock(&self.pacing.0);
            let number = state.next;
            state.next += 1;
            let (address, waker) = (self.address.clone(), context.waker().clone());
            state.waiting.insert(number, Waiting { address, waker, is_let_in: false });
            // There may be room since.
            state.let_in();
            drop(state);
            self.number = Some(number);
            return Poll::Pending;
        };
        let mut state = lock(&self.pacing.0);
        if state.waiting.get(&number).is_some_and(|waiting| !waiting.is_let_in) {
            return Poll::Pending;
        }
        state.waiting.remove(&number);
        drop(state);
        self.number = None;
        Poll::Ready(self.pacing.permit(self.address.as_ref()))
    }
}

impl Drop for Enter {
    fn drop(&mut self) {
        let Some(number) = self.number else { return };
        let mut state = lock(&self.pacing.0);
        if state.waiting.remove(&number).is_some_and(|waiting| waiting.is_let_in) {
            state.unknown -= 1;
            state.let_in();
        }
    }
}

/// A connection that is being made, until dropped.
#[derive(Debug)]
pub(super) struct Permit {
    pacing: Arc<Pacing>,
    counted: Counted,
}

#[derive(Debug)]
enum Counted {
    Unknown,
    At(Address),
    /// Its address limits nothing.
    Free,
}

impl Permit {
    /// It is known now where the connection goes.
    pub(super) fn set_address(&mut self, address: &Address) {
        if !matches!(self.counted, Counted::Unknown) {
            return;
        }
        let mut state = lock(&self.pacing.0);
        state.unknown -= 1;
        self.counted = match state.limited.get_mut(address) {
            Some(open) => {
                *open += 1;
                Counted::At(address.clone())
            }
            None => Counted::Free,
        };
        state.let_in();
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut state = lock(&self.pacing.0);
        match &self.counted {
            Counted::Unknown => state.unknown -= 1,
            Counted::At(address) => {
                if let Some(open) = state.limited.get_mut(address) {
                    *open -= 1;
                }
            }
            Counted::Free => return,
        }
        state.let_in();
    }
}

/// The wait after a connection that was turned away, counted from 1. Random, so that those which were turned away together
/// do not come back together.
pub(super) fn delay(number: u32) -> Duration {
    #[expect(clippy::cast_precision_loss, reason = "any part will do")]
    let part = random::number() as f64 / u64::MAX as f64;
    FIRST_DELAY.saturating_mul(1_u32.checked_shl(number - 1).unwrap_or(u32::MAX)).mul_f64(0.5 + part)
}

#[cfg(test)]
mod tests;
