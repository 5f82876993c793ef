use std::sync::Arc;

use super::environment::Environment;
use crate::input::ProcedureInput;
use crate::process::CancelSignal;

/// What all child processes of a procedure share. Here the standard library has no way to kill them when this process
/// dies.
#[derive(Debug)]
pub(crate) struct Supervision {
    pub(crate) cancel: Arc<CancelSignal>,
    pub(super) environment: Environment,
}

impl Supervision {
    /// Uses the environment of the input, or that of this process if the input has none.
    pub(crate) fn of(input: &ProcedureInput) -> Self {
        Self { cancel: Arc::default(), environment: Environment(input.environment.clone()) }
    }

    #[cfg(test)]
    pub(crate) fn new() -> Self {
        Self { cancel: Arc::default(), environment: Environment(None) }
    }
}
