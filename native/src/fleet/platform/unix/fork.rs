use std::sync::Once;

use super::watchdog;
use crate::boundary::fork;
use crate::fleet::pool::POOL;

/// Sees to it that a process which forks while procedures run leaves its copy able to run some too.
pub(super) fn prepare_for_forks() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        fork::hold_during_forks(watchdog::lock_for_fork);
        fork::hold_during_forks(|| POOL.lock_for_fork());
    });
}
