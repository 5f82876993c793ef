use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

fn counter() -> (Arc<AtomicU32>, impl FnOnce() + Send + 'static) {
    let count = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&count);
    let wake = move || {
        counted.fetch_add(1, Ordering::Relaxed);
    };
    (count, wake)
}

#[test]
fn cancel_twice_wakes_once() {
    let context = Context::new();
    let (count, wake) = counter();
    let registration = context.on_cancel(wake);
    assert!(!context.is_cancelled());
    context.cancel();
    context.cancel();
    drop(registration);
    assert!(context.is_cancelled());
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

#[test]
fn on_cancel_after_the_cancel_wakes_at_once() {
    let context = Context::new();
    context.cancel();
    let (count, wake) = counter();
    let _registration = context.on_cancel(wake);
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

#[test]
fn on_cancel_registration_dropped_never_wakes() {
    let context = Context::new();
    let (count, wake) = counter();
    drop(context.on_cancel(wake));
    context.cancel();
    assert_eq!(count.load(Ordering::Relaxed), 0);
}

#[test]
fn on_cancel_registration_dropped_removes_only_its_own_waker() {
    let context = Context::new();
    let counters = [(); 3].map(|()| counter());
    let counts: Vec<_> = counters.iter().map(|(count, _)| Arc::clone(count)).collect();
    let [first, middle, last] = counters.map(|(_, wake)| context.on_cancel(wake));
    drop(middle);
    context.cancel();
    drop((first, last));
    assert_eq!(counts.iter().map(|count| count.load(Ordering::Relaxed)).collect::<Vec<_>>(), [1, 0, 1]);
}

#[test]
fn drain_wakes_who_waits_for_it_and_cancels_nothing() {
    let context = Context::new();
    let (count, wake) = counter();
    let (cancels, wake_by_cancel) = counter();
    let _registrations = [context.on_drain(wake), context.on_cancel(wake_by_cancel)];
    assert!(!context.is_draining());
    context.drain();
    context.drain();
    assert!(context.is_draining() && !context.is_cancelled());
    assert_eq!([count, cancels].map(|count| count.load(Ordering::Relaxed)), [1, 0]);
}

#[test]
fn wants_progress_with_a_listener_is_true() {
    assert!(!Context::new().wants_progress());
    assert!(Context::<Untyped>::reporting_to(|_| {}).wants_progress());
}

/// Panics when dropped.
struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("on purpose");
    }
}

#[test]
fn cancel_waker_that_panics_wakes_the_others() {
    let context = Context::new();
    let (count, wake) = counter();
    let (other_count, other_wake) = counter();
    let _registrations = [
        context.on_cancel(|| panic!("on purpose")),
        context.on_cancel(wake),
        context.on_cancel(|| std::panic::panic_any(Bomb)),
        context.on_cancel(other_wake),
    ];
    context.cancel();
    assert!(context.is_cancelled());
    assert_eq!((count.load(Ordering::Relaxed), other_count.load(Ordering::Relaxed)), (1, 1));
}

#[test]
fn on_cancel_after_the_cancel_waker_that_panics_returns_and_the_next_still_wakes() {
    let context = Context::new();
    context.cancel();
    let _registration = context.on_cancel(|| panic!("on purpose"));
    let (count, wake) = counter();
    let _other = context.on_cancel(wake);
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

#[test]
fn on_cancel_waker_that_panics_when_dropped_is_removed() {
    let context = Context::new();
    let bomb = Bomb;
    drop(context.on_cancel(move || drop(bomb)));
    let (count, wake) = counter();
    let _registration = context.on_cancel(wake);
    context.cancel();
    assert_eq!(count.load(Ordering::Relaxed), 1);
}

#[test]
fn drop_with_a_waker_that_panics_when_dropped_returns() {
    let context = Context::new();
    let bomb = Bomb;
    std::mem::forget(context.on_cancel(move || drop(bomb)));
    drop(context);
}

#[test]
fn report_after_a_sink_that_panicked_reaches_it() {
    let count = Arc::new(AtomicU32::new(0));
    let counted = Arc::clone(&count);
    let context: Context = Context::reporting_to(move |_| {
        assert_ne!(counted.fetch_add(1, Ordering::Relaxed), 0, "on purpose");
    });
    assert!(guard(|| context.report(&1)).is_err());
    assert!(context.report(&2).is_ok());
    assert_eq!(count.load(Ordering::Relaxed), 2);
}
