//! The handles in the text that this thread is reading or writing for a caller. Text of any other kind has no handles: a
//! value that was written elsewhere would never be dropped.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::fmt;
use std::mem;
use std::sync::Arc;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use super::{Borrow, Held, Value, hold, insert, remove};
use crate::boundary::error::ErrorKind;
use crate::boundary::guard::guard;

thread_local! {
    static IS_READING: Cell<bool> = const { Cell::new(false) };
    static WRITING: Writing = const { Writing { is_writing: Cell::new(false), count: Cell::new(0) } };
    static WRITTEN: RefCell<Vec<u64>> = const { RefCell::new(Vec::new()) };
}

/// What this thread is writing for a caller. Most outputs have no handles, and then nothing looks at [`WRITTEN`].
struct Writing {
    is_writing: Cell<bool>,
    /// How many handles there are in [`WRITTEN`].
    count: Cell<usize>,
}

/// Handles that nobody owns yet. What they stand for is dropped with them.
#[derive(Debug, Default)]
pub(crate) struct Handles(Vec<u64>);

impl Handles {
    pub(crate) fn new(handles: Vec<u64>) -> Self {
        Self(handles)
    }

    pub(crate) fn as_slice(&self) -> &[u64] {
        &self.0
    }

    /// Adds others.
    pub(crate) fn append(&mut self, mut others: Self) {
        self.0.append(&mut others.0);
    }

    /// They have an owner.
    pub(crate) fn hand_over(mut self) {
        self.0.clear();
    }
}

impl Drop for Handles {
    #[inline]
    fn drop(&mut self) {
        if !self.0.is_empty() {
            drop_all(&mut self.0);
        }
    }
}

#[cold]
fn drop_all(handles: &mut Vec<u64>) {
    for handle in handles.drain(..) {
        // The destructor of what it stands for is a user's.
        let _ = guard(|| drop(remove(handle)));
    }
}

/// Why there is no value for a handle, or no handle for a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum HandleError {
    /// The handle stands for nothing, or for something of another library.
    Invalid,
    /// The handle stands for something else.
    OtherType,
    /// The text isn't the input or the output of a call.
    NotCrossing,
    /// There are too many.
    TooMany,
    /// The object can't be used just now.
    InUse,
    /// There is no memory for a copy.
    NoMemory,
}

impl HandleError {
    const fn message(self) -> &'static str {
        match self {
            Self::Invalid => "the handle stands for nothing: it was dropped, or another library's",
            Self::OtherType => "the handle stands for something of another type",
            Self::NotCrossing => "only the input and the output of a call can have handles",
            Self::TooMany => "there are too many handles",
            Self::InUse => "the object is in use, and a call that already uses an object doesn't wait for another",
            Self::NoMemory => "there is no memory for the bytes",
        }
    }

    /// The kind of the error reply, if this is the message of a decoding error.
    pub(crate) fn kind_of(message: &str) -> Option<ErrorKind> {
        let kinds = [
            (Self::Invalid, ErrorKind::InvalidHandle),
            (Self::OtherType, ErrorKind::InvalidHandle),
            (Self::InUse, ErrorKind::Failed),
            (Self::NoMemory, ErrorKind::Failed),
        ];
        kinds.iter().find(|(error, _)| error.message() == message).map(|(_, kind)| *kind)
    }
}

impl fmt::Display for HandleError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.message())
    }
}

/// Reads an input.
pub(crate) fn reading<T>(read: impl FnOnce() -> T) -> T {
    struct Reset<'a>(&'a Cell<bool>, bool);
    impl Drop for Reset<'_> {
        fn drop(&mut self) {
            self.0.set(self.1);
        }
    }
    IS_READING.with(|is_reading| {
        let _reset = Reset(is_reading, is_reading.replace(true));
        read()
    })
}

/// Whether this thread reads an input.
pub(crate) fn is_reading() -> bool {
    IS_READING.get()
}

/// Writes an output. The handles in it come with it.
pub(crate) fn writing<T>(write: impl FnOnce() -> T) -> (T, Handles) {
    /// The output may be within another one, whose handles are then the first.
    struct Reset<'a> {
        writing: &'a Writing,
        was_writing: bool,
        outer_count: usize,
    }
    impl Reset<'_> {
        #[inline]
        fn take_handles(&self) -> Handles {
            if self.writing.count.get() == self.outer_count {
                return Handles::default();
            }
            self.writing.count.set(self.outer_count);
            let mut handles = WRITTEN.take();
            if self.outer_count > 0 {
                let own = handles.split_off(self.outer_count);
                WRITTEN.set(mem::replace(&mut handles, own));
            }
            Handles(handles)
        }
    }
    impl Drop for Reset<'_> {
        #[inline]
        fn drop(&mut self) {
            self.writing.is_writing.set(self.was_writing);
            drop(self.take_handles());
        }
    }
    WRITING.with(|writing| {
        let was_writing = writing.is_writing.replace(true);
        let reset = Reset { writing, was_writing, outer_count: writing.count.get() };
        let written = write();
        (written, reset.take_handles())
    })
}

/// What a handle in the input stands for.
///
/// # Errors
/// It stands for nothing, or isn't in an input.
pub(crate) fn receive(handle: u64) -> Result<Held, HandleError> {
    if is_reading() { hold(handle).ok_or(HandleError::Invalid) } else { Err(HandleError::NotCrossing) }
}

/// What a handle in the input stands for, if it is of this type, with a count of its own.
///
/// # Errors
/// There is no handle, or it stands for nothing or for something else.
pub(crate) fn deserialize<'de, T: Any + Send + Sync, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Arc<T>, D::Error> {
    let held = receive(u64::deserialize(deserializer)?).map_err(D::Error::custom)?;
    Value::clone(&held).downcast().map_err(|_| D::Error::custom(HandleError::OtherType))
}

/// What a handle in the input stands for, if it is of this type, borrowed for the call.
///
/// # Errors
/// As above.
pub(crate) fn borrow<'de, T: Any, D: Deserializer<'de>>(deserializer: D) -> Result<Borrow<T>, D::Error> {
    let held = receive(u64::deserialize(deserializer)?).map_err(D::Error::custom)?;
    Borrow::of(held).ok_or_else(|| D::Error::custom(HandleError::OtherType))
}

/// A handle in the output for a value.
///
/// # Errors
/// Nothing is being written for a caller, or there are too many handles.
pub(crate) fn send(value: impl FnOnce() -> Value) -> Result<u64, HandleError> {
    WRITING.with(|writing| {
        if !writing.is_writing.get() {
            return Err(HandleError::NotCrossing);
        }
        let handle = insert(value()).ok_or(HandleError::TooMany)?;
        WRITTEN.with_borrow_mut(|written| written.push(handle));
        writing.count.set(writing.count.get() + 1);
        Ok(handle)
    })
}
