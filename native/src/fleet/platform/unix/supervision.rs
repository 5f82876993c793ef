use std::io;

use super::cancel::CancelSignal;
use super::watchdog::Watchdog;
use crate::Context;

/// What every child of a procedure is run under.
#[derive(Debug)]
pub(in super::super::super) struct Supervision<'a> {
    pub(in super::super::super) cancel: CancelSignal<'a>,
    pub(super) watchdog: Watchdog,
}

impl<'a> Supervision<'a> {
    pub(in super::super::super) fn new(context: &'a Context) -> io::Result<Self> {
        Ok(Self { cancel: CancelSignal::new(context)?, watchdog: Watchdog::new() })
    }
}
