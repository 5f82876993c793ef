//! A logger as a C program attaches it.

use std::ffi::{c_char, c_void};
use std::slice;
use std::sync::Mutex;

use rust_interop as _;

#[repr(C)]
#[derive(Clone, Copy)]
struct Text {
    data: *const c_char,
    length: usize,
}

impl Text {
    fn read(self) -> Option<String> {
        if self.data.is_null() {
            return None;
        }
        // SAFETY: the header promises as many readable bytes.
        let bytes = unsafe { slice::from_raw_parts(self.data.cast::<u8>(), self.length) };
        Some(String::from_utf8(bytes.to_vec()).unwrap())
    }
}

/// Mirrors `rust_interop_log_record`.
#[repr(C)]
pub(crate) struct Record {
    size: usize,
    level: u32,
    line: u32,
    target: Text,
    message: Text,
    module_path: Text,
    file: Text,
    key_values: Text,
}

/// What a logger got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) level: u32,
    pub(crate) target: String,
    pub(crate) message: String,
    pub(crate) module_path: Option<String>,
    pub(crate) file: Option<String>,
    pub(crate) line: u32,
    pub(crate) key_values: Option<String>,
}

pub(crate) type Write = unsafe extern "C" fn(*mut c_void, *const Record);

unsafe extern "C" {
    pub(crate) fn rust_interop_log_attach(
        level: u32,
        context: *mut c_void,
        write: Option<Write>,
        logger: *mut u64,
    ) -> i32;
    pub(crate) safe fn rust_interop_log_set_level(logger: u64, level: u32) -> i32;
    pub(crate) safe fn rust_interop_log_detach(logger: u64);
}

type OnWrite = Box<dyn Fn(&Written) + Send + Sync>;

struct Inner {
    /// Records of other tests come too.
    target: &'static str,
    written: Mutex<Vec<Written>>,
    on_write: OnWrite,
}

/// A logger that keeps what is written to one target. It is detached when it is dropped.
pub(crate) struct Attached {
    pub(crate) id: u64,
    inner: *mut Inner,
}

impl Attached {
    pub(crate) fn new(level: u32, target: &'static str) -> Self {
        Self::with(level, target, |_| {})
    }

    /// Also calls a function for each record.
    pub(crate) fn with(level: u32, target: &'static str, on_write: impl Fn(&Written) + Send + Sync + 'static) -> Self {
        let inner = Inner { target, written: Mutex::default(), on_write: Box::new(on_write) };
        let inner = Box::into_raw(Box::new(inner));
        let mut id = 0;
        // SAFETY: the context lives until the logger is detached.
        assert_eq!(unsafe { rust_interop_log_attach(level, inner.cast(), Some(write), &raw mut id) }, 0);
        Self { id, inner }
    }

    pub(crate) fn written(&self) -> Vec<Written> {
        // SAFETY: it lives as long as this.
        unsafe { &*self.inner }.written.lock().unwrap().clone()
    }

    pub(crate) fn messages(&self) -> Vec<String> {
        self.written().into_iter().map(|written| written.message).collect()
    }
}

impl Drop for Attached {
    fn drop(&mut self) {
        rust_interop_log_detach(self.id);
        // SAFETY: it came from `Box`, and nothing calls `write` any more.
        drop(unsafe { Box::from_raw(self.inner) });
    }
}

unsafe extern "C" fn write(context: *mut c_void, record: *const Record) {
    // SAFETY: the context of `Attached`.
    let inner = unsafe { &*context.cast::<Inner>() };
    // SAFETY: the record lives as long as the call.
    let record = unsafe { &*record };
    assert_eq!(record.size, size_of::<Record>());
    let written = Written {
        level: record.level,
        target: record.target.read().unwrap(),
        message: record.message.read().unwrap(),
        module_path: record.module_path.read(),
        file: record.file.read(),
        line: record.line,
        key_values: record.key_values.read(),
    };
    if written.target == inner.target {
        (inner.on_write)(&written);
        inner.written.lock().unwrap().push(written);
    }
}
