use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Wake;

use super::*;

fn address(name: &str) -> Address {
    Address::Network(name.to_owned())
}

fn pacing() -> Arc<Pacing> {
    let pacing = Arc::<Pacing>::default();
    pacing.limit(address("a"));
    pacing
}

fn poll(enter: &mut Enter) -> Option<Permit> {
    match Pin::new(enter).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(permit) => Some(permit),
        Poll::Pending => None,
    }
}

/// Polls it for a task. Returns what counts how often that is woken.
fn wait(enter: &mut Enter) -> Arc<Woken> {
    let woken = Arc::<Woken>::default();
    let waker = Waker::from(Arc::clone(&woken));
    assert!(Pin::new(enter).poll(&mut Context::from_waker(&waker)).is_pending());
    woken
}

#[derive(Default)]
struct Woken(AtomicUsize);

impl Woken {
    fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

fn enter(pacing: &Arc<Pacing>, to: Option<&str>) -> Permit {
    poll(&mut pacing.enter(to.map(address))).unwrap()
}

fn full(pacing: &Arc<Pacing>) -> Vec<Permit> {
    (0..UNAUTHENTICATED).map(|_| enter(pacing, Some("a"))).collect()
}

fn has_room(pacing: &Pacing, to: Option<&str>) -> bool {
    lock(&pacing.0).has_room(to.map(address).as_ref())
}

#[test]
fn enter_address_that_has_turned_none_away_has_no_limit() {
    let pacing = pacing();
    let permits: Vec<_> = (0..100).map(|_| enter(&pacing, Some("b"))).collect();
    assert!(has_room(&pacing, Some("a")) && has_room(&pacing, None));
    drop(permits);
}

#[test]
fn enter_limited_address_waits_for_a_permit_to_be_dropped_in_turn() {
    let pacing = pacing();
    let mut permits = full(&pacing);
    assert!(!has_room(&pacing, Some("a")) && has_room(&pacing, Some("b")));
    assert!(!has_room(&pacing, None), "it may go to any address");
    let [mut first, mut second] = [(); 2].map(|()| pacing.enter(Some(address("a"))));
    assert!(poll(&mut first).is_none() && poll(&mut second).is_none());
    permits.pop();
    assert!(poll(&mut second).is_none(), "it came later");
    let first = poll(&mut first).unwrap();
    assert!(poll(&mut second).is_none());
    drop(first);
    assert!(poll(&mut second).is_some());
}

#[test]
fn enter_wait_is_woken_once_there_is_room() {
    let pacing = pacing();
    let mut permits = full(&pacing);
    let [mut first, mut second] = [(); 2].map(|()| pacing.enter(Some(address("a"))));
    let [first_woken, second_woken] = [wait(&mut first), wait(&mut second)];
    permits.pop();
    assert_eq!((first_woken.count(), second_woken.count()), (1, 0));
    drop(poll(&mut first).unwrap());
    assert_eq!(second_woken.count(), 1);
}

#[test]
fn set_address_without_a_limit_wakes_the_next() {
    let pacing = pacing();
    let mut permits: Vec<_> = (0..UNAUTHENTICATED).map(|_| enter(&pacing, None)).collect();
    let mut waiting = pacing.enter(Some(address("a")));
    let woken = wait(&mut waiting);
    permits[0].set_address(&address("b"));
    assert_eq!(woken.count(), 1);
    assert!(poll(&mut waiting).is_some());
}

#[test]
fn enter_dropped_while_waiting_or_admitted_makes_room_for_the_next() {
    let pacing = pacing();
    let mut permits = full(&pacing);
    let [mut first, mut second, mut third] = [(); 3].map(|()| pacing.enter(Some(address("a"))));
    assert!([&mut first, &mut second, &mut third].into_iter().all(|enter| poll(enter).is_none()));
    drop(first);
    permits.pop();
    drop(second);
    assert!(poll(&mut third).is_some());
    drop(permits);
    let state = lock(&pacing.0);
    assert_eq!((state.unknown, state.limited[&address("a")], state.waiting.len()), (0, 0, 0));
}

#[test]
fn set_address_of_an_unknown_connection_counts_it_only_there() {
    let pacing = pacing();
    let mut permits: Vec<_> = (0..UNAUTHENTICATED).map(|_| enter(&pacing, None)).collect();
    assert!(!has_room(&pacing, Some("a")));
    permits[0].set_address(&address("b"));
    assert!(has_room(&pacing, Some("a")));
    permits[1].set_address(&address("a"));
    permits[1].set_address(&address("b"));
    assert_eq!(lock(&pacing.0).limited[&address("a")], 1);
    drop(permits);
    let state = lock(&pacing.0);
    assert_eq!((state.unknown, state.limited[&address("a")]), (0, 0));
}

#[test]
fn end_admits_all() {
    let pacing = pacing();
    let permits = full(&pacing);
    let mut waiting = pacing.enter(Some(address("a")));
    assert!(poll(&mut waiting).is_none());
    pacing.end();
    assert!(poll(&mut waiting).is_some());
    drop(enter(&pacing, Some("a")));
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
