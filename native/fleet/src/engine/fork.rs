use std::sync::atomic::{AtomicBool, Ordering};

use rust_interop::boundary::fork;

use super::loops;
use crate::{process, transport};

rust_interop::at_load!(prepare_for_forks());

/// Prepares for a process that forks while procedures run, so that its child process can run procedures too.
pub(super) fn prepare_for_forks() {
    static IS_DONE: AtomicBool = AtomicBool::new(false);
    if !IS_DONE.swap(true, Ordering::Relaxed) {
        fork::hold_during_forks(process::lock_for_fork);
        fork::hold_during_forks(loops::lock_for_fork);
        fork::hold_during_forks(transport::lock_for_fork);
    }
}
