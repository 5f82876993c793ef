use std::fs::File;
use std::io;
use std::sync::{Arc, OnceLock};

use super::environment::Environment;
use super::watchdog::Watchdog;
use crate::input::ProcedureInput;
use crate::process::CancelSignal;

/// What every child of a procedure is run under.
#[derive(Debug)]
pub(crate) struct Supervision {
    pub(crate) cancel: Arc<CancelSignal>,
    pub(super) environment: Environment,
    pub(super) watchdog: Watchdog,
    null: OnceLock<File>,
}

impl Supervision {
    /// With the environment that the input gives, or else this process' own.
    pub(crate) fn of(input: &ProcedureInput) -> Self {
        input.environment.as_ref().map_or_else(Self::new, |variables| Self::with(Environment::of(variables)))
    }

    pub(crate) fn new() -> Self {
        Self::with(Environment::current())
    }

    fn with(environment: Environment) -> Self {
        Self { cancel: Arc::default(), watchdog: Watchdog::new(), environment, null: OnceLock::new() }
    }

    /// The file in which there is nothing to read. Threads that open one file at the same time wait for each other: it is
    /// opened once.
    pub(super) fn null(&self) -> io::Result<&File> {
        if let Some(null) = self.null.get() {
            return Ok(null);
        }
        let null = File::open("/dev/null")?;
        Ok(self.null.get_or_init(|| null))
    }
}
