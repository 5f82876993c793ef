use std::cell::RefCell;
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
    assert!(panic.place.location.unwrap().contains("guard/tests.rs:"));
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
    assert!(panic.place.location.unwrap().contains("guard/tests.rs:"));
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
    assert!(panic.place.location.unwrap().ends_with(&format!("guard/tests.rs:{line}")));
}

#[test]
fn guard_panic_without_a_location_does_not_get_an_earlier_ones() {
    let caught_inside = guard(|| panic::catch_unwind(|| panic!("handled")).is_err());
    assert_eq!(caught_inside, Ok(true));
    let panic = guard(|| panic::resume_unwind(Box::new("text"))).unwrap_err();
    assert_eq!(*panic, Panic { message: "text".to_owned(), place: Box::default() });
}

#[test]
fn guard_on_a_thread_that_is_shutting_down_still_returns() {
    struct Last(mpsc::Sender<Result<(), Box<Panic>>>);
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
        // PLACE is initialised after LAST, so it is gone before LAST is dropped.
        assert!(guard(|| panic!("first")).is_err());
    });
    let panic = receiver.recv().unwrap().unwrap_err();
    thread.join().unwrap();
    assert_eq!(*panic, Panic { message: "late".to_owned(), place: Box::default() });
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
