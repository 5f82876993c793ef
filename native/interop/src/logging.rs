//! What the library's code logs with the crate `log`: it goes to the loggers that callers have attached.

#[cfg(feature = "log-key-values")]
mod key_values;

use std::borrow::Cow;
use std::fmt::{self, Write};

use log::{Log, Metadata};

use crate::boundary::guard::{Panic, guard};
use crate::boundary::log_record::Record;
use crate::boundary::loggers;

pub(crate) struct Logger;

pub(crate) static LOGGER: Logger = Logger;

impl Log for Logger {
    /// A logger that calls the library again gets none of the records of that call: it would never end.
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= log::max_level() && !loggers::is_writing()
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            let message = message(record.args());
            let key_values = key_values(record);
            loggers::write(record.level(), &Record::new(record, &message, key_values.as_deref()));
        }
    }

    /// A record was delivered when `log` returned.
    fn flush(&self) {}
}

/// The message. If a value in it can't be formatted, it ends there, with the reason.
fn message<'a>(arguments: &fmt::Arguments<'a>) -> Cow<'a, str> {
    if let Some(text) = arguments.as_str() {
        return Cow::Borrowed(text);
    }
    let mut text = String::new();
    let formatted = guard(|| text.write_fmt(*arguments));
    if let Some(reason) = reason(formatted) {
        text.push_str(&reason);
    }
    Cow::Owned(text)
}

/// Why something could not be formatted; `None` if it could.
fn reason(formatted: Result<fmt::Result, Box<Panic>>) -> Option<String> {
    match formatted {
        Ok(Ok(())) => None,
        Ok(Err(fmt::Error)) => Some("[a value could not be formatted]".to_owned()),
        Err(panic) => {
            let place = panic.place.location.map(|location| format!(" at {location}")).unwrap_or_default();
            Some(format!("[a value panicked while it was formatted: {}{place}]", panic.message))
        }
    }
}

#[cfg(feature = "log-key-values")]
fn key_values(record: &log::Record<'_>) -> Option<String> {
    key_values::to_json(record.key_values())
}

#[cfg(not(feature = "log-key-values"))]
fn key_values(_: &log::Record<'_>) -> Option<String> {
    None
}
