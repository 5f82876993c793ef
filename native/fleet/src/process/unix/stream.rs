use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::os::fd::{AsFd, BorrowedFd};

use crate::process::{Protocol, Source};
use crate::sys::system::{self, Polled};

/// Enough reads for the largest pipe that an unprivileged process can make (1 MiB).
const DRAIN_READS: usize = 64;

/// A pipe that a child writes to: read without ever waiting.
#[derive(Debug)]
pub(super) struct Stream {
    pipe: Option<File>,
    source: Source,
    broken: Option<io::Error>,
}

impl Stream {
    pub(super) fn new(pipe: File, source: Source) -> Self {
        Self { pipe: Some(pipe), source, broken: None }
    }

    pub(super) fn set_nonblocking(&self) -> io::Result<()> {
        self.descriptor().map_or(Ok(()), system::set_nonblocking)
    }

    pub(super) fn polled(&self) -> Option<Polled<'_>> {
        self.descriptor().map(Polled::Readable)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.pipe.is_none()
    }

    /// Reads once. Returns whether there may be more at this moment.
    pub(super) fn read(&mut self, buffer: &mut [u8], protocol: &mut dyn Protocol) -> bool {
        let Some(pipe) = &mut self.pipe else { return false };
        match pipe.read(buffer) {
            Ok(0) => self.pipe = None,
            Ok(length) => {
                protocol.receive(self.source, &buffer[..length]);
                return true;
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) if error.kind() == ErrorKind::Interrupted => return true,
            // A pipe's read end has no other error; if one came, there would be nothing more to be had from it.
            Err(error) => (self.pipe, self.broken) = (None, Some(error)),
        }
        false
    }

    /// Reads what a child that has ended left in the pipe. Never waits for the end of the stream: a process that the
    /// child left behind may hold it open for ever, or write into it without end.
    pub(super) fn drain(&mut self, buffer: &mut [u8], protocol: &mut dyn Protocol) {
        for _ in 0..DRAIN_READS {
            if !self.read(buffer, protocol) {
                break;
            }
        }
    }

    /// Why not all was read.
    pub(super) fn take_broken(&mut self) -> Option<io::Error> {
        self.broken.take()
    }

    /// What becomes readable when there is output; `None` once the stream is closed.
    fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        self.pipe.as_ref().map(AsFd::as_fd)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::os::fd::OwnedFd;

    use super::*;
    use crate::process::capture::Captures;

    #[test]
    fn read_until_there_is_nothing_and_then_the_end() {
        let (reader, mut writer) = io::pipe().unwrap();
        let mut stream = Stream::new(File::from(OwnedFd::from(reader)), Source::Stdout);
        stream.set_nonblocking().unwrap();
        let mut captures = Captures::new(100);
        let mut read = |stream: &mut Stream| stream.read(&mut [0; 2], &mut captures);
        assert!(!read(&mut stream));
        writer.write_all(b"abc").unwrap();
        assert_eq!([(); 3].map(|()| read(&mut stream)), [true, true, false]);
        assert!(!stream.is_closed() && stream.polled().is_some());
        drop(writer);
        assert!(!read(&mut stream));
        assert!(stream.is_closed() && stream.polled().is_none() && stream.take_broken().is_none());
        assert_eq!(captures.stdout.into_text(), "abc");
    }

    #[test]
    fn read_what_cannot_be_read_says_why_and_is_closed() {
        let mut stream = Stream::new(File::open("/").unwrap(), Source::Stdout);
        stream.drain(&mut [0; 10], &mut Captures::new(10));
        assert!(stream.is_closed());
        assert_eq!(stream.take_broken().unwrap().kind(), ErrorKind::IsADirectory);
    }
}
