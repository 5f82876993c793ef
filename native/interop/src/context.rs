use std::fmt;
use std::marker::PhantomData;
use std::sync::Mutex;

use serde::Serialize;

use crate::boundary::guard::guard;
use crate::boundary::lock::lock;
use crate::boundary::outgoing::Outgoing;
use crate::boundary::reply;

/// What a running procedure knows about its call: whether the caller still wants the result, or no further work, and how
/// to report progress.
///
/// `P` is the type of the progress. A plain `Context` reports anything `Serialize`, while this one refuses all but its type:
///
/// ```compile_fail
/// fn count(last: u32, context: &rust_interop::Context<u32>) -> Result<(), serde_json::Error> {
///     (0..last).try_for_each(|number| context.report(&number.to_string()))
/// }
/// ```
///
/// All threads of a procedure share it.
pub struct Context<P: ?Sized = Untyped> {
    cancel: Mutex<Request>,
    drain: Mutex<Request>,
    progress: Option<Mutex<ProgressSink>>,
    /// It takes a `P` and has none.
    _progress: PhantomData<fn(&P)>,
}

/// The progress of a plain [`Context`]: of any type, and of several if you like.
#[derive(Debug)]
pub enum Untyped {}

type ProgressSink = Box<dyn Fn(Outgoing) + Send>;

/// What the caller may ask for once, and who waits for it.
#[derive(Default)]
struct Request {
    is_made: bool,
    registered: u64,
    wakers: Vec<(u64, Waker)>,
}

/// A function that a procedure registered. Neither calling nor dropping it lets a panic out: the panic would hit
/// whoever cancels or drains, who has nothing to do with it.
struct Waker(Option<Box<dyn FnOnce() + Send>>);

impl Waker {
    fn wake(mut self) {
        if let Some(wake) = self.0.take() {
            let _ = guard(wake);
        }
    }
}

impl Drop for Waker {
    fn drop(&mut self) {
        if let Some(wake) = self.0.take() {
            let _ = guard(|| drop(wake));
        }
    }
}

impl<P: ?Sized> Default for Context<P> {
    /// A context that nobody has cancelled.
    fn default() -> Self {
        Self { cancel: Mutex::default(), drain: Mutex::default(), progress: None, _progress: PhantomData }
    }
}

impl Context {
    /// A context that nobody has cancelled. For one with a type of progress, use [`Context::default`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Reports progress to the caller, and returns when the caller has taken it. Reports from several threads arrive
    /// one after another.
    ///
    /// # Errors
    /// The progress can't be written as JSON: it has a map whose keys aren't text, say.
    pub fn report<P: Serialize + ?Sized>(&self, progress: &P) -> serde_json::Result<()> {
        self.report_any(progress)
    }
}

impl<P: Serialize + ?Sized> Context<P> {
    /// Reports progress to the caller, like [`Context::report`] of a plain context.
    ///
    /// # Errors
    /// The progress can't be written as JSON.
    pub fn report(&self, progress: &P) -> serde_json::Result<()> {
        self.report_any(progress)
    }
}

impl<P: ?Sized> Context<P> {
    /// A context that hands each report, as JSON, to `sink`.
    pub(crate) fn reporting_to(sink: impl Fn(Outgoing) + Send + 'static) -> Self {
        Self { progress: Some(Mutex::new(Box::new(sink))), ..Self::default() }
    }

    /// Whether the caller listens to progress. If not, don't bother to compute what is costly to report.
    #[must_use]
    pub fn wants_progress(&self) -> bool {
        self.progress.is_some()
    }

    fn report_any(&self, progress: &(impl Serialize + ?Sized)) -> serde_json::Result<()> {
        if let Some(sink) = &self.progress {
            let report = reply::write(progress)?;
            lock(sink)(report);
        }
        Ok(())
    }

    /// Whether the caller has cancelled the call. If so, return as soon as you can.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        lock(&self.cancel).is_made
    }

    /// Whether the caller wants the call to begin nothing more. What has begun may take the time that it takes.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        lock(&self.drain).is_made
    }

    /// Cancels the call: runs everything that [`on_cancel`](Self::on_cancel) registered, on this thread. If one panics,
    /// the others still run, and this returns. Any thread may call it, any number of times.
    pub fn cancel(&self) {
        make(&self.cancel);
    }

    /// Drains the call: runs everything that [`on_drain`](Self::on_drain) registered, as [`cancel`](Self::cancel) does.
    pub fn drain(&self) {
        make(&self.drain);
    }

    /// Registers `wake`, which is called once, when the call is cancelled; at once if it already is. It runs on the
    /// cancelling thread, so it should only wake whatever blocks. Dropping the registration removes it, unless it is
    /// already running.
    ///
    /// A panic in `wake` goes unnoticed: the canceller doesn't see it, and the procedure's reply doesn't change.
    pub fn on_cancel(&self, wake: impl FnOnce() + Send + 'static) -> Registration<'_> {
        register(&self.cancel, wake)
    }

    /// Registers `wake`, which is called once, when the call is drained, as [`on_cancel`](Self::on_cancel) does for a
    /// cancel.
    pub fn on_drain(&self, wake: impl FnOnce() + Send + 'static) -> Registration<'_> {
        register(&self.drain, wake)
    }
}

fn make(request: &Mutex<Request>) {
    let wakers = {
        let mut request = lock(request);
        request.is_made = true;
        std::mem::take(&mut request.wakers)
    };
    for (_, wake) in wakers {
        wake.wake();
    }
}

fn register(request: &Mutex<Request>, wake: impl FnOnce() + Send + 'static) -> Registration<'_> {
    let wake = Waker(Some(Box::new(wake)));
    let mut state = lock(request);
    if state.is_made {
        drop(state);
        wake.wake();
        return Registration { request, id: None };
    }
    state.registered += 1;
    let id = state.registered;
    state.wakers.push((id, wake));
    Registration { request, id: Some(id) }
}

impl<P: ?Sized> fmt::Debug for Context<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Context").field("is_cancelled", &self.is_cancelled()).finish()
    }
}

/// A context of any type of progress, as the caller's handle sees it.
pub(crate) trait Steer: Send + Sync {
    fn cancel(&self);

    fn drain(&self);
}

impl<P: ?Sized> Steer for Context<P> {
    fn cancel(&self) {
        Context::cancel(self);
    }

    fn drain(&self) {
        Context::drain(self);
    }
}

/// Keeps a waker registered; see [`Context::on_cancel`] and [`Context::on_drain`].
#[must_use = "dropping the registration removes the waker"]
pub struct Registration<'a> {
    request: &'a Mutex<Request>,
    id: Option<u64>,
}

impl fmt::Debug for Registration<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Registration").field("id", &self.id).finish()
    }
}

impl Drop for Registration<'_> {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            let removed = {
                let mut request = lock(self.request);
                let position = request.wakers.iter().position(|(registered, _)| *registered == id);
                position.map(|position| request.wakers.swap_remove(position))
            };
            drop(removed);
        }
    }
}

#[cfg(test)]
mod tests;
