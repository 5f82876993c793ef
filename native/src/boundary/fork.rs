//! A caller that forks without exec, as Python's multiprocessing does: what other threads hold at that moment stays locked
//! in the copy for ever, as these threads are not in it. So the locks that calls share are taken before the fork.

use std::cell::RefCell;
use std::ffi::c_int;
use std::os::fd::{FromRawFd, OwnedFd, RawFd};
use std::sync::{Mutex, MutexGuard, Once};

use crate::lock::lock;

/// A lock that is held during a fork.
pub(crate) trait Held {
    /// Makes the content what it is in a process of its own. Called in the copy.
    fn reset_in_copy(&mut self);
}

type Hold = fn() -> Box<dyn Held>;

static HOLDS: Mutex<Vec<Hold>> = Mutex::new(Vec::new());

struct Fork {
    /// In the order in which they were taken.
    held: Vec<Box<dyn Held>>,
    _holds: MutexGuard<'static, Vec<Hold>>,
}

thread_local! {
    static FORK: RefCell<Option<Fork>> = const { RefCell::new(None) };
}

/// Has `hold` take a lock before each fork from now on. Locks are taken in the order in which they were registered.
pub(crate) fn hold_during_forks(hold: Hold) {
    static REGISTERED: Once = Once::new();
    lock(&HOLDS).push(hold);
    REGISTERED.call_once(|| {
        // The error is a lack of memory; then a fork is what it is without this.
        let _ = register(prepare, in_parent, in_copy);
    });
}

/// Closes a descriptor that the copy has inherited, while what owned it in the original is not dropped in the copy.
pub(crate) fn close_in_copy(descriptor: RawFd) {
    // SAFETY: the owner is forgotten in the copy, so that this is its only one.
    drop(unsafe { OwnedFd::from_raw_fd(descriptor) });
}

extern "C" fn prepare() {
    let holds = lock(&HOLDS);
    let held = holds.iter().map(|hold| hold()).collect();
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
    // SAFETY: the functions live as long as the library, which is not unloaded here.
    succeeded(unsafe { libc::pthread_atfork(Some(prepare), Some(in_parent), Some(in_copy)) })
}

fn succeeded(error: c_int) -> Result<(), c_int> {
    if error == 0 { Ok(()) } else { Err(error) }
}
