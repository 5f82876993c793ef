//! Real threads that wake, cancel and poll at the same time.

use super::*;

/// A future that is ready after so many wakes, however they fall together.
#[derive(Default)]
struct Counted {
    wakes: AtomicUsize,
    waker: OnceLock<Waker>,
    is_polled: AtomicBool,
}

impl Counted {
    async fn wait_for(self: Arc<Self>, wakes: usize) -> Reply {
        future::poll_fn(|context| {
            assert!(!self.is_polled.swap(true, Ordering::Relaxed), "polled by two threads at once");
            let _ = self.waker.set(context.waker().clone());
            // Gives another thread the chance to do the same.
            thread::yield_now();
            let is_ready = self.wakes.load(Ordering::Relaxed) >= wakes;
            assert!(self.is_polled.swap(false, Ordering::Relaxed), "polled by two threads at once");
            if is_ready { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        done()
    }

    fn wake(&self) {
        self.wakes.fetch_add(1, Ordering::Relaxed);
        self.waker.get().unwrap().wake_by_ref();
    }
}

const TASKS: usize = 200;
const WAKES: usize = 50;
const THREADS: usize = 4;

#[test]
fn wakes_from_several_threads_at_once_are_never_lost() {
    let counted: Vec<Arc<Counted>> = (0..TASKS).map(|_| Arc::default()).collect();
    let started: Vec<_> = counted.iter().map(|counted| start(Arc::clone(counted).wait_for(THREADS * WAKES))).collect();
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| (0..WAKES).for_each(|_| counted.iter().for_each(|counted| counted.wake())));
        }
    });
    for (_, ends) in &started {
        assert_eq!(end_of(ends), "\"done\"");
    }
}

#[test]
fn cancel_at_the_moment_of_the_last_wake_completes_once() {
    let moment = Barrier::new(2);
    thread::scope(|scope| {
        let (gates, opened) = mpsc::channel::<Gate>();
        let moment = &moment;
        scope.spawn(move || {
            for gate in opened {
                moment.wait();
                gate.open();
            }
        });
        for _ in 0..2000 {
            let gate = Gate::default();
            let waiting = gate.clone();
            let (task, ends) = start(async move {
                waiting.await;
                done()
            });
            gates.send(gate).unwrap();
            moment.wait();
            task.cancel();
            let end = end_of(&ends);
            assert!(["\"done\"", "the call was cancelled"].contains(&end.as_str()), "{end}");
        }
    });
}

#[test]
fn calls_that_start_and_end_on_many_threads_at_once_all_complete() {
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                for call in 0..1000 {
                    let gate = Gate::default();
                    let waiting = gate.clone();
                    let (task, ends) = start(async move {
                        waiting.await;
                        done()
                    });
                    if call % 3 == 0 {
                        drop(task);
                    }
                    gate.open();
                    assert_eq!(end_of(&ends), "\"done\"");
                }
            });
        }
    });
}
