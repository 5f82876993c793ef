use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, process};

use crate::process::{Protocol, Source};

/// A log that a child process opens by its path, read while it is written.
#[derive(Debug)]
pub(crate) struct LogFile {
    file: File,
    path: PathBuf,
}

impl LogFile {
    pub(crate) fn create() -> io::Result<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = env::temp_dir().join(format!("rust-interop-{}-{number}", process::id()));
            match OpenOptions::new().read(true).write(true).create_new(true).open(&path) {
                Ok(file) => return Ok(Self { file, path }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The path that the child process opens.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads what was written since the last call. An error means that there is nothing more to read.
    pub(super) fn read(&mut self, buffer: &mut [u8], protocol: &mut dyn Protocol) {
        while let Ok(length @ 1..) = self.file.read(buffer) {
            protocol.receive(Source::Log, &buffer[..length]);
        }
    }
}

impl Drop for LogFile {
    fn drop(&mut self) {
        // Somebody else may have emptied the temporary folder first.
        let _ = fs::remove_file(&self.path);
    }
}
