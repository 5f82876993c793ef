use std::sync::Arc;

use super::cancel::CancelSignal;
use super::environment::Environment;
use super::watchdog::Watchdog;

/// What every child of a procedure is run under.
#[derive(Debug)]
pub(in super::super::super) struct Supervision {
    pub(in super::super::super) cancel: Arc<CancelSignal>,
    pub(super) environment: Environment,
    pub(super) watchdog: Watchdog,
}

impl Supervision {
    pub(in super::super::super) fn new() -> Self {
        let environment = Environment::current();
        Self { cancel: Arc::default(), watchdog: Watchdog::new(&environment), environment }
    }
}
