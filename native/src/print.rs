//! Lines on standard output.

use std::io;

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
    write_all(&stdout, line.as_bytes())
}

// std's own handle takes writing to a closed stdout for a success and keeps what could not be written for later.
#[cfg(unix)]
fn write_all(stdout: &io::StdoutLock<'_>, mut bytes: &[u8]) -> io::Result<()> {
    use std::os::fd::AsFd;

    while !bytes.is_empty() {
        match crate::boundary::system::write(stdout.as_fd(), bytes) {
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

#[cfg(windows)]
fn write_all(stdout: &io::StdoutLock<'_>, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write;
    use std::os::windows::io::AsHandle;

    std::fs::File::from(stdout.as_handle().try_clone_to_owned()?).write_all(bytes)
}
