use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::sync::mpsc;

use super::*;

/// Runs a future on a loop of this thread, for tests.
pub(crate) fn block_on<T: 'static, F: Future<Output = T> + 'static>(future: impl FnOnce(Handle) -> F) -> T {
    let mut event_loop = EventLoop::new(Poller::new().unwrap());
    let result = Rc::new(RefCell::new(None));
    let (future, slot) = (future(event_loop.handle().clone()), Rc::clone(&result));
    event_loop.spawn(Box::pin(async move {
        *slot.borrow_mut() = Some(future.await);
    }));
    loop {
        if let Some(result) = result.borrow_mut().take() {
            return result;
        }
        event_loop.turn(None);
    }
}

fn event_loop() -> EventLoop {
    EventLoop::new(Poller::new().unwrap())
}

fn spawn(event_loop: &mut EventLoop, future: impl Future<Output = ()> + 'static) {
    event_loop.spawn(Box::pin(future));
}

#[test]
fn turn_sleeping_tasks_end_in_the_order_of_their_times() {
    let mut event_loop = event_loop();
    let (sender, ended) = mpsc::channel();
    for time in [3, 1, 2] {
        let (handle, sender) = (event_loop.handle().clone(), sender.clone());
        spawn(&mut event_loop, async move {
            handle.sleep(Duration::from_millis(time), || false).await;
            sender.send(time).unwrap();
        });
    }
    while !event_loop.has_no_tasks() {
        assert!(event_loop.turn(None) || event_loop.has_no_tasks() || !event_loop.timers.is_empty());
    }
    assert_eq!(ended.try_iter().collect::<Vec<_>>(), [1, 2, 3]);
    assert!(event_loop.timers.is_empty());
}

#[test]
fn turn_task_woken_by_another_thread_goes_on() {
    let mut event_loop = event_loop();
    let (sender, wakers) = mpsc::channel::<Waker>();
    let is_done = Rc::new(Cell::new(false));
    let done = Rc::clone(&is_done);
    spawn(&mut event_loop, async move {
        let mut sender = Some(sender);
        poll_fn(|context| match sender.take() {
            Some(sender) => {
                sender.send(context.waker().clone()).unwrap();
                Poll::Pending
            }
            None => Poll::Ready(()),
        })
        .await;
        done.set(true);
    });
    let waking = thread::spawn(move || wakers.recv().unwrap().wake());
    while !is_done.get() {
        event_loop.turn(None);
    }
    waking.join().unwrap();
    assert!(event_loop.has_no_tasks());
}

#[test]
fn turn_without_events_times_out_and_with_a_waker_ends_at_once() {
    let mut event_loop = event_loop();
    assert!(!event_loop.turn(Some(Duration::from_millis(1))));
    let waker = Arc::clone(event_loop.handle().waker());
    waker.wake();
    assert!(event_loop.turn(None));
    assert!(!event_loop.turn(Some(Duration::from_millis(1))), "woken once");
}

#[test]
fn spawn_from_a_task_runs_the_new_task() {
    let mut event_loop = event_loop();
    let (sender, ended) = mpsc::channel();
    let handle = event_loop.handle().clone();
    spawn(&mut event_loop, async move {
        handle.spawn(Box::pin(async move { sender.send(1).unwrap() }));
    });
    assert_eq!(ended.recv(), Ok(1));
    assert!(event_loop.has_no_tasks());
}

#[test]
fn guarded_panic_is_returned_and_the_loop_goes_on() {
    let panic = block_on(|_| guarded(async { panic!("on purpose") })).map_err(|panic| panic.message);
    assert_eq!(panic, Err::<(), _>("on purpose".to_owned()));
    assert_eq!(block_on(|_| guarded(async { 7 })), Ok(7));
}

#[test]
fn hold_starts_lasts_until_the_last_is_dropped() {
    let event_loop = event_loop();
    let handle = event_loop.handle();
    let holds = [handle.hold_starts(), handle.hold_starts()];
    let [first, second] = holds;
    drop(first);
    assert!(handle.holds_starts());
    drop(second);
    assert!(!handle.holds_starts());
}
