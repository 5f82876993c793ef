//! No connection is kept on this system.

use std::time::Instant;

use super::Request;
use super::attempt::AttemptResult;
use super::pacing::Permit;
use super::ssh_log::Address;
use crate::input::ProcedureInput;

#[allow(dead_code, reason = "the same as on other systems")]
pub(super) enum Attempted {
    Judged(AttemptResult, Option<Address>),
    NotSent,
}

pub(crate) fn descriptors(_: &ProcedureInput) -> usize {
    0
}

pub(super) fn is_wanted(_: &ProcedureInput) -> bool {
    false
}

#[allow(clippy::unused_async, reason = "the same as on other systems")]
pub(super) async fn attempt(_: &Request<'_>, _: Option<Instant>) -> Option<Attempted> {
    None
}

#[allow(clippy::unused_async, reason = "the same as on other systems")]
pub(super) async fn connect(_: &Request<'_>, _: Permit, _: Option<Instant>) -> Attempted {
    Attempted::NotSent
}
