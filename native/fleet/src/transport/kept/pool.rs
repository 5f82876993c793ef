//! The connections that this process keeps, for all procedures. Each serves one host, with one list of arguments and one
//! environment. Several actions may run over it at the same time.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::master::{Master, Phase};
use crate::process::{self, Environment};
use rust_interop::boundary::fork::Held;
use rust_interop::boundary::process_state::{Initial, ProcessState};

/// The descriptors that one connection takes in this process: for its end, its two output streams, and both ends of its
/// log.
const DESCRIPTORS: usize = 5;

/// What one connection is for. None is shared between different ones.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) host: String,
    pub(super) ssh_arguments: Vec<String>,
    pub(super) environment: Arc<Environment>,
}

static POOL: ProcessState<Pool> = ProcessState::new();

struct Pool {
    /// In the order of their keys.
    masters: Vec<Arc<Master>>,
    /// Those that nobody uses, in the order in which they were given back.
    unused: Vec<Arc<Master>>,
}

impl Initial for Pool {
    const INITIAL: Self = Self { masters: Vec::new(), unused: Vec::new() };
}

impl Pool {
    /// The place of the key, or where it would be.
    fn find(&self, key: &Key) -> Result<usize, usize> {
        self.masters.binary_search_by(|master| master.key().cmp(key))
    }

    fn take_unused(&mut self, master: &Arc<Master>) -> Option<Arc<Master>> {
        let place = self.unused.iter().position(|unused| Arc::ptr_eq(unused, master))?;
        Some(self.unused.remove(place))
    }
}

/// How long a connection is kept, and how many unused ones.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) idle: Duration,
    pub(super) most: usize,
}

/// The right to use a connection, until dropped.
pub(super) struct Lease {
    pub(super) master: Arc<Master>,
    limits: Limits,
}

/// The number of unused connections that a procedure may leave, at most: half of the descriptors that this process may
/// have are for other things.
pub(super) fn most(wanted: usize) -> usize {
    wanted.min(process::half_of_the_descriptors() / DESCRIPTORS)
}

/// The descriptors for connections that may still come.
pub(super) fn descriptors(most: usize) -> usize {
    most.saturating_sub(POOL.lock().unused.len()) * DESCRIPTORS
}

/// Locks the pool for the duration of a fork, so that the child process finds it complete. The child's next procedure
/// sees that the connections belong to another process.
pub(super) fn lock_for_fork() -> Box<dyn Held> {
    Box::new(POOL.lock_unchecked())
}

/// Takes a connection that is ready.
pub(super) fn take(key: &Key, limits: Limits) -> Option<Lease> {
    let mut pool = POOL.lock();
    let master = Arc::clone(&pool.masters[pool.find(key).ok()?]);
    let mut state = master.state();
    if !matches!(state.phase, Phase::Ready) {
        return None;
    }
    state.users += 1;
    state.ends_at = None;
    drop(state);
    pool.take_unused(&master);
    Some(Lease { master, limits })
}

/// Registers a connection that is about to be made. `None` if there is one, or somebody else is making it.
pub(super) fn register(key: Key, limits: Limits) -> Option<Lease> {
    let mut pool = POOL.lock();
    let place = pool.find(&key);
    let is_known = |place: usize| matches!(pool.masters[place].state().phase, Phase::Starting | Phase::Ready);
    if place.is_ok_and(is_known) {
        return None;
    }
    let master = Arc::new(Master::new(key));
    match place {
        Ok(place) => pool.masters[place] = Arc::clone(&master),
        Err(place) => pool.masters.insert(place, Arc::clone(&master)),
    }
    Some(Lease { master, limits })
}

/// Forgets a connection that is ending.
pub(super) fn forget(master: &Arc<Master>) {
    let mut pool = POOL.lock();
    let place = pool.find(master.key()).ok().filter(|place| Arc::ptr_eq(&pool.masters[*place], master));
    let known = place.map(|place| pool.masters.remove(place));
    let unused = pool.take_unused(master);
    // Otherwise the memory of a burst of connections would stay for good.
    pool.masters.shrink_to_fit();
    pool.unused.shrink_to_fit();
    drop(pool);
    drop((known, unused));
}

impl Lease {
    /// Ends the connection once nobody uses it any more. Nobody else gets it.
    pub(super) fn retire(&self) {
        forget(&self.master);
        let mut state = self.master.state();
        if matches!(state.phase, Phase::Ready) {
            state.phase = Phase::Retired;
        }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let mut pool = POOL.lock();
        let mut state = self.master.state();
        state.users -= 1;
        if state.users > 0 {
            return;
        }
        match state.phase {
            Phase::Ready => {
                // If the clock can't represent it, it is kept for good.
                state.ends_at = Instant::now().checked_add(self.limits.idle);
                pool.unused.push(Arc::clone(&self.master));
            }
            // Whoever has started it doesn't wait any more.
            Phase::Starting => state.phase = Phase::Retired,
            Phase::Retired | Phase::Useless | Phase::Ended => {}
        }
        state.wake_task();
        drop(state);
        let too_many = pool.unused.len().saturating_sub(self.limits.most);
        let oldest: Vec<_> = pool.unused.drain(..too_many).collect();
        for master in &oldest {
            let mut state = master.state();
            state.phase = Phase::Retired;
            state.wake_task();
        }
        drop(pool);
    }
}
