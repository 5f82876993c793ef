//! Functions with a runtime.

use std::cell::Cell;
use std::future::{pending, ready};
use std::marker::PhantomData;
use std::sync::LazyLock;

use c_caller::Event;
use rust_interop::{Context, export};

use crate::exports::exports;
use crate::futures::another_thread;

thread_local! {
    static ENTERED: Cell<u32> = const { Cell::new(0) };
}

/// What a library's runtime looks like.
struct Runtime(u32);

/// Borrows from the runtime and stays on its thread, as tokio's does.
struct Entered<'a>(u32, PhantomData<(&'a Runtime, *const ())>);

impl Runtime {
    fn enter(&self) -> Entered<'_> {
        Entered(ENTERED.replace(self.0), PhantomData)
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        ENTERED.set(self.0);
    }
}

static SEVEN: LazyLock<Runtime> = LazyLock::new(|| Runtime(7));

fn runtime(number: u32) -> Runtime {
    Runtime(number)
}

#[export(runtime = SEVEN)]
async fn in_a_static(times: u32) -> Vec<u32> {
    let mut entered = vec![ENTERED.get()];
    for _ in 0..times {
        another_thread().await;
        entered.push(ENTERED.get());
    }
    entered
}

#[export(runtime = crate::runtimes::runtime(8))]
async fn in_a_call(text: &str) -> u32 {
    another_thread().await;
    ENTERED.get() + u32::from(text.is_empty())
}

#[export(runtime = { let number = 9; Runtime(number) },)]
async fn in_a_block() -> u32 {
    ready(()).await;
    ENTERED.get()
}

#[test]
fn async_function_is_polled_in_its_runtime() {
    assert_eq!(exports!("in_a_static").call("2"), "[7,7,7]");
    assert_eq!(exports!("in_a_call").call("\"\""), "9");
    assert_eq!(exports!("in_a_block").call("{}"), "9");
    assert_eq!(ENTERED.get(), 0);
}

struct ReportsWhenDropped<'a>(&'a Context<u32>);

impl Drop for ReportsWhenDropped<'_> {
    fn drop(&mut self) {
        self.0.report(&ENTERED.get()).unwrap();
    }
}

#[export(runtime = SEVEN)]
async fn never_in_a_runtime(context: &Context<u32>) {
    let _reports = ReportsWhenDropped(context);
    pending::<()>().await;
}

#[test]
fn async_function_is_dropped_in_its_runtime() {
    let run = exports!("never_in_a_runtime").start("{}");
    run.cancel();
    assert_eq!(run.next(), Event::Progress("7".to_owned()));
    assert!(matches!(run.next(), Event::Completed(_)));
}

fn no_runtime() -> Runtime {
    panic!("there is no runtime")
}

#[export(runtime = no_runtime())]
async fn without_its_runtime() {
    ready(()).await;
}

#[test]
fn async_function_whose_runtime_panics_replies() {
    let reply = exports!("without_its_runtime").call("{}");
    assert!(reply.starts_with(r#"{"error":{"kind":"panicked","message":"there is no runtime""#), "{reply}");
}
