//! The standard streams as plain files. The standard library's handles report success when they write to a closed
//! stream, buffer what couldn't be written, and take a lock.

use std::fs::File;
use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::sync::Mutex;

#[cfg(unix)]
use super::fork;
use super::lock::lock;

/// Held while printing, so that lines don't mix.
static OUTPUT: Mutex<()> = Mutex::new(());

/// Writes a line on standard output, in one piece and unbuffered.
///
/// # Errors
/// Standard output is closed, full or broken. Some of the line may have been written.
pub fn print_line(text: &str) -> io::Result<()> {
    #[cfg(unix)]
    fork::prepare_for_forks();
    let line = [text, "\n"].concat();
    let _output = lock(&OUTPUT);
    system::output().write_all(line.as_bytes())
}

/// Locks the output for the duration of a fork.
#[cfg(unix)]
pub(super) fn hold() -> Box<dyn fork::Held> {
    Box::new(lock(&OUTPUT))
}

/// Standard error, without a lock.
pub(super) fn error() -> ManuallyDrop<File> {
    system::error()
}

#[cfg(unix)]
mod system {
    use std::fs::File;
    use std::mem::ManuallyDrop;
    use std::os::fd::{FromRawFd, RawFd};

    pub(super) fn output() -> ManuallyDrop<File> {
        file(1)
    }

    pub(super) fn error() -> ManuallyDrop<File> {
        file(2)
    }

    fn file(descriptor: RawFd) -> ManuallyDrop<File> {
        // SAFETY: it is only written to, which fails if it is closed, and `ManuallyDrop` never closes it.
        ManuallyDrop::new(unsafe { File::from_raw_fd(descriptor) })
    }
}

#[cfg(windows)]
mod system {
    use std::fs::File;
    use std::io;
    use std::mem::ManuallyDrop;
    use std::os::windows::io::{AsRawHandle, FromRawHandle, RawHandle};

    pub(super) fn output() -> ManuallyDrop<File> {
        file(io::stdout().as_raw_handle())
    }

    pub(super) fn error() -> ManuallyDrop<File> {
        file(io::stderr().as_raw_handle())
    }

    fn file(handle: RawHandle) -> ManuallyDrop<File> {
        // SAFETY: it is only written to, which fails if there is none, and `ManuallyDrop` never closes it.
        ManuallyDrop::new(unsafe { File::from_raw_handle(handle) })
    }
}
