//! The panic guard: it turns a panic into a value, silently, so that it never unwinds into the caller's frames.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;
use std::thread;

use super::image;

/// A panic that was caught.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Panic {
    /// Its message.
    pub message: String,
    /// Where it was raised, as `file:line`; `None` if that isn't known.
    pub location: Option<String>,
}

thread_local! {
    static DEPTH: Cell<u32> = const { Cell::new(0) };
    static LOCATION: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Runs `call`. If it panics, returns the panic and writes nothing on stderr.
///
/// # Errors
/// It panicked.
pub fn guard<T>(call: impl FnOnce() -> T) -> Result<T, Panic> {
    install_hook();
    // The location of an earlier panic may be there: of one that is unwinding, if this runs in a destructor, or of one
    // that the caller's code has caught.
    let outer = take_location();
    DEPTH.set(DEPTH.get() + 1);
    let result = panic::catch_unwind(AssertUnwindSafe(call)).map_err(caught);
    DEPTH.set(DEPTH.get() - 1);
    if outer.is_some() && thread::panicking() {
        put_location(outer);
    }
    result
}

/// Resumes a panic that was caught on a helper thread on this one, with its message and location.
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
    // The payload's type is the caller's, so its destructor may panic too. The payload of that panic may do the same
    // when it is dropped, unless it is text.
    if let Err(second) = panic::catch_unwind(AssertUnwindSafe(|| drop(payload))) {
        take_location();
        if !second.is::<&str>() && !second.is::<String>() {
            std::mem::forget(second);
        }
    }
    Panic { message, location }
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
        panic::set_hook(Box::new(move |info| {
            if DEPTH.try_with(Cell::get).unwrap_or(0) > 0 {
                record_location(info);
            } else if !is_library {
                previous(info);
            }
        }));
    });
}

fn record_location(info: &PanicHookInfo<'_>) {
    put_location(info.location().map(|location| format!("{}:{}", location.file(), location.line())));
}

// A thread that is shutting down has no slot any more; its panic is reported without a location.
fn put_location(location: Option<String>) {
    let _ = LOCATION.try_with(|slot| slot.replace(location));
}

fn take_location() -> Option<String> {
    LOCATION.try_with(RefCell::take).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

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
    fn guard_after_its_return_no_longer_guards() {
        let depth_within = guard(|| guard(|| DEPTH.get()).unwrap()).unwrap();
        guard(|| panic!("on purpose")).unwrap_err();
        assert_eq!((depth_within, DEPTH.get()), (2, 0));
    }

    #[test]
    fn guard_resumed_panic_keeps_its_first_location() {
        let first = std::thread::spawn(|| guard(|| panic!("on a helper")).unwrap_err()).join().unwrap();
        assert_eq!(guard(|| resume(first.clone())).unwrap_err(), first);
    }

    /// Panics when dropped.
    struct Bomb;

    impl Drop for Bomb {
        fn drop(&mut self) {
            panic!("second");
        }
    }

    #[test]
    fn guard_panic_within_a_panic_reports_the_first() {
        struct Nested;
        impl Drop for Nested {
            fn drop(&mut self) {
                panic::panic_any(Bomb);
            }
        }
        let panic = guard(|| panic::panic_any(Nested)).unwrap_err();
        assert_eq!(panic.message, "panicked with a value that is not text");
        assert!(panic.location.unwrap().contains("guard.rs:"));
        assert_eq!(guard(|| 7), Ok(7));
    }

    #[test]
    fn guard_in_a_destructor_while_a_panic_unwinds_keeps_its_location() {
        struct Guarding;
        impl Drop for Guarding {
            fn drop(&mut self) {
                let second = guard(|| drop(Bomb)).unwrap_err();
                assert_eq!(second.message, "second");
            }
        }
        let mut line = 0;
        let panic = guard(|| {
            let _guarding = Guarding;
            line = line!() + 1;
            panic!("first")
        });
        let panic = panic.unwrap_err();
        assert_eq!(panic.message, "first");
        assert!(panic.location.unwrap().ends_with(&format!("guard.rs:{line}")));
    }

    #[test]
    fn guard_panic_without_a_location_does_not_get_an_earlier_ones() {
        let caught_inside = guard(|| panic::catch_unwind(|| panic!("handled")).is_err());
        assert_eq!(caught_inside, Ok(true));
        let panic = guard(|| panic::resume_unwind(Box::new("text"))).unwrap_err();
        assert_eq!(panic, Panic { message: "text".to_owned(), location: None });
    }

    #[test]
    fn guard_on_a_thread_that_is_shutting_down_still_returns() {
        struct Last(mpsc::Sender<Result<(), Panic>>);
        impl Drop for Last {
            fn drop(&mut self) {
                self.0.send(guard(|| panic!("late"))).unwrap();
            }
        }
        thread_local! {
            static LAST: RefCell<Option<Last>> = const { RefCell::new(None) };
        }
        let (sender, receiver) = mpsc::channel();
        let thread = thread::spawn(|| {
            LAST.set(Some(Last(sender)));
            // LOCATION is initialised after LAST, so it is gone before LAST is dropped.
            assert!(guard(|| panic!("first")).is_err());
        });
        let panic = receiver.recv().unwrap().unwrap_err();
        thread.join().unwrap();
        assert_eq!(panic, Panic { message: "late".to_owned(), location: None });
    }

    #[test]
    fn guard_payload_that_is_not_text_says_so() {
        let panic = guard(|| panic::panic_any(5)).unwrap_err();
        assert_eq!(panic.message, "panicked with a value that is not text");
    }

    #[test]
    fn guard_payload_whose_destructor_panics_still_returns() {
        assert!(guard(|| panic::panic_any(Bomb)).is_err());
        assert_eq!(guard(|| 1), Ok(1));
    }
}
