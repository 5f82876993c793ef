//! Servers close connections when too many that are not authenticated yet are open (`MaxStartups`). Such a connection has
//! sent nothing. It is tried again, and from then on few at a time are opened to that address.

use std::collections::HashMap;
use std::sync::{Condvar, Mutex, PoisonError};
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
pub(crate) struct Pacing {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Nobody waits any more.
    is_over: bool,
    /// By address, of those that have turned one away.
    limited: HashMap<Address, usize>,
    /// Those of which it is not known yet where they go. Each may go to any address.
    unknown: usize,
}

impl Pacing {
    /// Waits until another connection may be opened, to this address if it is known. Calls `waits` before.
    pub(super) fn enter(&self, address: Option<&Address>, waits: &dyn Fn()) -> Permit<'_> {
        let mut state = lock(&self.state);
        if !state.has_room(address) {
            drop(state);
            waits();
            state = lock(&self.state);
            let full = |state: &mut State| !state.has_room(address);
            state = self.changed.wait_while(state, full).unwrap_or_else(PoisonError::into_inner);
        }
        let mut permit = Permit { pacing: self, counted: Counted::Unknown };
        state.unknown += 1;
        drop(state);
        if let Some(address) = address {
            permit.set_address(address);
        }
        permit
    }

    /// The address has turned a connection away.
    pub(super) fn limit(&self, address: Address) {
        lock(&self.state).limited.entry(address).or_default();
    }

    /// Lets go all that wait: the procedure is cancelled.
    pub(crate) fn end(&self) {
        lock(&self.state).is_over = true;
        self.changed.notify_all();
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
}

/// A connection that is being made, until dropped.
#[derive(Debug)]
pub(super) struct Permit<'a> {
    pacing: &'a Pacing,
    counted: Counted,
}

#[derive(Debug)]
enum Counted {
    Unknown,
    At(Address),
    /// Its address limits nothing.
    Free,
}

impl Permit<'_> {
    /// It is known now where the connection goes.
    pub(super) fn set_address(&mut self, address: &Address) {
        if !matches!(self.counted, Counted::Unknown) {
            return;
        }
        let mut state = lock(&self.pacing.state);
        state.unknown -= 1;
        self.counted = match state.limited.get_mut(address) {
            Some(open) => {
                *open += 1;
                Counted::At(address.clone())
            }
            None => Counted::Free,
        };
        drop(state);
        self.pacing.changed.notify_all();
    }
}

impl Drop for Permit<'_> {
    fn drop(&mut self) {
        let mut state = lock(&self.pacing.state);
        match &self.counted {
            Counted::Unknown => state.unknown -= 1,
            Counted::At(address) => {
                if let Some(open) = state.limited.get_mut(address) {
                    *open -= 1;
                }
            }
            Counted::Free => return,
        }
        drop(state);
        self.pacing.changed.notify_all();
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
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::thread;

    use super::*;

    fn address(name: &str) -> Address {
        Address::Network(name.to_owned())
    }

    fn enter<'a>(pacing: &'a Pacing, to: &str) -> Permit<'a> {
        pacing.enter(Some(&address(to)), &|| {})
    }

    fn has_room(pacing: &Pacing, to: Option<&str>) -> bool {
        lock(&pacing.state).has_room(to.map(address).as_ref())
    }

    #[test]
    fn enter_address_that_has_turned_nobody_away_has_no_limit() {
        let pacing = Pacing::default();
        pacing.limit(address("a"));
        let permits: Vec<_> = (0..100).map(|_| enter(&pacing, "b")).collect();
        assert!(has_room(&pacing, Some("a")) && has_room(&pacing, None));
        drop(permits);
    }

    #[test]
    fn enter_limited_address_waits_for_a_permit_to_be_dropped() {
        let pacing = Pacing::default();
        pacing.limit(address("a"));
        let mut permits: Vec<_> = (0..UNAUTHENTICATED).map(|_| enter(&pacing, "a")).collect();
        assert!(!has_room(&pacing, Some("a")) && has_room(&pacing, Some("b")));
        assert!(!has_room(&pacing, None), "it may go to any address");
        let waited = AtomicUsize::new(0);
        thread::scope(|scope| {
            let waiting = scope.spawn(|| {
                let permit = pacing.enter(Some(&address("a")), &|| {
                    waited.fetch_add(1, Ordering::Relaxed);
                });
                let open = lock(&pacing.state).limited[&address("a")];
                drop(permit);
                open
            });
            while waited.load(Ordering::Relaxed) == 0 {
                thread::yield_now();
            }
            // Time for one that does not wait.
            thread::sleep(Duration::from_millis(20));
            permits.pop();
            assert_eq!(waiting.join().unwrap(), UNAUTHENTICATED);
        });
    }

    /// Whoever waits for an address is let go by what is done.
    fn assert_lets_go(pacing: &Pacing, done: impl FnOnce()) {
        let waiting = AtomicUsize::new(0);
        thread::scope(|scope| {
            let waiter = scope.spawn(|| {
                drop(pacing.enter(Some(&address("a")), &|| {
                    waiting.fetch_add(1, Ordering::Relaxed);
                }));
            });
            while waiting.load(Ordering::Relaxed) == 0 {
                thread::yield_now();
            }
            // Time to begin to wait.
            thread::sleep(Duration::from_millis(20));
            done();
            waiter.join().unwrap();
        });
    }

    #[test]
    fn set_address_to_another_lets_one_that_waits_go() {
        let pacing = Pacing::default();
        pacing.limit(address("a"));
        let mut permits: Vec<_> = (0..UNAUTHENTICATED).map(|_| pacing.enter(None, &|| {})).collect();
        assert_lets_go(&pacing, || permits[0].set_address(&address("b")));
    }

    #[test]
    fn end_lets_those_that_wait_go() {
        let pacing = Pacing::default();
        pacing.limit(address("a"));
        let permits: Vec<_> = (0..UNAUTHENTICATED).map(|_| enter(&pacing, "a")).collect();
        assert_lets_go(&pacing, || pacing.end());
        drop(permits);
    }

    #[test]
    fn set_address_of_an_unknown_connection_counts_it_there_alone() {
        let pacing = Pacing::default();
        pacing.limit(address("a"));
        let mut permits: Vec<_> = (0..UNAUTHENTICATED).map(|_| pacing.enter(None, &|| {})).collect();
        assert!(!has_room(&pacing, Some("a")));
        permits[0].set_address(&address("b"));
        assert!(has_room(&pacing, Some("a")));
        permits[1].set_address(&address("a"));
        permits[1].set_address(&address("b"));
        assert_eq!(lock(&pacing.state).limited[&address("a")], 1);
        drop(permits);
        let state = lock(&pacing.state);
        assert_eq!((state.unknown, state.limited[&address("a")]), (0, 0));
    }

    #[test]
    fn end_lets_all_go() {
        let pacing = Pacing::default();
        pacing.limit(address("a"));
        let permits: Vec<_> = (0..UNAUTHENTICATED).map(|_| enter(&pacing, "a")).collect();
        pacing.end();
        drop(enter(&pacing, "a"));
        drop(permits);
    }

    #[test]
    fn delay_grows_and_is_never_the_same() {
        for (number, least) in [(1, 250), (2, 500), (3, 1000)] {
            let delay = delay(number).as_millis();
            assert!((least..=3 * least).contains(&delay), "{delay}");
        }
        assert_ne!(delay(9), delay(9));
    }
}
