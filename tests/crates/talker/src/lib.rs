//! Functions that log in every way.

mod endless;

use std::fmt;
use std::thread;

use rust_interop::Record;
use serde::Deserialize;

/// The levels of the crate `log`.
#[derive(Clone, Copy, Deserialize, Record)]
pub enum Level {
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl From<Level> for log::Level {
    fn from(level: Level) -> Self {
        match level {
            Level::Error => Self::Error,
            Level::Warn => Self::Warn,
            Level::Info => Self::Info,
            Level::Debug => Self::Debug,
            Level::Trace => Self::Trace,
        }
    }
}

/// Logs a message.
#[rust_interop::export]
pub fn talk(level: Level, target: String, message: String) {
    log::log!(target: target.as_str(), level.into(), "{message}");
}

/// Logs a message with the target that it has by default.
#[rust_interop::export]
pub fn talk_by_default() {
    log::info!("by default");
}

/// Logs with a value of each kind.
#[rust_interop::export]
pub fn talk_with_key_values(target: String) {
    let list = vec![1, 2];
    log::info!(
        target: target.as_str(),
        user = "Ann \"A.\"", count = -3, largest = u64::MAX, share = 0.25, lost = f64::NAN, fine = true,
        list = log::kv::Value::from_debug(&list), broken = log::kv::Value::from_display(&Panicking);
        "{} hits", 2
    );
}

/// Logs a message from each of many threads, many times.
#[rust_interop::export]
pub fn talk_from_threads(target: String, threads: u32, records: u32) {
    thread::scope(|scope| {
        for thread in 0..threads {
            let target = target.as_str();
            scope.spawn(move || {
                for record in 0..records {
                    log::info!(target: target, "{thread}/{record}");
                }
            });
        }
    });
}

/// Logs a value that panics, and something after it.
#[rust_interop::export]
pub fn talk_about_a_panic(target: String) {
    log::info!(target: target.as_str(), "value: {Panicking}");
    log::info!(target: target.as_str(), "next");
}

/// Panics, and logs in a destructor while the panic unwinds.
#[rust_interop::export]
pub fn talk_while_panicking(target: String) {
    struct Loud(String);
    impl Drop for Loud {
        fn drop(&mut self) {
            log::warn!(target: self.0.as_str(), "dropped");
        }
    }
    let _loud = Loud(target);
    panic!("on purpose");
}

struct Panicking;

impl fmt::Display for Panicking {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        panic!("no text");
    }
}

/// The most verbose level that the macros don't skip, as a number.
#[rust_interop::export]
pub fn most_verbose_level() -> usize {
    log::max_level() as usize
}

struct Silent;

impl log::Log for Silent {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        false
    }

    fn log(&self, _: &log::Record<'_>) {}

    fn flush(&self) {}
}

/// Installs a logger of the library's own.
#[rust_interop::export]
pub fn install_logger() -> Result<(), String> {
    log::set_logger(&Silent).map_err(|error| error.to_string())
}
