//! The one panic guard: a panic becomes a value, silently, and never unwinds into the caller's frames.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;
use std::thread;

use super::image;

/// A panic that was caught: what it said, and where it was raised as `file:line`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panic {
    /// What it said.
    pub message: String,
    /// Where it was raised, as `file:line`; `None` where that is not known.
    pub location: Option<String>,
}

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static LOCATION: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `call`; a panic in it is returned, and nothing is written on stderr.
///
/// # Errors
/// It has panicked.
pub fn guard<T>(call: impl FnOnce() -> T) -> Result<T, Panic> {
    install_hook();
    // There may be one of a panic that unwinds, if this runs in a destructor, or of one that the caller's code has caught.
    let outer = take_location();
    DEPTH.set(DEPTH.get() + 1);
    let result = panic::catch_unwind(AssertUnwindSafe(call)).map_err(caught);
    DEPTH.set(DEPTH.get() - 1);
    if outer.is_some() && thread::panicking() {
        put_location(outer);
    }
    result
}

/// Lets a panic that was caught on a helper thread go on in this one, message and location intact.
pub fn resume(panic: Panic) -> ! {
    panic::resume_unwind(Box::new(panic))
}

fn caught(payload: Box<dyn Any + Send>) -> Panic {
    let location = take_location();
    let payload = match payload.downcast::<Panic>() {
        Ok(resumed) => return *resumed,
        Err(payload) => payload,
    };
    let message = if let Some(text) = payload.downcast_ref::<&str>() {
        (*text).to_owned()
    } else if let Some(text) = payload.downcast_ref::<String>() {
        text.clone()
    } else {
        "panicked with a value that is not text".to_owned()
    };
    // The payload is of the caller's making: its destructor can panic as well, and so can that of what it panics with,
    // unless it is text.
    if let Err(second) = panic::catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        take_location();
        if !second.is::<&str>() && !second.is::<String>() {
            std::mem::forget(second);
        }
    }
    Panic { message, location }
}

/// Replaces the panic hook, once. In a library of its own every panic is silent, since standard error is the program's: that
/// of a thread that a procedure has started too, and whenever it comes. In a program the former hook is called for those
/// that are not guarded.
pub(super) fn install_hook() {
    static HOOK: Once = Once::new();
    // A thread that panics may not touch the hook. It can come here from a destructor.
    if HOOK.is_completed() || thread::panicking() {
        return;
    }
    HOOK.call_once(|| {
        let former = panic::take_hook();
        let is_library = image::has_own_standard_library();
        panic::set_hook(Box::new(move |info| {
            if DEPTH.try_with(Cell::get).unwrap_or(0) > 0 {
                note_location(info);
            } else if !is_library {
                former(info);
            }
        }));
    });
}

fn note_location(info: &PanicHookInfo<'_>) {
    put_location(info.location().map(|location| format!("{}:{}", location.file(), location.line())));
}

// A thread that is being torn down has no slot any more; a panic is then reported without its location.
fn put_location(location: Option<String>) {
    let _ = LOCATION.try_with(|slot| slot.replace(location));
}

fn take_location() -> Option<String> {
    LOCATION.try_with(RefCell::take).unwrap_or_default()
}

#[cfg(test)]
mod tests;
