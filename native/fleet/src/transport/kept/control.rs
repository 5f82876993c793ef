use std::collections::VecDeque;
use std::future::poll_fn;
use std::io::{self, ErrorKind, Read};
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::task::Poll;
use std::time::{Duration, Instant};

use super::mux::{self, Answer, Answers};
use crate::event_loop::{Handle, Watched};
use crate::sys::{Interest, socket, system};

/// How long a master may take to answer what it needn't ask the server. Longer than a busy machine needs: a master that
/// doesn't answer is stopped, or stuck.
pub(super) const PATIENCE: Duration = Duration::from_secs(2);

/// How often to look for an answer if the kernel doesn't report one.
pub(super) const INTERVAL: Duration = Duration::from_millis(10);

/// A connection to a master's control socket.
pub(super) struct Control {
    /// `None` once it is closed.
    socket: Option<Watched<UnixStream>>,
    watched_for: Option<Interest>,
    outgoing: Vec<u8>,
    sent: usize,
    /// What follows the bytes.
    descriptors: VecDeque<OwnedFd>,
    answers: Answers,
}

impl Control {
    /// Connects, and introduces us.
    pub(super) fn connect(path: &Path) -> io::Result<Self> {
        Ok(Self {
            socket: Some(Watched::new(socket::connect(path)?)),
            watched_for: None,
            outgoing: mux::hello(),
            sent: 0,
            descriptors: VecDeque::new(),
            answers: Answers::default(),
        })
    }

    /// Sends a message and then descriptors, of which the master gets copies.
    pub(super) fn send(&mut self, message: &[u8], descriptors: impl IntoIterator<Item = OwnedFd>) {
        self.outgoing.extend_from_slice(message);
        self.descriptors.extend(descriptors);
        self.flush();
    }

    /// Whether everything has left this process.
    pub(super) fn is_sent(&self) -> bool {
        self.sent == self.outgoing.len() && self.descriptors.is_empty()
    }

    pub(super) fn is_closed(&self) -> bool {
        self.socket.is_none()
    }

    /// Sends as much as there is room for.
    pub(super) fn flush(&mut self) {
        while let Some(socket) = &self.socket
            && !self.is_sent()
        {
            let sent = if let [_, ..] = self.outgoing[self.sent..] {
                system::send(socket.as_fd(), &self.outgoing[self.sent..]).map(|length| self.sent += length)
            } else if let Some(descriptor) = self.descriptors.front() {
                let sent = socket::send_descriptor(socket.as_fd(), descriptor.as_fd());
                sent.map(|()| drop(self.descriptors.pop_front()))
            } else {
                return;
            };
            match sent {
                Ok(()) => {}
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => self.close(),
            }
        }
    }

    /// Reads once: a master that never stops writing may keep nobody from their turn. Returns the answers. The master may have
    /// closed the connection after them, and a master that says what it shouldn't is treated as if it had.
    pub(super) fn receive(&mut self, buffer: &mut [u8]) -> Vec<Answer> {
        let mut answers = Vec::new();
        let Some(socket) = &mut self.socket else { return answers };
        match socket.read(buffer) {
            Ok(length) if length > 0 => {
                if self.answers.receive(&buffer[..length], &mut answers).is_err() {
                    self.close();
                }
            }
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted) => {}
            Ok(_) | Err(_) => self.close(),
        }
        answers
    }

    /// Makes the loop watch it, as this part of the task. Returns whether that worked or wasn't needed.
    pub(super) fn watch(&mut self, event_loop: &Handle, part: u8) -> bool {
        let interest = if self.is_sent() { Interest::Read } else { Interest::Write };
        let Some(socket) = &mut self.socket else { return true };
        if self.watched_for != Some(interest) {
            socket.unwatch();
            self.watched_for = Some(interest);
        }
        socket.watch(event_loop, part, interest)
    }

    /// Ends the connection, and the session with it, also if a forked child holds a copy of the descriptor.
    pub(super) fn close(&mut self) {
        if let Some(socket) = self.socket.take() {
            // An error means that the master has closed it.
            let _ = socket.shutdown(std::net::Shutdown::Both);
        }
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        self.close();
    }
}

/// Whether the master still has a connection to its server. The current task must have no other watched part.
pub(super) async fn is_alive(event_loop: &Handle, path: &Path) -> bool {
    const PART: u8 = 0;
    let Ok(mut control) = Control::connect(path) else { return false };
    control.send(&mux::alive_check(), []);
    let end = Instant::now() + PATIENCE;
    poll_fn(|_| {
        let _ = event_loop.take_ready();
        control.flush();
        let answers = event_loop.with_buffer(|buffer| control.receive(buffer));
        if answers.contains(&Answer::Alive) {
            return Poll::Ready(true);
        }
        if control.is_closed() || end <= Instant::now() {
            return Poll::Ready(false);
        }
        let is_watched = control.watch(event_loop, PART);
        event_loop.wake_at(if is_watched { end } else { Instant::now() + INTERVAL });
        Poll::Pending
    })
    .await
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::os::unix::net::UnixListener;
    use std::sync::mpsc;
    use std::{env, fs, process, thread};

    use super::*;
    use crate::event_loop::tests::block_on;

    /// Listens at a path of its own, and answers one connection with these bytes.
    fn is_alive_says(name: &str, answer: Option<&[u8]>) -> bool {
        let path = env::temp_dir().join(format!("rust-interop-control-{}-{name}", process::id()));
        let listener = UnixListener::bind(&path).unwrap();
        let there = path.clone();
        let is_alive = thread::scope(|scope| {
            let asking =
                scope.spawn(move || block_on(|event_loop| async move { super::is_alive(&event_loop, &there).await }));
            let (mut master, _) = listener.accept().unwrap();
            let mut asked = [0; 24];
            master.read_exact(&mut asked).unwrap();
            assert_eq!(asked.to_vec(), [mux::hello(), mux::alive_check()].concat());
            if let Some(answer) = answer {
                master.write_all(answer).unwrap();
                drop(master);
            } else {
                // A master that is stuck keeps the connection.
                assert_eq!(master.read(&mut [0]).unwrap(), 0);
            }
            asking.join().unwrap()
        });
        fs::remove_file(path).unwrap();
        is_alive
    }

    #[test]
    fn send_more_than_the_socket_holds_arrives_whole_before_the_descriptors() {
        let path = env::temp_dir().join(format!("rust-interop-control-{}-full", process::id()));
        let listener = UnixListener::bind(&path).unwrap();
        let there = path.clone();
        let received = thread::scope(|scope| {
            let (sender, is_full) = mpsc::channel();
            scope.spawn(move || {
                block_on(|event_loop| async move {
                    let mut control = Control::connect(&there).unwrap();
                    control.send(&vec![7; 1_000_000], [io::pipe().unwrap().1.into()]);
                    assert!(!control.is_sent());
                    sender.send(()).unwrap();
                    poll_fn(|_| {
                        control.flush();
                        assert!(control.watch(&event_loop, 0));
                        if control.is_sent() { Poll::Ready(()) } else { Poll::Pending }
                    })
                    .await;
                });
            });
            let mut received = Vec::new();
            is_full.recv().unwrap();
            listener.accept().unwrap().0.read_to_end(&mut received).unwrap();
            received
        });
        fs::remove_file(path).unwrap();
        assert_eq!(received, [mux::hello(), vec![7; 1_000_000], vec![0]].concat());
    }

    #[test]
    fn receive_from_a_master_that_does_not_stop_returns_after_one_buffer() {
        let path = env::temp_dir().join(format!("rust-interop-control-{}-endless", process::id()));
        let listener = UnixListener::bind(&path).unwrap();
        let mut control = Control::connect(&path).unwrap();
        let (mut master, _) = listener.accept().unwrap();
        fs::remove_file(path).unwrap();
        master.write_all(&b"\0\0\0\x08\0\0\0\x01\0\0\0\x04".repeat(100)).unwrap();
        drop(master);
        for _ in 0..50 {
            assert_eq!(control.receive(&mut [0; 24]), [Answer::Hello(4), Answer::Hello(4)]);
        }
        assert!(!control.is_closed());
        assert_eq!(control.receive(&mut [0; 24]), []);
        assert!(control.is_closed());
    }

    #[test]
    fn is_alive_only_a_master_that_says_so_is() {
        assert!(is_alive_says(
            "yes",
            Some(b"\0\0\0\x08\0\0\0\x01\0\0\0\x04\0\0\0\x0c\x80\0\0\x05\0\0\0\x01\0\0\0\x07")
        ));
        assert!(!is_alive_says("no", Some(b"\0\0\0\x08\0\0\0\x01\0\0\0\x04")));
        assert!(!is_alive_says("stuck", None));
        assert!(!is_alive_says("odd", Some(b"\xFF\xFF\xFF\xFF")));
        let gone = env::temp_dir().join(format!("rust-interop-control-{}-gone", process::id()));
        assert!(!block_on(|event_loop| async move { super::is_alive(&event_loop, &gone).await }));
    }
}
