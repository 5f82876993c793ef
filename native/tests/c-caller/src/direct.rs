//! Direct calls, as a C program makes them.

use std::ffi::{CStr, c_char};
use std::ptr;
use std::slice;

use crate::raw;

/// Mirrors `rust_interop_value` of the header.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct Value {
    content: Content,
    length: usize,
}

#[derive(Clone, Copy)]
#[repr(C)]
union Content {
    number: u64,
    data: *const u8,
}

impl Value {
    /// A number.
    #[must_use]
    pub const fn number(number: u64) -> Self {
        Self { content: Content { number }, length: 0 }
    }

    /// A text, or bytes.
    #[must_use]
    pub const fn bytes(bytes: &[u8]) -> Self {
        Self::memory(bytes.as_ptr(), bytes.len())
    }

    /// Any memory.
    #[must_use]
    pub const fn memory(data: *const u8, length: usize) -> Self {
        Self { content: Content { data }, length }
    }

    /// Bytes by their handle.
    #[must_use]
    pub const fn handle_of_bytes(number: u64) -> Self {
        Self { content: Content { number }, length: usize::MAX }
    }
}

impl Value {
    /// What it is as a number.
    #[must_use]
    pub fn as_number(&self) -> u64 {
        // SAFETY: any bits are a number.
        unsafe { self.content.number }
    }

    /// What it is as a text.
    ///
    /// # Safety
    /// It has UTF-8 that is still there.
    #[must_use]
    pub unsafe fn as_text(&self) -> &str {
        // SAFETY: any bits are an address.
        let data = unsafe { self.content.data };
        // SAFETY: the caller's promise.
        let bytes = unsafe { slice::from_raw_parts(data, self.length) };
        str::from_utf8(bytes).unwrap()
    }
}

/// What a function of the caller's returns directly.
#[derive(Debug)]
pub enum Answer {
    /// Any number.
    Number(u64),
    /// A text.
    Bytes(Vec<u8>),
    /// It has to be asked for by JSON.
    None,
}

impl Place {
    /// Puts a value there, or bytes if they have room.
    pub(crate) fn put(&mut self, answer: &Answer) {
        match answer {
            Answer::Number(number) => self.value = Value::number(*number),
            Answer::Bytes(bytes) => {
                assert!(bytes.len() <= self.capacity);
                // SAFETY: the library vouches for the room.
                unsafe { bytes.as_ptr().copy_to_nonoverlapping(self.room, bytes.len()) };
                self.value = Value::memory(self.room, bytes.len());
            }
            Answer::None => {}
        }
    }
}

/// Mirrors `rust_interop_result` of the header.
#[repr(C)]
pub(crate) struct Place {
    value: Value,
    handle: u64,
    room: *mut u8,
    capacity: usize,
}

type Entry = unsafe extern "C" fn(*const Value, usize, *mut Place) -> *mut c_char;

/// What a direct call has returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// A number, if it is one.
    pub number: u64,
    /// The text or the bytes, if it is some.
    pub bytes: Vec<u8>,
    /// Whether the bytes were in the library's memory. Their handle is dropped.
    pub was_in_library: bool,
}

/// The direct entry of an export.
#[derive(Debug, Clone, Copy)]
pub struct Direct(Entry);

impl Direct {
    /// That of an export, if it has one.
    ///
    /// # Safety
    /// This is where a description begins.
    #[must_use]
    pub unsafe fn of(description: *const u8) -> Option<Self> {
        const HEADER: usize = 16;
        const PREFIXES: [&[u8]; 2] = [br#"{"direct":1,"#, br#"{"direct":2,"#];
        // SAFETY: every description has a header.
        let header = unsafe { slice::from_raw_parts(description, HEADER) };
        let length = |at: usize| u32::from_le_bytes(header[at..at + 4].try_into().unwrap()) as usize;
        let texts = HEADER + length(8) + length(12);
        // SAFETY: the header says how long it is.
        let shape = unsafe { slice::from_raw_parts(description.wrapping_add(HEADER), length(8)) };
        if !PREFIXES.iter().any(|prefix| shape.starts_with(prefix)) {
            return None;
        }
        let entry = description.wrapping_add(texts.next_multiple_of(size_of::<Entry>()));
        // SAFETY: the header says that it is there.
        unsafe { entry.cast::<Option<Entry>>().read_unaligned() }.map(Self)
    }

    /// Calls it, with room for this many bytes. An error is its reply.
    ///
    /// # Errors
    /// The call failed.
    pub fn call(self, arguments: &[Value], capacity: usize) -> Result<Given, String> {
        let mut room = vec![0xFF_u8; capacity];
        let value = Value::memory(ptr::null(), 0);
        let mut place = Place { value, handle: 0, room: room.as_mut_ptr(), capacity };
        self.raw(arguments.as_ptr(), arguments.len(), &raw mut place)?;
        // SAFETY: any bits are a number.
        let number = unsafe { place.value.content.number };
        // SAFETY: as above.
        let data = unsafe { place.value.content.data };
        let bytes = match place.value.length {
            0 => Vec::new(),
            // SAFETY: that many are there until the handle is dropped.
            length => unsafe { slice::from_raw_parts(data, length) }.to_vec(),
        };
        let was_in_library = place.handle != 0;
        assert!(!was_in_library || raw::rust_interop_drop(place.handle) == 0);
        Ok(Given { number, bytes, was_in_library })
    }

    /// Calls it with NULL for the arguments, or for the place of the result.
    ///
    /// # Errors
    /// The call failed.
    pub fn call_with_null(self, count: usize, has_place: bool) -> Result<(), String> {
        let mut place = Place { value: Value::number(0), handle: 0, room: ptr::null_mut(), capacity: 0 };
        let arguments = vec![Value::number(0); count];
        if has_place {
            self.raw(ptr::null(), count, &raw mut place)
        } else {
            self.raw(arguments.as_ptr(), count, ptr::null_mut())
        }
    }

    fn raw(self, arguments: *const Value, count: usize, place: *mut Place) -> Result<(), String> {
        // SAFETY: the callers have that many values, and a place; both live as long as the call.
        let error = unsafe { (self.0)(arguments, count, place) };
        if error.is_null() {
            return Ok(());
        }
        // SAFETY: it is an error reply.
        let text = unsafe { CStr::from_ptr(error) }.to_str().unwrap().to_owned();
        // SAFETY: it is freed once.
        unsafe { raw::free_mem(error) };
        Err(text)
    }
}

/// The direct entry of the export with this symbol.
#[macro_export]
macro_rules! direct {
    ($symbol:expr) => {{
        unsafe extern "C" {
            #[link_name = concat!($symbol, "_description")]
            static DESCRIPTION: u8;
        }
        // SAFETY: that is what the symbol is for.
        unsafe { $crate::Direct::of(&raw const DESCRIPTION) }
    }};
}
