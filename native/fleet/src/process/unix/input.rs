use std::fs::File;
use std::io::{self, ErrorKind, Write};
use std::ops::Deref;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::sync::Arc;

use crate::event_loop::{Handle, Watched};
use crate::sys::{Interest, system};

/// The standard input of a child process, written without ever blocking.
pub(crate) struct Input {
    /// `None` once it is closed.
    pipe: Option<Pipe>,
    pending: Bytes,
    sent: usize,
    closes: bool,
}

struct Pipe {
    writer: Watched<File>,
    /// Kept open here too: writing to a pipe that nobody can read any more raises a signal.
    reader: OwnedFd,
}

/// Bytes of its own, or those that several child processes get.
enum Bytes {
    Own(Vec<u8>),
    Shared(Arc<[u8]>),
}

impl Input {
    /// An input that is already closed.
    pub(crate) fn none() -> Self {
        Self { pipe: None, pending: Bytes::Own(Vec::new()), sent: 0, closes: true }
    }

    /// An input that stays open until it is finished.
    pub(crate) fn open() -> io::Result<Self> {
        let (reader, writer) = io::pipe()?;
        system::set_nonblocking(writer.as_fd())?;
        let pipe = Pipe { writer: Watched::new(File::from(OwnedFd::from(writer))), reader: reader.into() };
        Ok(Self { pipe: Some(pipe), closes: false, ..Self::none() })
    }

    /// An input of these bytes. To be flushed once the child process has the other end.
    pub(crate) fn of(bytes: Arc<[u8]>) -> io::Result<Self> {
        Ok(Self { pending: Bytes::Shared(bytes), closes: true, ..Self::open()? })
    }

    /// The end that the child process reads.
    pub(crate) fn reader(&self) -> Option<BorrowedFd<'_>> {
        self.pipe.as_ref().map(|pipe| pipe.reader.as_fd())
    }

    /// Whether all is written, and there may be more.
    pub(crate) fn is_idle(&self) -> bool {
        self.pipe.is_some() && !self.closes && self.sent == self.pending.len()
    }

    pub(crate) fn write(&mut self, bytes: Vec<u8>) {
        let rest = &self.pending[self.sent..];
        self.pending = Bytes::Own(if rest.is_empty() { bytes } else { [rest, &bytes].concat() });
        self.sent = 0;
        self.flush();
    }

    /// Writes the last bytes, then closes it.
    pub(crate) fn finish(&mut self, bytes: Vec<u8>) {
        self.closes = true;
        self.write(bytes);
    }

    /// Makes the loop watch for room, as this part of the task, while there is something to write. Returns whether that
    /// worked or wasn't needed.
    pub(crate) fn watch(&mut self, event_loop: &Handle, part: u8) -> bool {
        let is_done = self.sent == self.pending.len();
        let Some(pipe) = &mut self.pipe else { return true };
        if is_done {
            pipe.writer.unwatch();
            return true;
        }
        pipe.writer.watch(event_loop, part, Interest::Write)
    }

    /// Writes as much as there is room for.
    pub(crate) fn flush(&mut self) {
        while let Some(pipe) = &mut self.pipe
            && self.sent < self.pending.len()
        {
            match pipe.writer.write(&self.pending[self.sent..]) {
                Ok(length) => self.sent += length,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                // The write end of a pipe with a reader has no other error.
                Err(_) => self.pipe = None,
            }
        }
        if self.closes {
            self.pipe = None;
        }
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Own(bytes) => bytes,
            Self::Shared(bytes) => bytes,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;
    use std::io::Read;
    use std::task::Poll;
    use std::thread;

    use super::*;
    use crate::event_loop::tests::block_on;

    /// What a child process would read.
    fn read(input: &Input) -> thread::JoinHandle<Vec<u8>> {
        let mut reader = File::from(input.reader().unwrap().try_clone_to_owned().unwrap());
        thread::spawn(move || {
            let mut bytes = Vec::new();
            reader.read_to_end(&mut bytes).unwrap();
            bytes
        })
    }

    fn write_to_the_end(mut input: Input) {
        block_on(|event_loop| async move {
            poll_fn(|_| {
                input.flush();
                assert!(input.watch(&event_loop, 4));
                if input.pipe.is_none() { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
        });
    }

    #[test]
    fn write_more_than_fits_arrives_in_order_and_then_ends() {
        let mut input = Input::open().unwrap();
        let reading = read(&input);
        assert!(input.is_idle());
        input.write(vec![1; 1_000_000]);
        input.write(vec![2; 3]);
        input.finish(vec![3; 2]);
        assert!(!input.is_idle());
        write_to_the_end(input);
        assert_eq!(reading.join().unwrap(), [vec![1; 1_000_000], vec![2; 3], vec![3; 2]].concat());
    }

    #[test]
    fn of_bytes_they_arrive_without_being_copied_and_then_it_ends() {
        for length in [10, 1_000_000] {
            let bytes: Arc<[u8]> = vec![7; length].into();
            let input = Input::of(Arc::clone(&bytes)).unwrap();
            assert_eq!(Arc::strong_count(&bytes), 2);
            let reading = read(&input);
            write_to_the_end(input);
            assert_eq!(reading.join().unwrap()[..], bytes[..]);
        }
    }

    #[test]
    fn write_that_nobody_reads_does_not_block() {
        let mut input = Input::open().unwrap();
        input.write(vec![1; 1_000_000]);
        assert!(!input.is_idle() && input.sent < 1_000_000);
    }
}
