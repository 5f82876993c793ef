use std::ffi::CString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, PipeReader, PipeWriter};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::{env, process};

use super::stream::Stream;
use crate::process::Source;
use crate::sys::system;

/// A log that a child process opens by its path, read while it is written. It is a pipe: a writer that is too fast has
/// to wait, and nothing of it stays on disk.
pub(crate) struct LogFile {
    stream: Stream,
    path: PathBuf,
    /// Keeps the pipe open between two writers.
    _writer: OwnedFd,
    is_temporary: bool,
}

impl LogFile {
    pub(crate) fn create() -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if crate::sys::linux::is_dumpable() {
            return Self::unnamed();
        }
        Self::in_temporary_folder()
    }

    /// The path that the child process opens.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn stream(&mut self) -> &mut Stream {
        &mut self.stream
    }

    /// A pipe without a name, which others reach through this process. A full or read-only disk can't affect it, and
    /// nothing is left behind, however this process ends.
    #[cfg(target_os = "linux")]
    fn unnamed() -> io::Result<Self> {
        let (reader, writer): (PipeReader, PipeWriter) = io::pipe()?;
        let path = PathBuf::from(format!("/proc/{}/fd/{}", process::id(), writer.as_raw_fd()));
        let stream = Stream::new(File::from(OwnedFd::from(reader)), Source::Log)?;
        Ok(Self { stream, path, _writer: writer.into(), is_temporary: false })
    }

    /// For a system on which other processes can't reach into this one.
    fn in_temporary_folder() -> io::Result<Self> {
        let ((), path) = create_temporary(|path| system::make_fifo(&CString::new(path.as_os_str().as_bytes())?))?;
        // Opened for both, it doesn't wait for a writer and never ends.
        let both = OpenOptions::new().read(true).write(true).custom_flags(libc::O_NONBLOCK).open(&path);
        let opened = both.and_then(|file| Ok((Stream::new(file.try_clone()?, Source::Log)?, OwnedFd::from(file))));
        match opened {
            Ok((stream, writer)) => Ok(Self { stream, path, _writer: writer, is_temporary: true }),
            Err(error) => {
                // The first error is the one to report.
                let _ = fs::remove_file(&path);
                Err(error)
            }
        }
    }
}

impl Drop for LogFile {
    fn drop(&mut self) {
        if self.is_temporary {
            // Somebody else may have emptied the temporary folder first.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// Creates something in the temporary folder, under a name that is still free.
pub(super) fn create_temporary<T>(mut create: impl FnMut(&Path) -> io::Result<T>) -> io::Result<(T, PathBuf)> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("rust-interop-{}-{number}", process::id()));
        match create(&path) {
            Ok(created) => return Ok((created, path)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::process::Protocol;

    #[derive(Default)]
    struct Received(Vec<u8>);

    impl Protocol for Received {
        fn receive(&mut self, source: Source, bytes: &[u8]) {
            assert_eq!(source, Source::Log);
            self.0.extend_from_slice(bytes);
        }
    }

    fn assert_read_while_written(mut log: LogFile) -> PathBuf {
        let path = log.path().to_owned();
        let mut received = Received::default();
        for text in ["one", "two"] {
            OpenOptions::new().append(true).create(true).open(&path).unwrap().write_all(text.as_bytes()).unwrap();
            log.stream().drain(&mut [0; 100], &mut received);
        }
        assert_eq!(received.0, b"onetwo");
        assert!(!log.stream().is_closed());
        path
    }

    #[test]
    fn create_log_is_read_while_it_is_written() {
        let log = LogFile::create().unwrap();
        // If other processes can reach into this one, there is no file to remove.
        assert_eq!(log.is_temporary, !cfg!(target_os = "linux"));
        assert_read_while_written(log);
    }

    #[test]
    fn create_temporary_skips_names_that_are_taken_and_returns_any_other_error() {
        let mut taken = Vec::new();
        let ((), path) = create_temporary(|path| {
            if taken.len() == 2 {
                return Ok(());
            }
            taken.push(path.to_owned());
            Err(io::ErrorKind::AlreadyExists.into())
        })
        .unwrap();
        assert!(!taken.contains(&path) && taken[0] != taken[1]);
        let error = create_temporary(|_| Err::<(), _>(io::ErrorKind::PermissionDenied.into())).unwrap_err();
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
    }

    #[test]
    fn in_temporary_folder_dropped_log_removes_its_pipe() {
        let log = LogFile::in_temporary_folder().unwrap();
        assert_eq!(fs::metadata(log.path()).unwrap().permissions().mode() & 0o777, 0o600);
        let path = assert_read_while_written(log);
        assert!(!path.exists());
    }
}
