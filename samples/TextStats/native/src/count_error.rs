use std::fmt;
use std::io;

use crate::MOST_THREADS;

/// Why there are no statistics. In C#, the text is the message of the exception.
#[derive(Debug)]
pub(crate) enum CountError {
    Threads(usize),
    Unreadable {
        path: String,
        error: io::Error,
    },
    /// If C# has cancelled the call, this becomes its `OperationCanceledException`.
    Cancelled,
    Unreported(String),
}

impl fmt::Display for CountError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Threads(threads) => write!(formatter, "threads must be from 1 to {MOST_THREADS}, not {threads}"),
            Self::Unreadable { path, error } => write!(formatter, "`{path}` cannot be read: {error}"),
            Self::Cancelled => formatter.write_str("cancelled"),
            Self::Unreported(error) => write!(formatter, "progress cannot be reported: {error}"),
        }
    }
}
