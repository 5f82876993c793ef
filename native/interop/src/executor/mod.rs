//! Runs the futures of exported async functions. The caller's thread polls a future first. If that is not its end, each
//! wake queues the future for one of a few threads, so even many calls that wait hold few threads. A blocking call polls
//! on its own thread only.

mod blocking;
mod running;
mod task;
#[cfg(test)]
mod tests;
pub(crate) mod workers;

use crate::boundary::error::Error;
use crate::boundary::outgoing::Outgoing;

pub(crate) use blocking::{block_on, poll_until_ready};
pub(crate) use running::Running;
pub(crate) use task::Task;

/// What the caller gets.
pub(crate) type Reply = Result<Outgoing, Error>;
