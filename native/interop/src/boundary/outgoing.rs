//! Text for the caller, who owns it until it comes back through [`free`].

use std::cell::Cell;
use std::ffi::c_char;
use std::io::{self, Write};
use std::mem::{self, MaybeUninit};
use std::ptr;
use std::slice;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::handles::crossing::Handles;
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
    /// The block's size in bytes, plus the number of units in front of the header, plus [`HAS_HANDLES`] if it has some.
    shape: AtomicUsize,
    seal: Seal,
}

/// A block consists of units, each with room for a header. The first one is left to the allocator, which writes there
/// once the block is free: it would overwrite the sign that the text was given back.
type Unit = MaybeUninit<Header>;

const UNIT: usize = size_of::<Unit>();

/// The text has handles. The block ends with them and, last, how many there are as a `usize`. No block is so large that
/// its size has this bit.
const HAS_HANDLES: usize = !(usize::MAX >> 1);
const HANDLE: usize = size_of::<u64>();
const COUNT: usize = size_of::<usize>();

/// Enough for most replies that are not lists.
const FIRST_CAPACITY: usize = 512 / UNIT;

/// What is written for the caller, who gets it without a copy.
#[derive(Debug)]
pub(crate) struct Outgoing {
    block: Vec<Unit>,
    header: usize,
    /// How many bytes of the block are in use.
    length: usize,
    handles: Handles,
}

impl Outgoing {
    pub(crate) fn new() -> Self {
        // Allocators tend to hand out the block that was freed last. So each text begins at a different place in its
        // block than the one before: a pointer that is given back twice then hardly ever matches a later text.
        let turn = HANDED_OUT.load(Ordering::Relaxed) % (UNIT as u64 - 1);
        let header = 1 + usize::try_from(turn).unwrap_or_default();
        let block = Vec::with_capacity(FIRST_CAPACITY);
        let mut text = Self { block, header, length: (header + 1) * UNIT, handles: Handles::default() };
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

    /// Adds the handles in the text, which are dropped with it unless the caller keeps them.
    ///
    /// # Errors
    /// There is no memory for them.
    pub(crate) fn add_handles(&mut self, handles: Handles) -> io::Result<()> {
        let count = handles.as_slice().len();
        if count > 0 {
            self.reserve(count.saturating_mul(HANDLE).saturating_add(COUNT))?;
            self.handles = handles;
        }
        Ok(())
    }

    /// Hands JSON text to the caller, who owns it until it comes back through [`free`]. Leaves nothing here: that takes less
    /// time than moving the whole.
    #[inline]
    pub(crate) fn hand_out(&mut self) -> *mut c_char {
        let mut shape = (self.block.len() * UNIT) | self.header;
        if !self.handles.as_slice().is_empty() {
            shape |= HAS_HANDLES;
            self.write_handles();
        }
        let end = self.block.as_mut_ptr().cast::<u8>().wrapping_add(self.length);
        // SAFETY: there is always room for it after the text.
        unsafe { end.write(0) };
        let header = self.block[self.header].write(Header { shape: AtomicUsize::new(shape), seal: Seal::unset() });
        header.seal.set(shape);
        HANDED_OUT.fetch_add(1, Ordering::Relaxed);
        let block = mem::take(&mut self.block).leak().as_mut_ptr();
        block.wrapping_add(self.header + 1).cast()
    }

    #[cold]
    fn write_handles(&mut self) {
        let handles = mem::take(&mut self.handles);
        let count = handles.as_slice().len();
        let end = self.block.as_mut_ptr_range().end.cast::<usize>().wrapping_sub(1);
        // SAFETY: `add_handles` made room for them behind the text, and a block ends where a `usize` may end.
        unsafe { end.write(count) };
        let first = end.cast::<u8>().wrapping_sub(count * HANDLE);
        // SAFETY: as above, and bytes need no alignment.
        unsafe { handles.as_slice().as_ptr().cast::<u8>().copy_to_nonoverlapping(first, count * HANDLE) };
        handles.hand_over();
    }

    /// Makes room for more bytes, and for the NUL.
    fn reserve(&mut self, bytes: usize) -> io::Result<()> {
        if self.block.len() * UNIT - self.length <= bytes { self.grow(bytes) } else { Ok(()) }
    }

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
        self.reserve(bytes.len())?;
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

/// Takes a text back and frees it, and drops its handles unless they were kept. NULL is a no-op. A pointer that isn't a
/// text of this library, or one that was already taken back, ends the process with a line on standard error.
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
        Ok((block, handles)) => {
            drop(block);
            TAKEN_BACK.fetch_add(1, Ordering::Relaxed);
            drop(handles);
        }
        Err(misuse) => end_with(misuse, "free_mem", text),
    }
}

/// Makes the caller the owner of the handles in a text. NULL is a no-op. A pointer that isn't a text of this library, or
/// one that was already taken back, ends the process with a line on standard error.
///
/// # Safety
/// `text` is NULL, or came from [`Outgoing::hand_out`] of this library and is not freed before this returns.
pub(crate) unsafe fn keep_handles(text: *const c_char) {
    if text.is_null() {
        return;
    }
    // SAFETY: the caller's promise, passed on.
    match unsafe { header_of(text) }.and_then(|header| header.seal.check(header.shape()).map(|()| header)) {
        Ok(header) if header.shape() & HAS_HANDLES != 0 => {
            // SAFETY: the seal proves that the header is a text's, and the shape that the count is there.
            unsafe { &*count_of(header) }.store(0, Ordering::Relaxed);
        }
        Ok(_) => {}
        Err(misuse) => end_with(misuse, "rust_interop_keep", text),
    }
}

fn end_with(misuse: Misuse, function: &str, text: *const c_char) -> ! {
    end_process(misuse, function, text, Kind { noun: "string", given_back: "freed" })
}

/// # Safety
/// As for [`free`].
unsafe fn take_back(text: *mut c_char) -> Result<(Vec<Unit>, Handles), Misuse> {
    // SAFETY: the caller's promise, passed on.
    let header = unsafe { header_of(text) }?;
    let shape = header.shape();
    header.seal.break_open(shape)?;
    if header.size() >= LARGE {
        LARGE_FREED.fetch_add(1, Ordering::Relaxed);
    }
    let handles = if shape & HAS_HANDLES == 0 {
        Handles::default()
    } else {
        // SAFETY: the seal proves that the header is a text's, and the shape that there are handles.
        unsafe { handles_of(header) }
    };
    let units = header.size() / UNIT;
    let block = header.block().cast_mut();
    // SAFETY: the seal proves that it belongs to a vector of this capacity, and that it hasn't come back before.
    Ok((unsafe { Vec::from_raw_parts(block, 0, units) }, handles))
}

impl Header {
    fn shape(&self) -> usize {
        self.shape.load(Ordering::Relaxed)
    }

    fn size(&self) -> usize {
        self.shape() & !HAS_HANDLES & !(UNIT - 1)
    }

    fn block(&self) -> *const Unit {
        ptr::from_ref(self).wrapping_sub(self.shape() % UNIT).cast()
    }
}

/// The header in front of a text, which is sound to read even if this isn't a text of this library.
///
/// # Safety
/// As for [`free`].
#[expect(clippy::cast_ptr_alignment, reason = "the alignment is checked first")]
unsafe fn header_of<'a>(text: *const c_char) -> Result<&'a Header, Misuse> {
    let header = text.cast::<Header>().wrapping_sub(1);
    if !is_plausible(header) || !is_readable(text.addr()) {
        return Err(Misuse::Foreign);
    }
    // SAFETY: it is aligned, and as readable as the text, which the caller vouches for.
    Ok(unsafe { &*header })
}

/// How many handles a text with handles has: where its block ends.
fn count_of(header: &Header) -> *const AtomicUsize {
    header.block().wrapping_add(header.size() / UNIT).cast::<AtomicUsize>().wrapping_sub(1)
}

/// # Safety
/// The header is one that [`Outgoing::hand_out`] wrote, of a text with handles.
unsafe fn handles_of(header: &Header) -> Handles {
    let count = count_of(header);
    // SAFETY: `hand_out` wrote it.
    let length = unsafe { &*count }.load(Ordering::Relaxed);
    let mut handles = vec![0_u64; length];
    let first = count.cast::<u8>().wrapping_sub(length * HANDLE);
    // SAFETY: `hand_out` wrote as many, and bytes need no alignment.
    unsafe { first.copy_to_nonoverlapping(handles.as_mut_ptr().cast(), length * HANDLE) };
    Handles::new(handles)
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
