//! Any number, and anything else, in each place of a handle: an error, or what the handle stands for.

mod caller;
mod direct;
mod exports;
mod functions;
mod place;
mod thing;

use crate::program::Program;
use caller::Caller;

/// Makes the calls that the bytes say. None leaves a handle that its caller does not have.
pub fn target(bytes: &[u8]) {
    Caller::new(Program::new(bytes)).run();
}
