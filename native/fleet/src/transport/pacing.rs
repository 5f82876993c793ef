//! Limits connections to servers that turn some away. A server closes connections when too many unauthenticated ones
//! are open (`MaxStartups`). Nothing was sent on such a connection, so it is made again, and from then on only a few at
//! a time are opened to that address.

use std::collections::{BTreeMap, HashMap};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use super::ssh_log::Address;
use crate::random;
use rust_interop::boundary::lock::lock;

/// How many unauthenticated connections to an address may be open once it has turned one away. By default OpenSSH
/// starts turning away at 10, and counts a connection a little longer than we do.
const UNAUTHENTICATED: usize = 8;

/// How often a connection may be turned away before the host is unreachable.
pub(super) const TRIES: u32 = 6;

/// The wait before the second connection, doubled for each further one.
const FIRST_DELAY: Duration = Duration::from_millis(500);

/// The connections that a procedure is making.
#[derive(Debug, Default)]
pub(crate) struct Pacing(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    /// Whether the waiting is over.
    is_over: bool,
    /// The number of connections to each address that has turned one away.
    limited: HashMap<Address, usize>,
    /// How many connections have an unknown address. Each may go to any.
    unknown: usize,
    /// Those that wait, in order of arrival.
    waiting: BTreeMap<u64, Waiting>,
    next: u64,
}

#[derive(Debug)]
struct Waiting {
    address: Option<Address>,
    waker: Waker,
    /// It already counts as a connection, and its task was woken.
    is_admitted: bool,
}

impl Pacing {
    /// Waits until another connection may be opened, to this address if it is known.
    pub(super) fn enter(self: &Arc<Self>, address: Option<Address>) -> Enter {
        Enter { pacing: Arc::clone(self), address, number: None }
    }

    /// Returns a permit for a connection if there is room for one now.
    pub(super) fn try_enter(self: &Arc<Self>, address: Option<&Address>) -> Option<Permit> {
        let mut state = lock(&self.0);
        if !state.has_room(address) {
            return None;
        }
        state.unknown += 1;
        drop(state);
        Some(self.permit(address))
    }

    /// For a connection that counts as one that may go to any address.
    fn permit(self: &Arc<Self>, address: Option<&Address>) -> Permit {
        let mut permit = Permit { pacing: Arc::clone(self), counted: Counted::Unknown };
        if let Some(address) = address {
            permit.set_address(address);
        }
        permit
    }

    /// Records that the address has turned a connection away.
    pub(super) fn limit(&self, address: Address) {
        lock(&self.0).limited.entry(address).or_default();
    }

    /// Ends all waits because the procedure was cancelled.
    pub(crate) fn end(&self) {
        let mut state = lock(&self.0);
        state.is_over = true;
        state.admit();
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

    /// Admits those for which there is room now.
    fn admit(&mut self) {
        let mut waiting = std::mem::take(&mut self.waiting);
        for waiting in waiting.values_mut().filter(|waiting| !waiting.is_admitted) {
            if self.has_room(waiting.address.as_ref()) {
                self.unknown += 1;
                waiting.is_admitted = true;
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
    /// Its number among those that wait.
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
            state.waiting.insert(number, Waiting { address, waker, is_admitted: false });
            // There may be room by now.
            state.admit();
            drop(state);
            self.number = Some(number);
            return Poll::Pending;
        };
        let mut state = lock(&self.pacing.0);
        if state.waiting.get(&number).is_some_and(|waiting| !waiting.is_admitted) {
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
        if state.waiting.remove(&number).is_some_and(|waiting| waiting.is_admitted) {
            state.unknown -= 1;
            state.admit();
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
    /// Its address has no limit.
    Free,
}

impl Permit {
    /// Records where the connection goes.
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
        state.admit();
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
        state.admit();
    }
}

/// How long to wait after the connection with this number, counted from 1, was turned away. Random, so that connections
/// which were turned away together don't come back together.
pub(super) fn delay(number: u32) -> Duration {
    #[expect(clippy::cast_precision_loss, reason = "any part will do")]
    let part = random::number() as f64 / u64::MAX as f64;
    FIRST_DELAY.saturating_mul(1_u32.checked_shl(number - 1).unwrap_or(u32::MAX)).mul_f64(0.5 + part)
}

#[cfg(test)]
mod tests;
