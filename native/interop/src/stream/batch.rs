//! Some items of a stream, as a reply.

use std::io::{self, Write};

use crate::boundary::error::Error;
use crate::boundary::handles::crossing::Handles;
use crate::boundary::outgoing::Outgoing;

/// Items that are collected for a reply: `{"items":[…],"done":false}`.
pub(super) struct Batch {
    text: Outgoing,
    handles: Handles,
    count: usize,
}

impl Batch {
    pub(super) fn new() -> Self {
        Self { text: Outgoing::of(br#"{"items":["#), handles: Handles::default(), count: 0 }
    }

    /// Adds an item, with the handles in it.
    pub(super) fn add(&mut self, json: &[u8], handles: Handles) -> io::Result<()> {
        // First, so that they are not dropped here if there is no memory: the caller holds a lock.
        self.handles.append(handles);
        if self.count > 0 {
            self.text.write_all(b",")?;
        }
        self.text.write_all(json)?;
        self.count += 1;
        Ok(())
    }

    /// How many items it has.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// How long it is.
    pub(super) fn bytes(&self) -> usize {
        self.text.written().len()
    }

    /// The reply.
    pub(super) fn into_reply(mut self, is_done: bool) -> Result<Outgoing, Error> {
        let end: &[u8] = if is_done { br#"],"done":true}"# } else { br#"],"done":false}"# };
        let written = self.text.write_all(end).and_then(|()| self.text.add_handles(self.handles));
        written.map(|()| self.text).map_err(|error| Error::failed(&error))
    }
}
