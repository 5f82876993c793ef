use std::io::ErrorKind;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;

use crate::event_loop::{Handle, Watched};
use crate::sys::{Interest, system};

/// The standard input of a child process, written without ever blocking. It is a socket, because writing to a pipe that
/// nobody reads any more raises a signal.
pub(super) struct Input {
    /// `None` once it is closed.
    socket: Option<Watched<UnixStream>>,
    pending: Vec<u8>,
    sent: usize,
    closes: bool,
}

impl Input {
    /// An input that is already closed.
    pub(super) fn none() -> Self {
        Self { socket: None, pending: Vec::new(), sent: 0, closes: false }
    }

    pub(super) fn new(socket: UnixStream) -> Self {
        Self { socket: Some(Watched::new(socket)), ..Self::none() }
    }

    pub(super) fn write(&mut self, bytes: Vec<u8>) {
        if self.sent == self.pending.len() {
            (self.pending, self.sent) = (bytes, 0);
        } else {
            self.pending.extend(bytes);
        }
        self.flush();
    }

    /// Writes the last bytes, then closes it.
    pub(super) fn finish(&mut self, bytes: Vec<u8>) {
        self.closes = true;
        self.write(bytes);
    }

    /// Makes the loop watch for room, as this part of the task, while there is something to write. Returns whether that
    /// worked or wasn't needed.
    pub(super) fn watch(&mut self, event_loop: &Handle, part: u8) -> bool {
        let is_done = self.sent == self.pending.len();
        let Some(socket) = &mut self.socket else { return true };
        if is_done {
            socket.unwatch();
            return true;
        }
        socket.watch(event_loop, part, Interest::Write)
    }

    /// Writes as much as there is room for.
    pub(super) fn flush(&mut self) {
        while let Some(socket) = &self.socket
            && self.sent < self.pending.len()
        {
            match system::send(socket.as_fd(), &self.pending[self.sent..]) {
                Ok(length) => self.sent += length,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                // Nobody reads it any more. How the child process ended says why.
                Err(_) => self.socket = None,
            }
        }
        if self.closes {
            self.socket = None;
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

    #[test]
    fn write_more_than_fits_arrives_in_order_and_then_ends() {
        let (mut reader, writer) = UnixStream::pair().unwrap();
        let reading = thread::spawn(move || {
            let mut bytes = Vec::new();
            reader.read_to_end(&mut bytes).unwrap();
            bytes
        });
        block_on(|event_loop| async move {
            let mut input = Input::new(writer);
            input.write(vec![1; 1_000_000]);
            input.write(vec![2; 3]);
            input.finish(vec![3; 2]);
            poll_fn(|_| {
                input.flush();
                assert!(input.watch(&event_loop, 4));
                if input.socket.is_none() { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
        });
        assert_eq!(reading.join().unwrap(), [vec![1; 1_000_000], vec![2; 3], vec![3; 2]].concat());
    }

    #[test]
    fn write_without_a_reader_closes_it() {
        let (reader, writer) = UnixStream::pair().unwrap();
        drop(reader);
        let mut input = Input::new(writer);
        input.write(vec![1]);
        assert!(input.socket.is_none());
    }
}
