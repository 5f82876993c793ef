//! What a handle stands for, as far as its owner knows.

use std::cell::Cell;
use std::rc::Rc;

#[derive(Clone)]
pub(super) enum Thing {
    Word(String),
    /// Several handles may be of the same one.
    Total(Rc<Cell<u64>>),
    Loan(Rc<[u8]>),
    Bytes(Rc<[u8]>),
    /// A stream of words: the letters that are to come, the next one last.
    Letters(Vec<char>),
    /// A stream of numbers, likewise.
    Numbers(Vec<u64>),
    /// An object that keeps the function with this handle.
    Bell(u64),
}

impl Thing {
    pub(super) fn word(&self) -> Option<&str> {
        if let Self::Word(text) = self { Some(text) } else { None }
    }

    pub(super) fn total(&self) -> Option<&Rc<Cell<u64>>> {
        if let Self::Total(total) = self { Some(total) } else { None }
    }

    /// The function that it keeps.
    pub(super) fn function(&self) -> Option<u64> {
        if let Self::Bell(function) = self { Some(*function) } else { None }
    }

    /// The bytes that a procedure may get.
    pub(super) fn data(&self) -> Option<&Rc<[u8]>> {
        if let Self::Loan(data) | Self::Bytes(data) = self { Some(data) } else { None }
    }

    /// How many items are to come, if it is a stream.
    pub(super) fn items(&self) -> Option<usize> {
        match self {
            Self::Letters(letters) => Some(letters.len()),
            Self::Numbers(numbers) => Some(numbers.len()),
            _ => None,
        }
    }
}
