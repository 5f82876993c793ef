use std::fmt;
use std::marker::PhantomData;
use std::sync::Mutex;

use serde::Serialize;

use crate::boundary::guard::guard;
use crate::boundary::lock::lock;
use crate::boundary::outgoing::Outgoing;
use crate::boundary::reply;

/// What a running procedure knows about its call: whether the caller still wants the result, and how to report
/// progress.
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
    cancellation: Mutex<Cancellation>,
    progress: Option<Mutex<ProgressSink>>,
    /// It takes a `P` and has none.
    _progress: PhantomData<fn(&P)>,
}

/// The progress of a plain [`Context`]: of any type, and of several if you like.
#[derive(Debug)]
pub enum Untyped {}

type ProgressSink = Box<dyn Fn(Outgoing) + Send>;

#[derive(Default)]
struct Cancellation {
    requested: bool,
    registered: u64,
    wakers: Vec<(u64, Waker)>,
}

/// A function that a procedure registered. Neither calling nor dropping it lets a panic out: the panic would hit
/// whoever cancels, who has nothing to do with it.
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
        Self { cancellation: Mutex::default(), progress: None, _progress: PhantomData }
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
        lock(&self.cancellation).requested
    }

    /// Cancels the call: runs everything that [`on_cancel`](Self::on_cancel) registered, on this thread. If one panics,
    /// the others still run, and this returns. Any thread may call it, any number of times.
    pub fn cancel(&self) {
        let wakers = {
            let mut cancellation = lock(&self.cancellation);
            cancellation.requested = true;
            std::mem::take(&mut cancellation.wakers)
        };
        for (_, wake) in wakers {
            wake.wake();
        }
    }

    /// Registers `wake`, which is called once, when the call is cancelled; at once if it already is. It runs on the
    /// cancelling thread, so it should only wake whatever blocks. Dropping the registration removes it, unless it is
    /// already running.
    ///
    /// A panic in `wake` goes unnoticed: the canceller doesn't see it, and the procedure's reply doesn't change.
    pub fn on_cancel(&self, wake: impl FnOnce() + Send + 'static) -> CancelRegistration<'_> {
        let wake = Waker(Some(Box::new(wake)));
        let mut cancellation = lock(&self.cancellation);
        if cancellation.requested {
            drop(cancellation);
            wake.wake();
            return CancelRegistration { cancellation: &self.cancellation, id: None };
        }
        cancellation.registered += 1;
        let id = cancellation.registered;
        cancellation.wakers.push((id, wake));
        CancelRegistration { cancellation: &self.cancellation, id: Some(id) }
    }
}

impl<P: ?Sized> fmt::Debug for Context<P> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Context").field("is_cancelled", &self.is_cancelled()).finish()
    }
}

/// A context of any type of progress, as the caller's handle sees it.
pub(crate) trait Cancel: Send + Sync {
    fn cancel(&self);
}

impl<P: ?Sized> Cancel for Context<P> {
    fn cancel(&self) {
        Context::cancel(self);
    }
}

/// Keeps a waker registered; see [`Context::on_cancel`].
#[must_use = "dropping the registration removes the waker"]
pub struct CancelRegistration<'a> {
    cancellation: &'a Mutex<Cancellation>,
    id: Option<u64>,
}

impl fmt::Debug for CancelRegistration<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("CancelRegistration").field("id", &self.id).finish()
    }
}

impl Drop for CancelRegistration<'_> {
    fn drop(&mut self) {
        if let Some(id) = self.id {
            let removed = {
                let mut cancellation = lock(self.cancellation);
                let position = cancellation.wakers.iter().position(|(registered, _)| *registered == id);
                position.map(|position| cancellation.wakers.swap_remove(position))
            };
            drop(removed);
        }
    }
}

#[cfg(test)]
mod tests;
