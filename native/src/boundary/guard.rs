//! The one panic guard: a panic becomes a value, silently, and never unwinds into the caller's frames.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;

/// A panic that was caught: what it said, and where it was raised as `file:line`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Panic {
    pub(crate) message: String,
    pub(crate) location: Option<String>,
}

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static LOCATION: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `call`; a panic in it is returned, and nothing is written on stderr.
pub(crate) fn guard<T>(call: impl FnOnce() -> T) -> Result<T, Panic> {
    install_hook();
    DEPTH.set(DEPTH.get() + 1);
    let result = panic::catch_unwind(AssertUnwindSafe(call)).map_err(caught);
    DEPTH.set(DEPTH.get() - 1);
    result
}

/// Lets a panic that was caught on a helper thread go on in this one, message and location intact.
pub(crate) fn resume(panic: Panic) -> ! {
    panic::resume_unwind(Box::new(panic))
}

fn caught(payload: Box<dyn Any + Send>) -> Panic {
    let location = LOCATION.take();
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
        LOCATION.take();
        if !second.is::<&str>() && !second.is::<String>() {
            std::mem::forget(second);
        }
    }
    Panic { message, location }
}

/// Replaces this library's panic hook, once, by one that is silent for guarded panics and calls the former for others.
fn install_hook() {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let former = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if DEPTH.try_with(Cell::get).unwrap_or(0) > 0 {
                note_location(info);
            } else {
                former(info);
            }
        }));
    });
}

fn note_location(info: &PanicHookInfo<'_>) {
    let location = info.location().map(|location| format!("{}:{}", location.file(), location.line()));
    // A thread that is being torn down has no slot any more; the panic is then reported without its location.
    let _ = LOCATION.try_with(|slot| slot.replace(location));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guard_no_panic_returns_the_value() {
        assert_eq!(guard(|| 7), Ok(7));
    }

    #[test]
    fn guard_panic_returns_message_and_location() {
        let panic = guard(|| panic!("out of {}", "luck")).unwrap_err();
        assert_eq!(panic.message, "out of luck");
        assert!(panic.location.unwrap().contains("guard.rs:"));
    }

    #[test]
    fn guard_resumed_panic_keeps_its_first_location() {
        let first = std::thread::spawn(|| guard(|| panic!("on a helper")).unwrap_err()).join().unwrap();
        assert_eq!(guard(|| resume(first.clone())).unwrap_err(), first);
    }

    #[test]
    fn guard_payload_that_is_not_text_says_so() {
        let panic = guard(|| panic::panic_any(5)).unwrap_err();
        assert_eq!(panic.message, "panicked with a value that is not text");
    }

    #[test]
    fn guard_payload_whose_destructor_panics_still_returns() {
        struct Bomb;
        impl Drop for Bomb {
            fn drop(&mut self) {
                panic!("second");
            }
        }
        assert!(guard(|| panic::panic_any(Bomb)).is_err());
        assert_eq!(guard(|| 1), Ok(1));
    }
}
