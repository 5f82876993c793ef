//! The panic guard: it turns a panic into a value, silently, so that it never unwinds into the caller's frames.

use std::any::Any;
use std::backtrace::{Backtrace, BacktraceStatus};
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use serde::Serialize;

use super::image;

/// A panic that was caught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panic {
    /// Its message.
    pub message: String,
    /// Where it was raised.
    pub place: Box<Place>,
}

/// Where a panic was raised.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// As `file:line`; `None` if that isn't known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<String>,
    /// How it came to that, if `RUST_BACKTRACE` or `RUST_LIB_BACKTRACE` asks for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backtrace: Option<String>,
}

// A guard of a library touches no memory of its thread unless something has panicked: there, each access is a function call.

/// Whether the hook has to know which threads have a guard. It need not in a library with a standard library of its own,
/// where it treats all panics alike.
static COUNTS_GUARDS: AtomicBool = AtomicBool::new(true);

/// Whether any thread has ever had a [`PLACE`].
static HAD_PLACES: AtomicBool = AtomicBool::new(false);

thread_local! {
    /// How many guards this thread has, if they are counted.
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static PLACE: Cell<Option<Box<Place>>> = const { Cell::new(None) };
}

/// Runs `call`. If it panics, returns the panic and writes nothing on stderr.
///
/// # Errors
/// It panicked. The panic is in a box, so that a call without one passes only its result on.
pub fn guard<T>(call: impl FnOnce() -> T) -> Result<T, Box<Panic>> {
    install_hook();
    // The place of an earlier panic may be there: of one that is unwinding, if this runs in a destructor, or of one that
    // the caller's code has caught. Only this thread would have put it there, so the order of other memory is no matter.
    let outer = if HAD_PLACES.load(Ordering::Relaxed) { take_place() } else { None };
    let is_counted = COUNTS_GUARDS.load(Ordering::Relaxed);
    if is_counted {
        DEPTH.set(DEPTH.get() + 1);
    }
    let result = panic::catch_unwind(AssertUnwindSafe(call)).map_err(caught);
    if is_counted {
        DEPTH.set(DEPTH.get() - 1);
    }
    if let Some(outer) = outer {
        restore_place(outer);
    }
    result
}

/// Resumes a panic that was caught on a helper thread on this one, with its message and location.
pub fn resume(panic: Box<Panic>) -> ! {
    panic::resume_unwind(panic)
}

#[cold]
#[expect(clippy::unnecessary_box_returns, reason = "the result of a guard has a box")]
fn caught(payload: Box<dyn Any + Send>) -> Box<Panic> {
    let place = take_place().unwrap_or_default();
    let payload = match payload.downcast::<Panic>() {
        Ok(resumed) => return resumed,
        Err(payload) => payload,
    };
    let message = if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "panicked with a value that is not text".to_owned()
    };
    // The payload's type is the caller's, so its destructor may panic too. The payload of that panic may do the same
    // when it is dropped, unless it is text.
    if let Err(second) = panic::catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        take_place();
        if !second.is::<&str>() && !second.is::<String>() {
            std::mem::forget(second);
        }
    }
    Box::new(Panic { message, place })
}

/// Replaces the panic hook, once. If the library has a standard library of its own, all its panics are silent, because
/// standard error belongs to the program: even those of threads that a procedure started, and even after the call. In a
/// program the previous hook still gets the panics outside a guard.
pub(super) fn install_hook() {
    static HOOK: Once = Once::new();
    // A panicking thread must not touch the hook, and a destructor may bring it here.
    if HOOK.is_completed() || thread::panicking() {
        return;
    }
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        let is_library = image::has_own_standard_library();
        COUNTS_GUARDS.store(!is_library, Ordering::Relaxed);
        panic::set_hook(Box::new(move |info| {
            if is_library || DEPTH.get() > 0 {
                record_place(info);
            } else {
                previous(info);
            }
        }));
    });
}

fn record_place(info: &PanicHookInfo<'_>) {
    let location = info.location().map(|location| format!("{}:{}", location.file(), location.line()));
    let backtrace = Backtrace::capture();
    let backtrace = (backtrace.status() == BacktraceStatus::Captured).then(|| backtrace.to_string());
    put_place(Box::new(Place { location, backtrace }));
}

// A thread that is shutting down has no slot any more; its panic is reported without a place.
fn put_place(place: Box<Place>) {
    HAD_PLACES.store(true, Ordering::Relaxed);
    let _ = PLACE.try_with(|slot| slot.set(Some(place)));
}

/// Puts it back if its panic is still unwinding.
#[cold]
fn restore_place(place: Box<Place>) {
    if thread::panicking() {
        put_place(place);
    }
}

#[cold]
fn take_place() -> Option<Box<Place>> {
    PLACE.try_with(Cell::take).unwrap_or_default()
}

#[cfg(test)]
mod tests;
