use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::mem;
use std::os::fd::AsFd;

use crate::event_loop::{Handle, Watched};
use crate::process::{Protocol, Source};
use crate::sys::Interest;
use crate::sys::system;

/// Enough reads for the largest pipe that an unprivileged process can make (1 MiB).
const DRAIN_READS: usize = 64;

/// A pipe that a child process writes to, read without ever blocking.
pub(crate) struct Stream {
    pipe: Option<Watched<File>>,
    source: Source,
    broken: Option<io::Error>,
    is_paused: bool,
    /// How many more reads there may be after the child's end.
    last_reads: usize,
}

impl Stream {
    /// # Errors
    /// The pipe can't be made non-blocking.
    pub(crate) fn new(pipe: File, source: Source) -> io::Result<Self> {
        system::set_nonblocking(pipe.as_fd())?;
        Ok(Self { pipe: Some(Watched::new(pipe)), source, broken: None, is_paused: false, last_reads: DRAIN_READS })
    }

    /// Makes the loop watch it, as the part for its source. Returns whether that worked or wasn't needed.
    pub(crate) fn watch(&mut self, event_loop: &Handle, interest: Interest) -> bool {
        self.pipe.as_mut().is_none_or(|pipe| pipe.watch(event_loop, part_of(self.source), interest))
    }

    /// Renews the watch. Returns whether that worked or wasn't needed.
    pub(super) fn rearm(&mut self) -> bool {
        self.pipe.as_mut().is_none_or(Watched::rearm)
    }

    /// Ends the watch while there is no room: the pipe would be ready all the time.
    pub(crate) fn pause(&mut self) {
        self.is_paused = true;
        if let Some(pipe) = &mut self.pipe {
            pipe.unwatch();
        }
    }

    /// Ends a pause. Returns whether there was one.
    fn resume(&mut self) -> bool {
        mem::take(&mut self.is_paused)
    }

    /// Reads once, if it is ready and there is room. Without room, it isn't watched. Returns whether a new watch worked,
    /// if there is one.
    pub(crate) fn read_with_room(
        &mut self,
        is_ready: bool,
        event_loop: &Handle,
        buffer: &mut [u8],
        protocol: &mut dyn Protocol,
    ) -> Option<bool> {
        if !protocol.has_room() {
            self.pause();
            return None;
        }
        let is_resumed = self.resume();
        if is_resumed || is_ready {
            self.read(buffer, protocol);
        }
        is_resumed.then(|| self.watch(event_loop, Interest::Read))
    }

    pub(crate) fn source(&self) -> Source {
        self.source
    }

    pub(super) fn is_closed(&self) -> bool {
        self.pipe.is_none()
    }

    /// Reads once. Returns whether there may be more right now.
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
            // The read end of a pipe has no other error. If one came, there would be nothing more to read.
            Err(error) => (self.pipe, self.broken) = (None, Some(error)),
        }
        false
    }

    /// Reads what a child process that has ended left in the pipe. Doesn't wait for the end of the stream: a process
    /// that the child left behind may hold it open forever, or write into it without end. Returns `false` if there is
    /// no room for the rest yet.
    pub(crate) fn drain(&mut self, buffer: &mut [u8], protocol: &mut dyn Protocol) -> bool {
        while self.last_reads > 0 {
            if self.source != Source::Log && !protocol.has_room() {
                return false;
            }
            self.last_reads -= 1;
            if !self.read(buffer, protocol) {
                break;
            }
        }
        true
    }

    /// Why not everything was read.
    pub(crate) fn take_broken(&mut self) -> Option<io::Error> {
        self.broken.take()
    }
}

/// The part of a task for the source.
pub(crate) fn part_of(source: Source) -> u8 {
    match source {
        Source::Stdout => 1,
        Source::Stderr => 2,
        Source::Log => 3,
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::os::fd::OwnedFd;

    use super::*;
    use crate::process::capture::Captures;

    #[test]
    fn read_unreadable_file_reports_why_and_closes_it() {
        let mut stream = Stream::new(File::open("/").unwrap(), Source::Stdout).unwrap();
        stream.drain(&mut [0; 10], &mut Captures::new(10));
        assert!(stream.is_closed());
        assert_eq!(stream.take_broken().unwrap().kind(), ErrorKind::IsADirectory);
    }

    #[test]
    fn drain_reads_all_that_is_left_and_sees_the_end() {
        let (reader, mut writer) = io::pipe().unwrap();
        writer.write_all(b"0123456789").unwrap();
        drop(writer);
        let mut stream = Stream::new(File::from(OwnedFd::from(reader)), Source::Stdout).unwrap();
        let mut captures = Captures::new(100);
        stream.drain(&mut [0; 4], &mut captures);
        assert!(stream.is_closed());
        assert_eq!(captures.stdout.into_text(), "0123456789");
    }
}
