//! Calls that are cancelled.

use std::future::pending;
use std::sync::mpsc;

use c_caller::{Event, Run};
use rust_interop::{Context, export};

use crate::exports::{events_so_far, exports};
use crate::futures::another_thread;

const CANCELLED: &str = r#"{"error":{"kind":"failed","message":"the call was cancelled"}}"#;

/// Says that it is dropped.
struct Dropped<'a>(&'a Context<str>);

impl Drop for Dropped<'_> {
    fn drop(&mut self) {
        self.0.report(if self.0.is_cancelled() { "dropped" } else { "dropped too early" }).unwrap();
    }
}

#[export]
async fn never(context: &Context<str>) {
    let _dropped = Dropped(context);
    context.report("started").unwrap();
    pending::<()>().await;
}

fn progress(text: &str) -> Event {
    Event::Progress(format!("\"{text}\""))
}

#[test]
fn async_function_is_dropped_when_it_is_cancelled() {
    let run = exports!("never").start("{}");
    assert_eq!(events_so_far(&run), [progress("started")]);
    run.cancel();
    assert_eq!(run.wait(), [progress("dropped"), Event::Completed(CANCELLED.to_owned())]);
    run.cancel();
}

#[test]
fn async_function_whose_call_is_released_goes_on_until_nothing_can_wake_it() {
    let mut run = exports!("never").start("{}");
    assert_eq!(run.next(), progress("started"));
    run.release();
    let events = run.wait();
    assert!(
        matches!(&events[..], [dropped, Event::Completed(reply)]
            if *dropped == progress("dropped too early") && reply.contains("nothing is left that could wake it")),
        "{events:?}"
    );
}

#[export]
async fn be_polled_after_a_release() -> bool {
    another_thread().await;
    true
}

#[test]
fn async_function_whose_call_is_released_completes() {
    let mut run = exports!("be_polled_after_a_release").start("{}");
    run.release();
    assert_eq!(run.wait(), [Event::Completed("true".to_owned())]);
}

#[export]
async fn wait_by_on_cancel(context: &Context<str>) -> bool {
    let (sender, woken) = mpsc::channel();
    let _registration = context.on_cancel(move || sender.send(()).unwrap());
    another_thread().await;
    context.report("waiting").unwrap();
    // Blocks a worker, as an async function should not.
    woken.recv().unwrap();
    context.is_cancelled()
}

#[test]
fn async_function_that_is_ready_in_spite_of_a_cancel_replies_with_its_output() {
    let run = exports!("wait_by_on_cancel").start("{}");
    assert_eq!(run.next(), progress("waiting"));
    run.cancel();
    assert_eq!(run.wait(), [Event::Completed("true".to_owned())]);
}

#[export]
async fn wait_by_on_drain(context: &Context<str>) -> bool {
    let (sender, woken) = mpsc::channel();
    let _registration = context.on_drain(move || sender.send(()).unwrap());
    another_thread().await;
    context.report("waiting").unwrap();
    // Blocks a worker, as an async function should not.
    woken.recv().unwrap();
    context.is_draining()
}

#[test]
fn async_function_that_is_drained_goes_on() {
    let run = exports!("wait_by_on_drain").start("{}");
    assert_eq!(run.next(), progress("waiting"));
    run.drain();
    assert_eq!(run.wait(), [Event::Completed("true".to_owned())]);
}

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("on purpose");
    }
}

#[export]
async fn panic_when_dropped() {
    let _bomb = Bomb;
    pending::<()>().await;
}

#[test]
fn async_function_that_panics_when_it_is_dropped_replies() {
    for end in [|run: &mut Run| run.cancel(), Run::release] {
        let mut run = exports!("panic_when_dropped").start("{}");
        end(&mut run);
        let events = run.wait();
        assert!(
            matches!(&events[..], [Event::Completed(reply)]
                if reply.starts_with(r#"{"error":{"kind":"panicked","message":"on purpose""#) && reply.contains("cancels.rs:")),
            "{events:?}"
        );
    }
}
