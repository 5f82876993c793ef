//! Procedures whose threads panic.

use std::convert::Infallible;
use std::sync::mpsc::{self, Sender};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

use rust_interop::procedure;

fn join_thread_that_panics(message: String) -> Result<Option<String>, Infallible> {
    let panic = thread::spawn(move || panic!("{message}")).join().err();
    Ok(panic.and_then(|payload| payload.downcast().ok()).map(|message| *message))
}
procedure!(join_thread_that_panics);

fn scope_thread_that_panics(message: String) -> Result<(), Infallible> {
    thread::scope(|scope| {
        scope.spawn(|| panic!("{message}"));
    });
    Ok(())
}
procedure!(scope_thread_that_panics);

/// The threads that nobody joins.
struct Left {
    waiting: Vec<Sender<()>>,
    panicked: usize,
}

static LEFT: Mutex<Left> = Mutex::new(Left { waiting: Vec::new(), panicked: 0 });
static HAS_PANICKED: Condvar = Condvar::new();

fn left() -> MutexGuard<'static, Left> {
    LEFT.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Counts its thread when that unwinds.
struct Counted;

impl Drop for Counted {
    fn drop(&mut self) {
        left().panicked += 1;
        HAS_PANICKED.notify_all();
    }
}

/// Leaves a thread behind that panics some time after this has returned.
fn leave_thread_that_panics(message: String) -> Result<(), String> {
    let (sender, receiver) = mpsc::channel::<()>();
    let panicking = move || {
        let _counted = Counted;
        let end = receiver.recv();
        panic!("{message}: {end:?}");
    };
    thread::Builder::new().spawn(panicking).map_err(|error| error.to_string())?;
    left().waiting.push(sender);
    Ok(())
}
procedure!(leave_thread_that_panics);

/// Makes the threads that were left behind panic, and returns how many have panicked.
fn end_threads_left(_: ()) -> Result<usize, Infallible> {
    let mut left = left();
    let count = left.panicked + left.waiting.len();
    left.waiting.clear();
    let left = HAS_PANICKED.wait_while(left, |left| left.panicked < count);
    Ok(left.unwrap_or_else(PoisonError::into_inner).panicked)
}
procedure!(end_threads_left);
