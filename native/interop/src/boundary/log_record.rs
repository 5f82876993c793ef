//! What a caller's logger gets.

use std::ffi::{c_char, c_void};
use std::marker::PhantomData;
use std::ptr;

/// Mirrors `rust_interop_text` of the header.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct Text<'a> {
    data: *const c_char,
    length: usize,
    lifetime: PhantomData<&'a str>,
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self { data: text.as_ptr().cast(), length: text.len(), lifetime: PhantomData }
    }
}

impl<'a> From<Option<&'a str>> for Text<'a> {
    fn from(text: Option<&'a str>) -> Self {
        text.map_or(Self { data: ptr::null(), length: 0, lifetime: PhantomData }, Self::from)
    }
}

/// Mirrors `rust_interop_log_record` of the header.
#[repr(C)]
#[derive(Debug)]
pub struct Record<'a> {
    size: usize,
    level: u32,
    line: u32,
    target: Text<'a>,
    message: Text<'a>,
    module_path: Text<'a>,
    file: Text<'a>,
    key_values: Text<'a>,
}

impl<'a> Record<'a> {
    /// With the texts that had to be made of the record.
    pub(crate) fn new(record: &log::Record<'a>, message: &'a str, key_values: Option<&'a str>) -> Self {
        Self {
            size: size_of::<Self>(),
            level: record.level() as u32,
            line: record.line().unwrap_or(0),
            target: record.target().into(),
            message: message.into(),
            module_path: record.module_path().into(),
            file: record.file().into(),
            key_values: key_values.into(),
        }
    }
}

/// A caller's function that gets records.
pub type Write = unsafe extern "C" fn(*mut c_void, *const Record<'_>);
