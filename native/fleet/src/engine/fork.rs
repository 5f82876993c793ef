use std::sync::atomic::{AtomicBool, Ordering};

use rust_interop::boundary::fork;

use super::loops;
use crate::{process, transport};

rust_interop::at_load!(prepare_for_forks());

/// Sees to it that a process which forks while procedures run leaves its copy able to run some too.
pub(super) fn prepare_for_forks() {
    static IS_DONE: AtomicBool = AtomicBool::new(false);
    if !IS_DONE.swap(true, Ordering::Relaxed) {
        fork::hold_during_forks(process::lock_for_fork);
        fork::hold_during_forks(|| {
            transport::initialise();
            loops::lock_for_fork()
        });
    }
}
