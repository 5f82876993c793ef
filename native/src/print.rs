//! Lines on standard output.

use std::fs::File;
use std::io::{self, Write};

/// Writes `text` and a newline on standard output, in one piece and unbuffered.
///
/// # Errors
/// Standard output is closed, full or broken. Some of the text may have been written.
pub(crate) fn line(text: &str) -> io::Result<()> {
    let mut line = String::with_capacity(text.len() + 1);
    line.push_str(text);
    line.push('\n');
    // Held against other printing threads of this library, so that lines do not mix.
    let stdout = io::stdout().lock();
    descriptor(&stdout)?.write_all(line.as_bytes())
}

// std's own handle takes writing to a closed stdout for a success and keeps what could not be written for later.
#[cfg(unix)]
fn descriptor(stdout: &io::StdoutLock<'_>) -> io::Result<File> {
    use std::os::fd::AsFd;
    stdout.as_fd().try_clone_to_owned().map(File::from)
}

#[cfg(windows)]
fn descriptor(stdout: &io::StdoutLock<'_>) -> io::Result<File> {
    use std::os::windows::io::AsHandle;
    stdout.as_handle().try_clone_to_owned().map(File::from)
}
