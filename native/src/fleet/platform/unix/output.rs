use std::io::{self, ErrorKind, Read};
use std::os::fd::{AsFd, BorrowedFd};

use crate::boundary::system;
use crate::fleet::capture::Capture;

/// Enough reads for the largest pipe that an unprivileged process can make (1 MiB).
const DRAIN_READS: usize = 64;

/// One output stream of a child: read without ever waiting, kept up to the limit.
#[derive(Debug)]
pub(super) struct Output<R> {
    pipe: Option<R>,
    capture: Capture,
}

impl<R: Read + AsFd> Output<R> {
    pub(super) fn new(pipe: R, limit: usize) -> Self {
        Self { pipe: Some(pipe), capture: Capture::new(limit) }
    }

    pub(super) fn set_nonblocking(&self) -> io::Result<()> {
        self.descriptor().map_or(Ok(()), system::set_nonblocking)
    }

    /// What becomes readable when there is output; `None` once the stream is closed.
    pub(super) fn descriptor(&self) -> Option<BorrowedFd<'_>> {
        self.pipe.as_ref().map(AsFd::as_fd)
    }

    pub(super) fn is_closed(&self) -> bool {
        self.pipe.is_none()
    }

    /// Reads once. Returns whether there may be more at this moment.
    pub(super) fn read(&mut self, buffer: &mut [u8]) -> bool {
        let Some(pipe) = &mut self.pipe else { return false };
        match pipe.read(buffer) {
            Ok(0) => self.pipe = None,
            Ok(length) => {
                self.capture.push(&buffer[..length]);
                return true;
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) if error.kind() == ErrorKind::Interrupted => return true,
            // A pipe's read end has no other error; if one came, there would be nothing more to be had from it.
            Err(_) => self.pipe = None,
        }
        false
    }

    /// Reads what a child that has ended left in the pipe. Never waits for the end of the stream: a process that the
    /// child left behind may hold it open for ever, or write into it without end.
    pub(super) fn drain(&mut self, buffer: &mut [u8]) {
        for _ in 0..DRAIN_READS {
            if !self.read(buffer) {
                break;
            }
        }
    }

    pub(super) fn take_capture(&mut self) -> Capture {
        std::mem::replace(&mut self.capture, Capture::new(0))
    }
}
