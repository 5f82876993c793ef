use std::cell::Cell;
use std::future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, Barrier, Mutex, OnceLock};
use std::task::{Context, Poll, Waker};
use std::thread::{self, ThreadId};

use super::*;

mod blocking;
mod stress;

/// A future that is ready when it was opened.
#[derive(Clone, Default)]
struct Gate(Arc<Mutex<(bool, Option<Waker>)>>);

impl Gate {
    fn open(&self) {
        let waker = {
            let mut state = self.0.lock().unwrap();
            state.0 = true;
            state.1.take()
        };
        if let Some(waker) = waker {
            waker.wake();
        }
    }

    fn waker(&self) -> Waker {
        self.0.lock().unwrap().1.clone().unwrap()
    }

    /// Forgets the waker.
    fn close(&self) {
        self.0.lock().unwrap().1 = None;
    }
}

impl Future for Gate {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.0.lock().unwrap();
        state.1 = Some(context.waker().clone());
        if state.0 { Poll::Ready(()) } else { Poll::Pending }
    }
}

/// Calls a function when it is dropped.
struct OnDrop<F: FnMut()>(F);

impl<F: FnMut()> Drop for OnDrop<F> {
    fn drop(&mut self) {
        (self.0)();
    }
}

/// A call's end, with the thread that it came from.
type End = (String, ThreadId);

fn text(reply: Reply) -> String {
    match reply {
        Ok(json) => String::from_utf8(json.written().to_vec()).unwrap(),
        Err(error) => error.message,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a future ends with a reply")]
fn done() -> Reply {
    Ok(Outgoing::of(b"\"done\""))
}

fn running(future: impl Future<Output = Reply> + Send + 'static) -> Running {
    Running::new(future, |work| work())
}

fn complete(ends: Sender<End>) -> impl FnOnce(Reply) + Send + 'static {
    move |reply| ends.send((text(reply), thread::current().id())).unwrap()
}

fn start(future: impl Future<Output = Reply> + Send + 'static) -> (Arc<Task>, Receiver<End>) {
    let (sender, ends) = mpsc::channel();
    (Task::start(running(future), Executor::Workers, complete(sender)), ends)
}

/// The only end.
fn end_of(ends: &Receiver<End>) -> String {
    let (text, _) = ends.recv().unwrap();
    assert!(ends.recv().is_err(), "completed twice");
    text
}

#[test]
fn start_future_that_is_ready_completes_on_the_callers_thread() {
    let (_task, ends) = start(async { done() });
    assert_eq!(ends.try_recv().unwrap(), ("\"done\"".to_owned(), thread::current().id()));
    assert!(ends.recv().is_err());
}

#[test]
fn start_future_that_is_woken_later_completes_on_a_worker() {
    let gate = Gate::default();
    let waiting = gate.clone();
    let (_task, ends) = start(async move {
        waiting.await;
        done()
    });
    assert!(ends.try_recv().is_err());
    gate.open();
    let (text, thread) = ends.recv().unwrap();
    assert_eq!(text, "\"done\"");
    assert_ne!(thread, thread::current().id());
}

#[test]
fn start_future_that_wakes_itself_is_polled_again() {
    let mut polls = 0;
    let (_task, ends) = start(future::poll_fn(move |context| {
        polls += 1;
        context.waker().wake_by_ref();
        context.waker().wake_by_ref();
        if polls == 1000 { Poll::Ready(Ok(Outgoing::of(polls.to_string().as_bytes()))) } else { Poll::Pending }
    }));
    assert_eq!(end_of(&ends), "1000");
}

#[test]
fn wake_after_the_end_does_nothing_and_keeps_nothing_alive() {
    let gate = Gate::default();
    let kept = Arc::new(());
    let (waiting, held) = (gate.clone(), Arc::clone(&kept));
    let (task, ends) = start(async move {
        waiting.await;
        drop(held);
        done()
    });
    let waker = gate.waker();
    gate.open();
    assert_eq!(end_of(&ends), "\"done\"");
    assert_eq!(Arc::strong_count(&kept), 1);
    drop(task);
    waker.wake_by_ref();
    waker.wake();
}

#[test]
fn cancel_waiting_task_drops_the_future_and_then_completes() {
    let gate = Gate::default();
    let (sender, events) = mpsc::channel();
    let (dropped, waiting, completed) = (sender.clone(), gate.clone(), sender);
    let future = async move {
        let _on_drop = OnDrop(move || dropped.send("dropped".to_owned()).unwrap());
        waiting.await;
        done()
    };
    let task = Task::start(running(future), Executor::Workers, move |reply| completed.send(text(reply)).unwrap());
    task.cancel();
    task.cancel();
    assert_eq!(events.iter().collect::<Vec<_>>(), ["dropped", "the call was cancelled"]);
    // Nothing wakes it any more.
    gate.open();
}

#[test]
fn cancel_during_a_poll_drops_the_future_after_it() {
    let (polls, polled) = mpsc::channel();
    let (go_on, blocked) = mpsc::channel::<()>();
    let gate = Gate::default();
    let mut waiting = gate.clone();
    let (task, ends) = start(future::poll_fn(move |context| {
        if Pin::new(&mut waiting).poll(context).is_ready() {
            polls.send(()).unwrap();
            blocked.recv().unwrap();
        }
        Poll::Pending
    }));
    gate.open();
    polled.recv().unwrap();
    task.cancel();
    assert!(ends.try_recv().is_err());
    go_on.send(()).unwrap();
    assert_eq!(end_of(&ends), "the call was cancelled");
    assert!(polled.recv().is_err(), "polled after the cancel");
}

#[test]
fn cancel_after_the_end_does_nothing() {
    let (task, ends) = start(async { done() });
    task.cancel();
    assert_eq!(end_of(&ends), "\"done\"");
}

#[test]
fn drop_everything_that_could_wake_a_task_completes_it() {
    let gate = Gate::default();
    let waiting = gate.clone();
    let (task, ends) = start(async move {
        waiting.await;
        done()
    });
    gate.close();
    assert!(ends.try_recv().is_err());
    drop(task);
    assert_eq!(end_of(&ends), "the future was not ready, and nothing is left that could wake it");
}

#[test]
fn panic_in_a_poll_is_the_reply() {
    let gate = Gate::default();
    let waiting = gate.clone();
    let (_task, ends) = start(async move {
        waiting.await;
        panic!("on purpose")
    });
    gate.open();
    assert_eq!(end_of(&ends), "on purpose");
}

#[test]
fn panic_while_the_future_is_dropped_is_the_reply() {
    let (task, ends) = start(async {
        let _on_drop = OnDrop(|| panic!("in the drop"));
        future::pending::<()>().await;
        done()
    });
    task.cancel();
    assert_eq!(end_of(&ends), "in the drop");

    let (task, ends) = start(async {
        let _on_drop = OnDrop(|| panic!("in the drop"));
        future::pending::<()>().await;
        done()
    });
    drop(task);
    assert_eq!(end_of(&ends), "in the drop");
}

thread_local! {
    static IS_WITHIN: Cell<bool> = const { Cell::new(false) };
}

fn within(work: &mut dyn FnMut()) {
    IS_WITHIN.set(true);
    work();
    IS_WITHIN.set(false);
}

#[test]
fn polls_and_drop_are_within_the_runtime() {
    let gate = Gate::default();
    let waiting = gate.clone();
    let future = async move {
        let _on_drop = OnDrop(|| assert!(IS_WITHIN.get(), "dropped outside"));
        assert!(IS_WITHIN.get(), "polled outside");
        waiting.await;
        assert!(IS_WITHIN.get(), "polled outside");
        future::pending::<()>().await;
        done()
    };
    let (sender, ends) = mpsc::channel();
    let task = Task::start(Running::new(future, within), Executor::Workers, complete(sender));
    gate.open();
    task.cancel();
    assert_eq!(end_of(&ends), "the call was cancelled");
    assert!(!IS_WITHIN.get());
}

#[test]
fn runtime_that_panics_is_the_reply() {
    let future = async { done() };
    let (sender, ends) = mpsc::channel();
    let _task = Task::start(Running::new(future, |_| panic!("no runtime")), Executor::Workers, complete(sender));
    assert_eq!(end_of(&ends), "no runtime");
}
