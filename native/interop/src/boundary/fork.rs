//! A caller that forks without exec, as Python's multiprocessing does: what other threads hold at that moment stays locked
//! in the copy for ever, and what they initialise is never initialised there, as these threads are not in it. So before the
//! fork what is initialised once is, and the locks that calls share are taken.

use std::cell::RefCell;
use std::ffi::c_int;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};

use super::lock::lock;
use super::{guard, seal, standard_stream, threads};

/// A lock that is held during a fork.
pub trait Held {
    /// Makes the content what it is in a process of its own. Called in the copy.
    fn reset_in_copy(&mut self) {}
}

impl<T> Held for MutexGuard<'static, T> {}

/// Completes what is initialised once, and takes a lock.
pub type Hold = fn() -> Box<dyn Held>;

static HOLDS: Mutex<Vec<Hold>> = Mutex::new(Vec::new());

struct Fork {
    /// In the order in which they were taken.
    held: Vec<Box<dyn Held>>,
    _holds: MutexGuard<'static, Vec<Hold>>,
}

thread_local! {
    static FORK: RefCell<Option<Fork>> = const { RefCell::new(None) };
}

/// Calls `hold` before each fork from now on. What it takes is released after the fork. Locks are taken in the order in which
/// they were registered.
pub fn hold_during_forks(hold: Hold) {
    prepare_for_forks();
    lock(&HOLDS).push(hold);
}

// A first call would be too late: it may come while another thread forks.
crate::at_load!(prepare_for_forks());

/// Called again by each call, for a linker that has dropped what runs at the load.
pub(super) fn prepare_for_forks() {
    static IS_REGISTERED: AtomicBool = AtomicBool::new(false);
    if !IS_REGISTERED.swap(true, Ordering::Relaxed) {
        // The error is a lack of memory; then a fork is what it is without this.
        let _ = register(prepare, in_parent, in_copy);
    }
}

extern "C" fn prepare() {
    const OWN: [Hold; 2] = [standard_stream::hold, threads::hold];
    guard::install_hook();
    seal::secret();
    let holds = lock(&HOLDS);
    let held = OWN.iter().chain(holds.iter()).map(|hold| hold()).collect();
    FORK.with_borrow_mut(|fork| *fork = Some(Fork { held, _holds: holds }));
}

extern "C" fn in_parent() {
    drop(FORK.take());
}

extern "C" fn in_copy() {
    if let Some(mut fork) = FORK.take() {
        for held in &mut fork.held {
            held.reset_in_copy();
        }
    }
}

/// Registered by the library it is called from, so that it is forgotten when that is unloaded.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn register(prepare: extern "C" fn(), in_parent: extern "C" fn(), in_copy: extern "C" fn()) -> Result<(), c_int> {
    unsafe extern "C" {
        static __dso_handle: u8;
        // What `pthread_atfork` is in a library that is not linked statically to a part of glibc.
        fn __register_atfork(
            prepare: extern "C" fn(),
            parent: extern "C" fn(),
            child: extern "C" fn(),
            dso: *const u8,
        ) -> c_int;
    }
    let library = &raw const __dso_handle;
    // SAFETY: the functions live as long as the library, with which their registration ends.
    succeeded(unsafe { __register_atfork(prepare, in_parent, in_copy, library) })
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn register(prepare: extern "C" fn(), in_parent: extern "C" fn(), in_copy: extern "C" fn()) -> Result<(), c_int> {
    unsafe extern "C" {
        fn pthread_atfork(prepare: extern "C" fn(), parent: extern "C" fn(), child: extern "C" fn()) -> c_int;
    }
    // SAFETY: the functions live as long as the library, which is not unloaded here.
    succeeded(unsafe { pthread_atfork(prepare, in_parent, in_copy) })
}

fn succeeded(error: c_int) -> Result<(), c_int> {
    if error == 0 { Ok(()) } else { Err(error) }
}
