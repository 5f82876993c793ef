use std::sync::Arc;

use super::cancel::CancelSignal;

/// What every child of a procedure is run under. The standard library has no means here to have a child killed when this
/// process dies.
#[derive(Debug)]
pub(in super::super::super) struct Supervision {
    pub(in super::super::super) cancel: Arc<CancelSignal>,
}

impl Supervision {
    pub(in super::super::super) fn new() -> Self {
        Self { cancel: Arc::default() }
    }
}
