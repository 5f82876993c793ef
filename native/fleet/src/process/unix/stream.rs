use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::os::fd::AsFd;

use crate::event_loop::{Handle, Watched};
use crate::process::{Protocol, Source};
use crate::sys::Interest;
use crate::sys::system;

/// Enough reads for the largest pipe that an unprivileged process can make (1 MiB).
const DRAIN_READS: usize = 64;

/// A pipe that a child writes to: read without ever waiting.
pub(super) struct Stream {
    pipe: Option<Watched<File>>,
    source: Source,
    broken: Option<io::Error>,
}

impl Stream {
    /// # Errors
    /// Reads from it would wait.
    pub(super) fn new(pipe: File, source: Source) -> io::Result<Self> {
        system::set_nonblocking(pipe.as_fd())?;
        Ok(Self { pipe: Some(Watched::new(pipe)), source, broken: None })
    }

    /// Has the loop watch it, as the part that stands for its source. Returns whether it could, or need not.
    pub(super) fn watch(&mut self, event_loop: &Handle, interest: Interest) -> bool {
        self.pipe.as_mut().is_none_or(|pipe| pipe.watch(event_loop, part_of(self.source), interest))
    }

    /// Has it watched for the next time. Returns whether that could be done, or need not be.
    pub(super) fn rearm(&mut self) -> bool {
        self.pipe.as_mut().is_none_or(Watched::rearm)
    }

    pub(super) fn source(&self) -> Source {
        self.source
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
}

/// The part of a task that stands for the source.
pub(super) fn part_of(source: Source) -> u8 {
    match source {
        Source::Stdout => 1,
        Source::Stderr => 2,
        Source::Log => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::process::capture::Captures;

    #[test]
    fn read_what_cannot_be_read_says_why_and_is_closed() {
        let mut stream = Stream::new(File::open("/").unwrap(), Source::Stdout).unwrap();
        stream.drain(&mut [0; 10], &mut Captures::new(10));
        assert!(stream.is_closed());
        assert_eq!(stream.take_broken().unwrap().kind(), ErrorKind::IsADirectory);
    }
}
