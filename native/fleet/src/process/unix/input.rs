use std::io::ErrorKind;
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;

use crate::sys::system::{self, Polled};

/// The standard input of a child, written without ever waiting. It is a socket: writing to a pipe that nobody reads any
/// more raises a signal.
#[derive(Debug)]
pub(super) struct Input {
    /// `None` once it was closed.
    socket: Option<UnixStream>,
    pending: Vec<u8>,
    sent: usize,
    closes: bool,
}

impl Input {
    /// One that is closed.
    pub(super) fn none() -> Self {
        Self { socket: None, pending: Vec::new(), sent: 0, closes: false }
    }

    pub(super) fn new(socket: UnixStream) -> Self {
        Self { socket: Some(socket), ..Self::none() }
    }

    pub(super) fn write(&mut self, bytes: Vec<u8>) {
        if self.sent == self.pending.len() {
            (self.pending, self.sent) = (bytes, 0);
        } else {
            self.pending.extend(bytes);
        }
        self.flush();
    }

    /// Writes these last bytes and closes it.
    pub(super) fn finish(&mut self, bytes: Vec<u8>) {
        self.closes = true;
        self.write(bytes);
    }

    /// What becomes ready when more can be written; `None` where nothing has to be.
    pub(super) fn polled(&self) -> Option<Polled<'_>> {
        let socket = self.socket.as_ref().filter(|_| self.sent < self.pending.len())?;
        Some(Polled::Writable(socket.as_fd()))
    }

    /// Writes what there is room for.
    pub(super) fn flush(&mut self) {
        while let Some(socket) = &self.socket
            && self.sent < self.pending.len()
        {
            match system::send(socket.as_fd(), &self.pending[self.sent..]) {
                Ok(length) => self.sent += length,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                // Nobody reads it any more; why, the child's end reports.
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
    use std::io::Read;
    use std::thread;

    use super::*;

    #[test]
    fn write_more_than_there_is_room_for_arrives_in_order_and_then_the_end() {
        let (mut reader, writer) = UnixStream::pair().unwrap();
        let mut input = Input::new(writer);
        input.write(vec![1; 1_000_000]);
        input.write(vec![2; 3]);
        input.finish(vec![3; 2]);
        let reading = thread::spawn(move || {
            let mut bytes = Vec::new();
            reader.read_to_end(&mut bytes).unwrap();
            bytes
        });
        while let Some(polled) = input.polled() {
            system::poll([Some(polled)], None).unwrap();
            input.flush();
        }
        assert_eq!(reading.join().unwrap(), [vec![1; 1_000_000], vec![2; 3], vec![3; 2]].concat());
    }

    #[test]
    fn write_all_sent_leaves_it_open_for_more_and_has_nothing_to_wait_for() {
        let (mut reader, writer) = UnixStream::pair().unwrap();
        let mut input = Input::new(writer);
        for byte in [1, 2] {
            input.write(vec![byte]);
            assert!(input.polled().is_none());
        }
        let mut bytes = [0; 2];
        reader.read_exact(&mut bytes).unwrap();
        assert_eq!(bytes, [1, 2]);
    }

    #[test]
    fn write_to_nobody_closes_it() {
        let (reader, writer) = UnixStream::pair().unwrap();
        drop(reader);
        let mut input = Input::new(writer);
        input.write(vec![1]);
        assert!(input.socket.is_none() && input.polled().is_none());
    }
}
