//! Text for the caller, who owns it until it comes back through [`free`].

use std::cell::Cell;
use std::ffi::c_char;
use std::io::{self, Write};
use std::mem::{self, MaybeUninit};
use std::slice;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::mapped::is_mapped;
use super::misuse::{Kind, Misuse, end_process};
use super::seal::{Seal, is_plausible};

static HANDED_OUT: AtomicU64 = AtomicU64::new(0);
static TAKEN_BACK: AtomicU64 = AtomicU64::new(0);

/// How many blocks were freed that are large enough for an allocator to return them to the system.
static LARGE_FREED: AtomicUsize = AtomicUsize::new(0);
const LARGE: usize = 64 * 1024;

/// Stands in front of the text, in the same block, so that the block needn't be looked up when the text comes back.
#[derive(Debug)]
#[repr(C)]
struct Header {
    /// The block's size in bytes, plus the number of units in front of the header.
    shape: AtomicUsize,
    seal: Seal,
}

/// A block consists of units, each with room for a header. The first one is left to the allocator, which writes there
/// once the block is free: it would overwrite the sign that the text was given back.
type Unit = MaybeUninit<Header>;

const UNIT: usize = size_of::<Unit>();

/// Enough for most replies that are not lists.
const FIRST_CAPACITY: usize = 512 / UNIT;

/// What is written for the caller, who gets it without a copy.
#[derive(Debug)]
pub(crate) struct Outgoing {
    block: Vec<Unit>,
    header: usize,
    /// How many bytes of the block are in use.
    length: usize,
}

impl Outgoing {
    pub(crate) fn new() -> Self {
        // Allocators tend to hand out the block that was freed last. So each text begins at a different place in its
        // block than the one before: a pointer that is given back twice then hardly ever matches a later text.
        let turn = HANDED_OUT.load(Ordering::Relaxed) % (UNIT as u64 - 1);
        let header = 1 + usize::try_from(turn).unwrap_or_default();
        let mut text = Self { block: Vec::with_capacity(FIRST_CAPACITY), header, length: (header + 1) * UNIT };
        text.use_capacity();
        text
    }

    pub(crate) fn of(json: &[u8]) -> Self {
        let mut text = Self::new();
        if text.write_all(json).is_err() {
            std::alloc::handle_alloc_error(std::alloc::Layout::for_value(json));
        }
        text
    }

    pub(crate) fn written(&self) -> &[u8] {
        let start = (self.header + 1) * UNIT;
        let text = self.block.as_ptr().cast::<u8>().wrapping_add(start);
        // SAFETY: this much of the block was written, and nobody writes while `self` is borrowed.
        unsafe { slice::from_raw_parts(text, self.length - start) }
    }

    /// Hands JSON text to the caller, who owns it until it comes back through [`free`].
    pub(crate) fn hand_out(mut self) -> *mut c_char {
        let shape = (self.block.len() * UNIT) | self.header;
        let end = self.block.as_mut_ptr().cast::<u8>().wrapping_add(self.length);
        // SAFETY: there is always room for it after the text.
        unsafe { end.write(0) };
        let header = self.block[self.header].write(Header { shape: AtomicUsize::new(shape), seal: Seal::unset() });
        header.seal.set(shape);
        HANDED_OUT.fetch_add(1, Ordering::Relaxed);
        let block = mem::take(&mut self.block).leak().as_mut_ptr();
        block.wrapping_add(self.header + 1).cast()
    }

    /// Makes room for more bytes, and for the NUL.
    #[cold]
    fn grow(&mut self, bytes: usize) -> io::Result<()> {
        let units = (self.length + 1).saturating_add(bytes).div_ceil(UNIT);
        let missing = units - self.block.len();
        self.block.try_reserve(missing).map_err(|_| io::ErrorKind::OutOfMemory)?;
        self.use_capacity();
        Ok(())
    }

    fn use_capacity(&mut self) {
        let capacity = self.block.capacity();
        // SAFETY: the capacity is allocated, and a unit may be uninitialised.
        unsafe { self.block.set_len(capacity) };
    }
}

impl Write for Outgoing {
    /// Fails if there is no memory: a reply may be far larger than anything before it.
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    // Inlined because a reply consists of many small pieces, and another crate writes them.
    #[inline]
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.block.len() * UNIT - self.length <= bytes.len() {
            self.grow(bytes.len())?;
        }
        let end = self.block.as_mut_ptr().cast::<u8>().wrapping_add(self.length);
        // SAFETY: there is room for them, and they are not part of the block, which is mutably borrowed.
        unsafe { bytes.as_ptr().copy_to_nonoverlapping(end, bytes.len()) };
        self.length += bytes.len();
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes a text back and frees it. NULL is a no-op. A pointer that isn't a text of this library, or one that was
/// already taken back, ends the process with a line on standard error.
///
/// # Safety
/// `text` is NULL, or came from [`Outgoing::hand_out`] of this library and was not freed before. If the caller breaks
/// this promise, the function notices and corrupts nothing, unless the memory has become another text's by then.
pub(crate) unsafe fn free(text: *mut c_char) {
    if text.is_null() {
        return;
    }
    // SAFETY: the caller's promise, passed on.
    match unsafe { take_back(text) } {
        Ok(block) => {
            drop(block);
            TAKEN_BACK.fetch_add(1, Ordering::Relaxed);
        }
        Err(misuse) => end_process(misuse, "free_mem", text, Kind { noun: "string", given_back: "freed" }),
    }
}

/// # Safety
/// As for [`free`].
#[expect(clippy::cast_ptr_alignment, reason = "the alignment is checked first")]
unsafe fn take_back(text: *mut c_char) -> Result<Vec<Unit>, Misuse> {
    let header = text.cast::<Header>().wrapping_sub(1);
    if !is_plausible(header) || !is_readable(text.addr()) {
        return Err(Misuse::Foreign);
    }
    // SAFETY: it is aligned, and as readable as the text, which the caller vouches for.
    let Header { shape, seal } = unsafe { &*header };
    let shape = shape.load(Ordering::Relaxed);
    seal.break_open(shape)?;
    if shape >= LARGE {
        LARGE_FREED.fetch_add(1, Ordering::Relaxed);
    }
    let block = header.wrapping_sub(shape % UNIT).cast::<Unit>();
    // SAFETY: the seal proves that it belongs to a vector of this capacity, and that it hasn't come back before.
    Ok(unsafe { Vec::from_raw_parts(block, 0, shape / UNIT) })
}

/// Whether the header of a text can be read. Asking the system takes a while, so this does it only in doubt: if the
/// header is on another page than the text, or if the page may have been unmapped with a large block, or next to one.
fn is_readable(text: usize) -> bool {
    const SMALLEST_PAGE: usize = 4096;
    thread_local! {
        static LAST_ASKED: Cell<(usize, usize)> = const { Cell::new((0, 0)) };
    }
    let freed = LARGE_FREED.load(Ordering::Relaxed);
    let page = text / SMALLEST_PAGE;
    let is_in_doubt = text % SMALLEST_PAGE < UNIT || freed > 0 && LAST_ASKED.get() != (page, freed);
    if !is_in_doubt {
        return true;
    }
    LAST_ASKED.set((page, freed));
    is_mapped(text - UNIT)
}

/// How many texts were handed out and not yet freed.
pub(crate) fn live() -> i64 {
    // In this order, because another thread may hand out and take back in between: the result is never negative.
    let taken_back = TAKEN_BACK.load(Ordering::Relaxed);
    HANDED_OUT.load(Ordering::Relaxed).wrapping_sub(taken_back).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_is_what_was_written() {
        let mut text = Outgoing::of(b"{}");
        assert_eq!(text.write(b"more").unwrap(), 4);
        text.flush().unwrap();
        assert_eq!(text.written(), b"{}more");
    }

    #[test]
    fn write_all_leaves_room_for_the_nul() {
        for piece in 1..40 {
            let mut text = Outgoing::new();
            for _ in 0..2000_usize.div_ceil(piece) {
                text.write_all(&vec![b'x'; piece]).unwrap();
                assert!(text.length < text.block.len() * UNIT, "{piece}");
            }
            assert!(text.written().iter().all(|&byte| byte == b'x'));
        }
    }
}
