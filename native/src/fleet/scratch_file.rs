use std::env;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};

/// A file that is gone when dropped, and that other processes of the same user can open by its path meanwhile.
#[derive(Debug)]
pub(super) struct ScratchFile {
    file: File,
    path: PathBuf,
    is_temporary: bool,
}

impl ScratchFile {
    pub(super) fn create() -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if crate::boundary::linux::is_dumpable() {
            return Self::in_memory();
        }
        Self::in_temporary_folder()
    }

    /// A file that only its descriptor leads to.
    #[cfg(unix)]
    pub(super) fn unnamed() -> io::Result<File> {
        #[cfg(target_os = "linux")]
        let file = Self::in_memory()?;
        #[cfg(not(target_os = "linux"))]
        let file = Self::in_temporary_folder()?;
        file.file.try_clone()
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn file(&mut self) -> &mut File {
        &mut self.file
    }

    /// A file without a name, which others reach through this process: a full or read-only disk cannot harm it, and
    /// nothing stays behind however this process ends.
    #[cfg(target_os = "linux")]
    fn in_memory() -> io::Result<Self> {
        use std::os::fd::AsRawFd;

        let file = File::from(crate::boundary::linux::memory_file(c"rust-interop")?);
        let path = PathBuf::from(format!("/proc/{}/fd/{}", process::id(), file.as_raw_fd()));
        Ok(Self { file, path, is_temporary: false })
    }

    /// For where other processes cannot reach into this one.
    fn in_temporary_folder() -> io::Result<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = env::temp_dir().join(format!("rust-interop-{}-{number}", process::id()));
            let mut options = OpenOptions::new();
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            match options.read(true).write(true).create_new(true).open(&path) {
                Ok(file) => return Ok(Self { file, path, is_temporary: true }),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }
}

impl Drop for ScratchFile {
    fn drop(&mut self) {
        if self.is_temporary {
            // Whoever empties the temporary folder may have been faster.
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn assert_shared(mut scratch: ScratchFile) -> PathBuf {
        let path = scratch.path().to_owned();
        fs::write(&path, "from elsewhere").unwrap();
        let mut text = String::new();
        scratch.file().read_to_string(&mut text).unwrap();
        assert_eq!(text, "from elsewhere");
        path
    }

    #[test]
    fn create_file_is_shared_by_its_path() {
        assert_shared(ScratchFile::create().unwrap());
    }

    #[test]
    fn in_temporary_folder_file_is_gone_when_dropped() {
        let path = assert_shared(ScratchFile::in_temporary_folder().unwrap());
        assert!(!path.exists());
    }
}
