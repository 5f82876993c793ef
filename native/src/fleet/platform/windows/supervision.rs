use std::io;

use super::cancel::CancelSignal;
use crate::Context;

/// What every child of a procedure is run under. The standard library has no means here to have a child killed when this
/// process dies.
#[derive(Debug)]
pub(in super::super::super) struct Supervision<'a> {
    pub(in super::super::super) cancel: CancelSignal<'a>,
}

impl<'a> Supervision<'a> {
    #[expect(clippy::unnecessary_wraps, reason = "fails on the other platforms")]
    pub(in super::super::super) fn new(context: &'a Context) -> io::Result<Self> {
        Ok(Self { cancel: CancelSignal::new(context) })
    }
}
