use std::fs::File;
use std::io;
use std::sync::{Mutex, PoisonError};

use rust_interop::Context;

use crate::CountProgress;
use crate::blocks::Blocks;
use crate::count_error::CountError;

const BLOCK_SIZE: u64 = 256 * 1024;

/// A file that several threads read; whichever asks first gets the next block. Each block checks for a cancel and
/// reports progress.
pub(crate) struct TextFile<'a> {
    path: &'a str,
    size: u64,
    blocks: Mutex<Blocks<File>>,
    context: &'a Context<CountProgress>,
}

impl<'a> TextFile<'a> {
    pub(crate) fn open(path: &'a str, context: &'a Context<CountProgress>) -> Result<Self, CountError> {
        let open = || {
            let file = File::open(path)?;
            let size = file.metadata()?.len();
            Ok((file, size))
        };
        let (file, size) = open().map_err(|error| unreadable(path, error))?;
        Ok(Self { path, size, blocks: Mutex::new(Blocks::new(file, BLOCK_SIZE)), context })
    }

    /// The next block, or `None` at the end and after an error. Only one of the threads gets the error.
    pub(crate) fn next_block(&self) -> Result<Option<String>, CountError> {
        let mut blocks = self.blocks.lock().unwrap_or_else(PoisonError::into_inner);
        if self.context.is_cancelled() {
            return Err(CountError::Cancelled);
        }
        let block = blocks.next().transpose().map_err(|error| unreadable(self.path, error))?;
        if block.is_some() {
            let progress = CountProgress { read: blocks.position(), total: self.size };
            self.context.report(&progress).map_err(|error| CountError::Unreported(error.to_string()))?;
        }
        Ok(block)
    }
}

fn unreadable(path: &str, error: io::Error) -> CountError {
    CountError::Unreadable { path: path.to_owned(), error }
}
