use std::fs::File;
use std::io;
use std::sync::{Arc, OnceLock};

use super::environment::Environment;
use super::watchdog::Watchdog;
use crate::input::ProcedureInput;
use crate::process::CancelSignal;

/// What all child processes of a procedure share.
#[derive(Debug)]
pub(crate) struct Supervision {
    pub(crate) cancel: Arc<CancelSignal>,
    pub(crate) environment: Arc<Environment>,
    pub(super) watchdog: Watchdog,
    null: OnceLock<File>,
}

impl Supervision {
    /// Uses the environment of the input, or that of this process if the input has none.
    pub(crate) fn of(input: &ProcedureInput) -> Self {
        input.environment.as_ref().map_or_else(Self::new, |variables| Self::with(Environment::of(variables)))
    }

    pub(crate) fn new() -> Self {
        Self::with(Environment::current())
    }

    /// For child processes that outlive the procedure, with the same environment.
    pub(crate) fn of_longer_lived(&self) -> Self {
        Self::sharing(Arc::clone(&self.environment))
    }

    fn with(environment: Environment) -> Self {
        Self::sharing(Arc::new(environment))
    }

    fn sharing(environment: Arc<Environment>) -> Self {
        Self { cancel: Arc::default(), watchdog: Watchdog::new(), environment, null: OnceLock::new() }
    }

    /// A file with nothing to read. It is opened once, because threads that open the same file at the same time wait
    /// for each other.
    pub(crate) fn null(&self) -> io::Result<&File> {
        if let Some(null) = self.null.get() {
            return Ok(null);
        }
        let null = File::open("/dev/null")?;
        Ok(self.null.get_or_init(|| null))
    }
}
