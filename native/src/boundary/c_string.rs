//! NUL-terminated UTF-8: borrowed from the caller, or handed to it until it comes back.

use std::ffi::{CStr, c_char};
use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicI64, Ordering};

use super::error::Error;

static LIVE_STRINGS: AtomicI64 = AtomicI64::new(0);

/// Borrows the caller's text for as long as the call lasts.
///
/// # Errors
/// `null_pointer` and `invalid_utf8`.
///
/// # Safety
/// `text` is NULL or points to a NUL-terminated string that nobody writes to during `'a`.
pub(crate) unsafe fn borrow<'a>(text: *const c_char) -> Result<&'a str, Error> {
    if text.is_null() {
        return Err(Error::null_pointer());
    }
    // SAFETY: not NULL, and the caller vouches for the terminator and the lifetime.
    let text = unsafe { CStr::from_ptr(text) };
    Ok(text.to_str()?)
}

/// A text that is written for the caller, who gets it without a copy. In front of it, in the same block, stands the block's
/// size, so that it need not be measured when it comes back.
#[derive(Debug)]
pub(crate) struct Outgoing(Vec<u8>);

const SIZE: usize = size_of::<usize>();

/// Enough for most replies that are not lists.
const FIRST_CAPACITY: usize = 256;

impl Outgoing {
    pub(crate) fn new() -> Self {
        let mut block = Vec::with_capacity(FIRST_CAPACITY);
        block.extend([0; SIZE]);
        Self(block)
    }

    pub(crate) fn of(json: &[u8]) -> Self {
        let mut text = Self::new();
        text.0.extend_from_slice(json);
        text
    }

    pub(crate) fn written(&self) -> &[u8] {
        &self.0[SIZE..]
    }

    /// Hands JSON text to the caller, who owns it until it comes back through [`free`].
    pub(crate) fn hand_out(mut self) -> *mut c_char {
        self.0.push(0);
        let mut block = ManuallyDrop::new(self.0);
        let capacity = block.capacity();
        block[..SIZE].copy_from_slice(&capacity.to_ne_bytes());
        LIVE_STRINGS.fetch_add(1, Ordering::Relaxed);
        // The text and its NUL are in the block, behind its size.
        block.as_mut_ptr().wrapping_add(SIZE).cast()
    }
}

impl Write for Outgoing {
    /// Fails where there is no memory: a reply may be larger than anything before.
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    // A reply consists of many small pieces, and is written by another crate.
    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        // With room for the NUL.
        self.0.try_reserve(bytes.len() + 1).map_err(|_| io::ErrorKind::OutOfMemory)?;
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes a string back and frees it. NULL is a no-op.
///
/// # Safety
/// `text` is NULL or came from [`Outgoing::hand_out`] of this library, and was not freed before.
pub(crate) unsafe fn free(text: *mut c_char) {
    if text.is_null() {
        return;
    }
    let block = text.cast::<u8>().wrapping_sub(SIZE);
    // SAFETY: the caller vouches that it came from `hand_out`, which has put a block's size in front of it.
    let capacity = usize::from_ne_bytes(unsafe { block.cast::<[u8; SIZE]>().read() });
    // SAFETY: that block is a vector's of bytes, with this capacity, and comes back once.
    drop(unsafe { Vec::from_raw_parts(block, 0, capacity) });
    LIVE_STRINGS.fetch_sub(1, Ordering::Relaxed);
}

/// The number of strings handed out and not yet freed.
pub(crate) fn live() -> i64 {
    LIVE_STRINGS.load(Ordering::Relaxed)
}
