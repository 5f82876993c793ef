//! A value that the caller holds by a pointer, and gives back.

use super::misuse::{Kind, Misuse, end_process};
use super::seal::{Seal, is_plausible};

/// The memory that the pointer points to.
#[repr(C)]
pub(super) struct Sealed<T> {
    // The first member, so that it can be read on its own.
    seal: Seal,
    value: T,
}

impl<T> Sealed<T> {
    /// Hands the value to the caller.
    pub(super) fn hand_out(value: T) -> *mut Self {
        let sealed = Box::leak(Box::new(Self { seal: Seal::unset(), value }));
        sealed.seal.set(size_of::<Self>());
        sealed
    }

    /// The value. A pointer that didn't come from `hand_out`, or was given back, ends the process with a line on standard
    /// error, in the name of `function`.
    ///
    /// # Safety
    /// `pointer` points to readable memory. If it came from `hand_out`, it is not given back while the value is used.
    pub(super) unsafe fn borrow<'a>(pointer: *const Self, function: &str, kind: Kind) -> &'a T {
        // SAFETY: the caller's promise, passed on.
        match unsafe { seal_of(pointer) }.and_then(|seal| seal.check(size_of::<Self>())) {
            // SAFETY: the seal proves that it came from `hand_out`, and the caller promises that it isn't given back.
            Ok(()) => unsafe { &(*pointer).value },
            Err(misuse) => end_process(misuse, function, pointer, kind),
        }
    }

    /// Takes the value back. A pointer that didn't come from `hand_out`, or was given back before, ends the process with a
    /// line on standard error, in the name of `function`.
    ///
    /// # Safety
    /// `pointer` points to readable memory. If it came from `hand_out`, nobody uses it any more.
    pub(super) unsafe fn take_back(pointer: *mut Self, function: &str, kind: Kind) -> T {
        // SAFETY: the caller's promise, passed on.
        match unsafe { seal_of(pointer) }.and_then(|seal| seal.break_open(size_of::<Self>())) {
            // SAFETY: the seal proves that it came from `hand_out` and hasn't come back before.
            Ok(()) => unsafe { Box::from_raw(pointer) }.value,
            Err(misuse) => end_process(misuse, function, pointer, kind),
        }
    }
}

/// The seal alone, which is sound to read even if it isn't one.
///
/// # Safety
/// `pointer` points to readable memory.
unsafe fn seal_of<'a, T>(pointer: *const Sealed<T>) -> Result<&'a Seal, Misuse> {
    if !is_plausible(pointer) {
        return Err(Misuse::Foreign);
    }
    // SAFETY: it is aligned, and the caller vouches for the rest.
    Ok(unsafe { &*pointer.cast::<Seal>() })
}
