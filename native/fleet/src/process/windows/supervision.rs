use std::sync::Arc;

use super::environment::Environment;
use crate::input::ProcedureInput;
use crate::process::CancelSignal;

/// What every child of a procedure is run under. The standard library has no means here to have a child killed when this
/// process dies.
#[derive(Debug)]
pub(crate) struct Supervision {
    pub(crate) cancel: Arc<CancelSignal>,
    pub(super) environment: Environment,
}

impl Supervision {
    /// With the environment that the input gives, or else this process' own.
    pub(crate) fn of(input: &ProcedureInput) -> Self {
        Self { cancel: Arc::default(), environment: Environment(input.environment.clone()) }
    }

    #[cfg(test)]
    pub(crate) fn new() -> Self {
        Self { cancel: Arc::default(), environment: Environment(None) }
    }
}
