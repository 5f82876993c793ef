//! The loggers of callers: C functions that get what the library's code logs, until they are detached.

use std::cell::Cell;
use std::ffi::c_void;
use std::sync::{Condvar, Mutex, PoisonError};

use log::{Level, LevelFilter};

#[cfg(unix)]
use super::fork;
use super::lock::lock;
use super::log_record::{Record, Write};
use crate::logging;

/// What to call for a record.
#[derive(Clone, Copy)]
struct Sink {
    context: *mut c_void,
    write: Write,
}

// SAFETY: the header makes the caller promise that any thread may call its function with its context.
unsafe impl Send for Sink {}

struct Logger {
    id: u64,
    level: LevelFilter,
    sink: Sink,
    /// How many threads are in its function.
    running: usize,
    is_detached: bool,
}

struct Loggers {
    is_installed: bool,
    last_id: u64,
    /// In ascending order of their ids. Those that were detached stay until no thread is in their function.
    attached: Vec<Logger>,
}

static LOGGERS: Mutex<Loggers> = Mutex::new(Loggers { is_installed: false, last_id: 0, attached: Vec::new() });
static LOGGER_IS_GONE: Condvar = Condvar::new();

thread_local! {
    static IS_WRITING: Cell<bool> = const { Cell::new(false) };
}

impl Loggers {
    /// Makes the macros of the crate `log` skip what no logger wants.
    fn set_max_level(&self) {
        let wanted = self.attached.iter().filter(|logger| !logger.is_detached).map(|logger| logger.level).max();
        log::set_max_level(wanted.unwrap_or(LevelFilter::Off));
    }

    fn find(&mut self, id: u64) -> Option<&mut Logger> {
        self.attached.iter_mut().find(|logger| logger.id == id)
    }

    fn remove_if_gone(&mut self, id: u64) {
        self.attached.retain(|logger| logger.id != id || !logger.is_detached || logger.running > 0);
    }
}

/// Attaches a logger and returns its id; `None` if the library's code has installed another implementation of
/// [`log::Log`].
pub(crate) fn attach(level: LevelFilter, context: *mut c_void, write: Write) -> Option<u64> {
    #[cfg(unix)]
    fork::prepare_for_forks();
    let mut loggers = lock(&LOGGERS);
    loggers.is_installed = loggers.is_installed || log::set_logger(&logging::LOGGER).is_ok();
    if !loggers.is_installed {
        return None;
    }
    loggers.last_id += 1;
    let id = loggers.last_id;
    let sink = Sink { context, write };
    loggers.attached.push(Logger { id, level, sink, running: 0, is_detached: false });
    loggers.set_max_level();
    Some(id)
}

/// Changes the level of a logger that is still attached.
pub(crate) fn set_level(id: u64, level: LevelFilter) {
    let mut loggers = lock(&LOGGERS);
    if let Some(logger) = loggers.find(id) {
        logger.level = level;
        loggers.set_max_level();
    }
}

/// Detaches a logger. Waits until no thread is in its function, unless this thread is in the function of a logger.
pub(crate) fn detach(id: u64) {
    let mut loggers = lock(&LOGGERS);
    if let Some(logger) = loggers.find(id) {
        logger.is_detached = true;
        loggers.remove_if_gone(id);
        loggers.set_max_level();
    }
    if !is_writing() {
        let gone = LOGGER_IS_GONE.wait_while(loggers, |loggers| loggers.find(id).is_some());
        drop(gone.unwrap_or_else(PoisonError::into_inner));
    }
}

/// Whether this thread is in the function of a logger.
pub(crate) fn is_writing() -> bool {
    IS_WRITING.get()
}

/// Passes a record to each logger that wants its level, one after another.
pub(crate) fn write(level: Level, record: &Record<'_>) {
    let mut last = 0;
    while let Some((id, sink)) = enter_next(last, level) {
        IS_WRITING.set(true);
        // SAFETY: the caller's promise; the record lives as long as the call.
        unsafe { (sink.write)(sink.context, record) };
        IS_WRITING.set(false);
        leave(id);
        last = id;
    }
}

fn enter_next(last: u64, level: Level) -> Option<(u64, Sink)> {
    let mut loggers = lock(&LOGGERS);
    let next =
        loggers.attached.iter_mut().find(|logger| logger.id > last && !logger.is_detached && level <= logger.level)?;
    next.running += 1;
    Some((next.id, next.sink))
}

/// A forked child process may not know the logger any more.
fn leave(id: u64) {
    let mut loggers = lock(&LOGGERS);
    if let Some(logger) = loggers.find(id) {
        logger.running -= 1;
        if logger.is_detached {
            loggers.remove_if_gone(id);
            LOGGER_IS_GONE.notify_all();
        }
    }
}

/// Locks the loggers for the duration of a fork.
#[cfg(unix)]
pub(super) fn hold() -> Box<dyn fork::Held> {
    Box::new(DuringFork(lock(&LOGGERS)))
}

#[cfg(unix)]
struct DuringFork(std::sync::MutexGuard<'static, Loggers>);

#[cfg(unix)]
impl fork::Held for DuringFork {
    /// The loggers are of a program whose other threads aren't there any more.
    fn reset_in_copy(&mut self) {
        if !self.0.attached.is_empty() {
            self.0.attached.clear();
            self.0.set_max_level();
        }
    }
}
