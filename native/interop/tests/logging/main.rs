//! What Rust code logs reaches the loggers that a C program attaches.
#![cfg(feature = "log")]
#![expect(unsafe_code, reason = "calls C functions")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking, and its subject panics too")]

mod attached;
mod detaching;
mod formatting;
mod levels;

use std::ptr;
use std::thread;

use attached::{Attached, Write, Written, rust_interop_log_attach};

const INVALID_ARGUMENT: i32 = 1;

#[test]
fn write_record_has_all_that_the_macro_says() {
    let logger = Attached::new(5, "whole");

    log::warn!(target: "whole", "two {}", 2);
    let line = line!() - 1;

    let expected = Written {
        level: 2,
        target: "whole".to_owned(),
        message: "two 2".to_owned(),
        module_path: Some("logging".to_owned()),
        file: Some(file!().to_owned()),
        line,
        key_values: None,
    };
    assert_eq!(logger.written(), [expected]);
}

#[test]
fn write_record_without_a_place_leaves_it_out() {
    let logger = Attached::new(5, "nowhere");

    let record = log::Record::builder().level(log::Level::Info).target("nowhere").args(format_args!("made")).build();
    log::logger().log(&record);

    let written = &logger.written()[0];
    assert_eq!((&written.module_path, &written.file, written.line), (&None, &None, 0));
}

#[test]
fn write_target_by_default_is_the_module() {
    let logger = Attached::new(5, "logging");

    log::info!("by default");

    assert_eq!(logger.messages(), ["by default"]);
}

#[test]
fn write_from_several_threads_loses_nothing() {
    let logger = Attached::new(5, "threads");

    thread::scope(|scope| {
        for number in 0..8 {
            scope.spawn(move || {
                for turn in 0..250 {
                    log::info!(target: "threads", "{}", number * 250 + turn);
                }
            });
        }
    });

    let mut numbers: Vec<u32> = logger.messages().iter().map(|message| message.parse().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (0..2000).collect::<Vec<_>>());
}

#[test]
fn write_while_a_logger_runs_on_the_same_thread_is_left_out() {
    let logger = Attached::with(5, "again", |_| {
        assert!(!log::log_enabled!(target: "again", log::Level::Error));
        log::error!(target: "again", "from the logger");
    });

    log::error!(target: "again", "first");
    log::error!(target: "again", "second");

    assert_eq!(logger.messages(), ["first", "second"]);
}

#[test]
fn attach_invalid_arguments_is_refused() {
    unsafe extern "C" fn never(_: *mut std::ffi::c_void, _: *const attached::Record) {
        panic!("it was refused");
    }
    let mut id = 7;
    let id = &raw mut id;

    for (level, write, logger) in [(6, Some(never as Write), id), (5, None, id), (5, Some(never), ptr::null_mut())] {
        // SAFETY: this attaches nothing.
        let status = unsafe { rust_interop_log_attach(level, ptr::null_mut(), write, logger) };
        assert_eq!(status, INVALID_ARGUMENT, "{level}");
    }
}
