use std::future::poll_fn;
use std::io;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::thread;
use std::time::Instant;

use super::process;
use super::supervision::Supervision;
use crate::event_loop::Handle;
use crate::process::{Cause, Ending, Protocol, Run};
use rust_interop::boundary::guard::{self, Panic};
use rust_interop::boundary::lock::lock;

/// What the task and the thread of a child process share.
struct Shared<P> {
    /// `Some` until the thread takes it.
    run: Option<Run<P>>,
    /// `None` until the thread is done, and after the task has taken it.
    done: Option<Result<(io::Result<Ending>, P), Box<Panic>>>,
    waker: Option<Waker>,
}

/// Runs a command on a thread of its own until it ends, its protocol concludes, its time runs out or the procedure is
/// cancelled. The error means that it could not be started.
pub(crate) async fn run<P: Protocol + Send + 'static>(
    _event_loop: &Handle,
    supervision: &Arc<Supervision>,
    mut run: Run<P>,
) -> (io::Result<Ending>, P) {
    if let Some(grant) = run.grant.take() {
        let began = Instant::now();
        if !grant.until_valid().await {
            return (Ok(Ending::Stopped(Cause::Cancelled, Ok(()))), run.protocol);
        }
        run.deadline = run.deadline.and_then(|deadline| deadline.checked_add(began.elapsed()));
    }
    let shared = Arc::new(Mutex::new(Shared { run: Some(run), done: None, waker: None }));
    let (of_thread, supervision) = (Arc::clone(&shared), Arc::clone(supervision));
    let started = thread::Builder::new().name("rust-interop-host".to_owned()).spawn(move || {
        let Some(run) = lock(&of_thread).run.take() else { return };
        let done = guard::guard(|| process::run(run, &supervision));
        // Dropped before the task goes on, because the procedure may end with the task.
        drop(supervision);
        let mut shared = lock(&of_thread);
        shared.done = Some(done);
        shared.waker.take().map(Waker::wake);
    });
    if let Err(error) = started
        && let Some(run) = lock(&shared).run.take()
    {
        return (Err(error), run.protocol);
    }
    let done = poll_fn(|context| {
        let mut shared = lock(&shared);
        shared.waker = Some(context.waker().clone());
        shared.done.take().map_or(Poll::Pending, Poll::Ready)
    });
    done.await.unwrap_or_else(|panic| guard::resume(panic))
}
