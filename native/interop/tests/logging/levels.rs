//! A logger gets the records up to its level.

use super::INVALID_ARGUMENT;
use super::attached::{Attached, rust_interop_log_set_level};

fn log_at_every_level(target: &str) {
    log::error!(target: target, "error");
    log::warn!(target: target, "warn");
    log::info!(target: target, "info");
    log::debug!(target: target, "debug");
    log::trace!(target: target, "trace");
}

#[test]
fn write_above_the_level_is_left_out() {
    for level in 0..=5 {
        let logger = Attached::new(level, "levels");

        log_at_every_level("levels");

        let levels: Vec<u32> = logger.written().iter().map(|written| written.level).collect();
        assert_eq!(levels, (1..=level).collect::<Vec<_>>());
    }
}

#[test]
fn write_with_two_loggers_asks_each_for_its_level() {
    let few = Attached::new(1, "two loggers");
    let more = Attached::new(3, "two loggers");

    log_at_every_level("two loggers");

    assert_eq!(few.messages(), ["error"]);
    assert_eq!(more.messages(), ["error", "warn", "info"]);
}

#[test]
fn set_level_while_attached_changes_what_is_written() {
    let logger = Attached::new(0, "changed");

    log_at_every_level("changed");
    assert_eq!(rust_interop_log_set_level(logger.id, 1), 0);
    log_at_every_level("changed");
    assert_eq!(rust_interop_log_set_level(logger.id, 5), 0);
    log_at_every_level("changed");
    assert_eq!(rust_interop_log_set_level(logger.id, 0), 0);
    log_at_every_level("changed");

    assert_eq!(logger.messages(), ["error", "error", "warn", "info", "debug", "trace"]);
}

#[test]
fn set_level_unknown_number_is_refused() {
    let logger = Attached::new(1, "unknown level");

    assert_eq!(rust_interop_log_set_level(logger.id, 6), INVALID_ARGUMENT);

    log_at_every_level("unknown level");
    assert_eq!(logger.messages(), ["error"]);
}

#[test]
fn set_level_of_a_logger_that_is_gone_does_nothing() {
    let gone = Attached::new(1, "gone").id;

    assert_eq!(rust_interop_log_set_level(gone, 5), 0);
}
