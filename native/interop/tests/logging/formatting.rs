//! Messages of every kind, and values that can't be formatted.

use std::cell::RefCell;
use std::fmt;
use std::panic::{self, AssertUnwindSafe};
use std::thread;

use super::attached::Attached;

struct Panicking;

impl fmt::Display for Panicking {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("no text");
    }
}

struct Failing;

impl fmt::Display for Failing {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Err(fmt::Error)
    }
}

fn assert_ends_with_the_panic(message: &str) {
    let place = format!(" at {}:", file!());
    assert!(message.starts_with("before [a value panicked while it was formatted: no text"), "{message}");
    assert!(message.contains(&place), "{message}");
}

#[test]
fn write_value_that_panics_says_so_and_the_next_record_works() {
    let logger = Attached::new(3, "panicking");

    log::info!(target: "panicking", "before {Panicking} after");
    log::info!(target: "panicking", "next");

    assert_ends_with_the_panic(&logger.messages()[0]);
    assert_eq!(logger.messages()[1], "next");
}

#[test]
fn write_value_that_fails_says_so() {
    let logger = Attached::new(3, "failing");

    log::info!(target: "failing", "before {Failing} after");

    assert_eq!(logger.messages(), ["before [a value could not be formatted]"]);
}

#[test]
fn write_in_a_destructor_while_a_panic_unwinds_works() {
    struct Loud;
    impl Drop for Loud {
        fn drop(&mut self) {
            log::info!(target: "unwinding", "dropped");
            log::info!(target: "unwinding", "before {Panicking} after");
        }
    }
    let logger = Attached::new(3, "unwinding");

    let panicked = panic::catch_unwind(AssertUnwindSafe(|| {
        let _loud = Loud;
        panic::resume_unwind(Box::new("on purpose"));
    }));

    assert_eq!(panicked.unwrap_err().downcast_ref(), Some(&"on purpose"));
    assert_eq!(logger.messages()[0], "dropped");
    assert_ends_with_the_panic(&logger.messages()[1]);
}

#[test]
fn write_in_the_destructor_of_a_thread_local_works() {
    struct Last(&'static str);
    impl Drop for Last {
        fn drop(&mut self) {
            log::info!(target: "thread local", "{} {}", self.0, "gone");
        }
    }
    thread_local! {
        static LAST: RefCell<Option<Last>> = const { RefCell::new(None) };
    }
    let logger = Attached::new(3, "thread local");

    thread::spawn(|| LAST.set(Some(Last("thread")))).join().unwrap();

    assert_eq!(logger.messages(), ["thread gone"]);
}

#[test]
fn write_of_a_value_that_logs_itself_writes_both() {
    struct Talkative;
    impl fmt::Display for Talkative {
        fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            log::info!(target: "talkative", "inner");
            formatter.write_str("outer")
        }
    }
    let logger = Attached::new(3, "talkative");

    log::info!(target: "talkative", "{Talkative}");

    assert_eq!(logger.messages(), ["inner", "outer"]);
}

#[test]
fn write_of_nul_and_of_any_character_is_exact() {
    let logger = Attached::new(3, "exact");
    let text = "a\0b\u{1F980}\u{FFFF}\n";

    log::info!(target: "exact", "{text}");
    log::info!(target: "exact", "");

    assert_eq!(logger.messages(), [text, ""]);
}

#[test]
fn write_of_a_huge_message_is_whole() {
    let logger = Attached::new(3, "huge");
    let text = "x".repeat(64 << 20);

    log::info!(target: "huge", "{text}");

    assert!(logger.messages()[0] == text);
}
