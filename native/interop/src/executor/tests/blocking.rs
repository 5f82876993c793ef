use super::*;

#[test]
fn block_on_future_that_is_woken_later_returns_its_output() {
    let gate = Gate::default();
    let waiting = gate.clone();
    let opening = thread::spawn(move || gate.open());
    let future = async move {
        waiting.await;
        done()
    };
    assert_eq!(text(block_on(running(future))), "\"done\"");
    opening.join().unwrap();
}

#[test]
fn block_on_future_whose_poll_parks_the_thread_misses_no_wake() {
    let mut polls = 0;
    let future = future::poll_fn(move |context| {
        polls += 1;
        context.waker().wake_by_ref();
        // Takes the token, as a blocking call in the poll may.
        thread::park();
        if polls == 3 { Poll::Ready(done()) } else { Poll::Pending }
    });
    assert_eq!(text(block_on(running(future))), "\"done\"");
}

#[test]
fn block_on_panic_is_the_reply() {
    assert_eq!(text(block_on(running(async { panic!("on purpose") }))), "on purpose");
    assert_eq!(text(block_on(Running::new(async { done() }, |_| panic!("no runtime")))), "no runtime");
}
