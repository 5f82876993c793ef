//! For a caller that forks without exec, as Python's multiprocessing does. A lock that another thread holds at that
//! moment stays locked in the child process, because that thread isn't there to release it, and an initialisation that
//! it has begun never ends. So before a fork this completes every one-time initialisation and takes the locks that
//! calls share.

use std::cell::RefCell;
use std::ffi::c_int;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};

use super::lock::lock;
#[cfg(feature = "log")]
use super::loggers;
use super::{guard, seal, standard_stream, threads};
use crate::executor::workers;

/// A lock that is held during a fork.
pub trait Held {
    /// Resets the content to what it is in a new process. Called in the child process.
    fn reset_in_copy(&mut self) {}
}

impl<T> Held for MutexGuard<'static, T> {}

/// Completes a one-time initialisation, and takes a lock.
pub type Hold = fn() -> Box<dyn Held>;

static HOLDS: Mutex<Vec<Hold>> = Mutex::new(Vec::new());

struct Fork {
    /// In the order in which they were locked.
    held: Vec<Box<dyn Held>>,
    _holds: MutexGuard<'static, Vec<Hold>>,
}

thread_local! {
    static FORK: RefCell<Option<Fork>> = const { RefCell::new(None) };
}

/// Calls `hold` before each fork from now on. The lock that it returns is released after the fork. Locks are taken in
/// the order in which they were registered.
pub fn hold_during_forks(hold: Hold) {
    prepare_for_forks();
    lock(&HOLDS).push(hold);
}

// The first call would be too late: another thread may fork during it.
crate::at_load!(prepare_for_forks());

/// Every call repeats this, in case the linker dropped what should run at load.
pub(super) fn prepare_for_forks() {
    static IS_REGISTERED: AtomicBool = AtomicBool::new(false);
    // Swapping takes longer than loading, because it locks the cache line.
    if !IS_REGISTERED.load(Ordering::Relaxed) && !IS_REGISTERED.swap(true, Ordering::Relaxed) {
        register_all();
    }
}

#[cold]
fn register_all() {
    // The only error is a lack of memory. Forks then go unprotected.
    let _ = register(prepare, in_parent, in_copy);
}

extern "C" fn prepare() {
    const OWN: &[Hold] = &[
        standard_stream::hold,
        workers::hold,
        threads::hold,
        #[cfg(feature = "log")]
        loggers::hold,
    ];
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

/// Registers on behalf of the calling library, so that unloading the library removes the registration.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
fn register(prepare: extern "C" fn(), in_parent: extern "C" fn(), in_copy: extern "C" fn()) -> Result<(), c_int> {
    unsafe extern "C" {
        static __dso_handle: u8;
        // What `pthread_atfork` calls, from a part of glibc that is linked statically into each library.
        fn __register_atfork(
            prepare: extern "C" fn(),
            parent: extern "C" fn(),
            child: extern "C" fn(),
            dso: *const u8,
        ) -> c_int;
    }
    let library = &raw const __dso_handle;
    // SAFETY: the functions live as long as the library, and so does their registration.
    succeeded(unsafe { __register_atfork(prepare, in_parent, in_copy, library) })
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
fn register(prepare: extern "C" fn(), in_parent: extern "C" fn(), in_copy: extern "C" fn()) -> Result<(), c_int> {
    unsafe extern "C" {
        fn pthread_atfork(prepare: extern "C" fn(), parent: extern "C" fn(), child: extern "C" fn()) -> c_int;
    }
    // SAFETY: the functions live as long as the library, which is never unloaded on these systems.
    succeeded(unsafe { pthread_atfork(prepare, in_parent, in_copy) })
}

fn succeeded(error: c_int) -> Result<(), c_int> {
    if error == 0 { Ok(()) } else { Err(error) }
}
