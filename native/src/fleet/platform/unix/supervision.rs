use std::sync::Arc;

use super::cancel::CancelSignal;
use super::watchdog::Watchdog;

/// What every child of a procedure is run under.
#[derive(Debug)]
pub(in super::super::super) struct Supervision {
    pub(in super::super::super) cancel: Arc<CancelSignal>,
    pub(super) watchdog: Watchdog,
}

impl Supervision {
    pub(in super::super::super) fn new() -> Self {
        Self { cancel: Arc::default(), watchdog: Watchdog::new() }
    }
}
