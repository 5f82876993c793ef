//! The same tests for both pollers.

macro_rules! poller_tests {
    ($poller:ident) => {
        mod $poller {
            use std::io::{self, PipeReader, PipeWriter, Read, Write};
            use std::os::fd::AsFd;
            use std::os::unix::net::UnixStream;
            use std::sync::Arc;
            use std::thread;
            use std::time::Duration;

            use crate::sys::Interest;
            use crate::sys::$poller::Poller;

            fn pipe() -> (PipeReader, PipeWriter) {
                io::pipe().unwrap()
            }

            /// The keys of what is ready now, in order.
            fn ready(poller: &mut Poller) -> Vec<u64> {
                let mut keys = Vec::new();
                poller.wait(Some(Duration::ZERO), &mut keys).unwrap();
                keys.sort_unstable();
                keys
            }

            #[test]
            fn wait_ready_descriptor_is_reported_until_it_is_read() {
                let mut poller = Poller::new().unwrap();
                let ((mut first, mut to_first), (second, to_second)) = (pipe(), pipe());
                poller.add(first.as_fd(), 1, Interest::Read).unwrap();
                poller.add(second.as_fd(), 2, Interest::Read).unwrap();
                assert_eq!(ready(&mut poller), [0; 0]);
                to_first.write_all(b"a").unwrap();
                assert_eq!([(); 2].map(|()| ready(&mut poller)), [[1], [1]]);
                drop(to_second);
                assert_eq!(ready(&mut poller), [1, 2]);
                first.read_exact(&mut [0]).unwrap();
                assert_eq!(ready(&mut poller), [2]);
                poller.remove(second.as_fd());
                assert_eq!(ready(&mut poller), [0; 0]);
            }

            #[test]
            fn wait_descriptor_watched_once_is_reported_again_after_a_rearm() {
                let mut poller = Poller::new().unwrap();
                let (reader, writer) = pipe();
                poller.add(reader.as_fd(), 7, Interest::ReadOnce).unwrap();
                drop(writer);
                assert_eq!(ready(&mut poller), [7]);
                assert_eq!(ready(&mut poller), [0; 0]);
                poller.rearm(reader.as_fd(), 7).unwrap();
                assert_eq!(ready(&mut poller), [7]);
                poller.remove(reader.as_fd());
                assert!(poller.rearm(reader.as_fd(), 7).is_err() || ready(&mut poller) == [7]);
            }

            #[test]
            fn remove_and_rearm_leave_the_other_descriptors_as_they_are() {
                let mut poller = Poller::new().unwrap();
                let pipes: Vec<_> = (0..4).map(|_| pipe()).collect();
                for ((reader, _), key) in pipes.iter().zip(1..) {
                    poller.add(reader.as_fd(), key, Interest::ReadOnce).unwrap();
                }
                for (_, writer) in &pipes {
                    (&*writer).write_all(b"a").unwrap();
                }
                assert_eq!(ready(&mut poller), [1, 2, 3, 4]);
                poller.remove(pipes[0].0.as_fd());
                poller.rearm(pipes[2].0.as_fd(), 3).unwrap();
                assert_eq!([(); 2].map(|()| ready(&mut poller)), [vec![3], vec![]]);
                poller.rearm(pipes[2].0.as_fd(), 3).unwrap();
                poller.remove(pipes[2].0.as_fd());
                assert_eq!(ready(&mut poller), [0; 0]);
                poller.rearm(pipes[3].0.as_fd(), 4).unwrap();
                assert_eq!(ready(&mut poller), [4]);
            }

            #[test]
            fn wait_descriptor_watched_once_is_not_taken_for_its_neighbour() {
                let mut poller = Poller::new().unwrap();
                let (first, second) = UnixStream::pair().unwrap();
                for stream in [&first, &second] {
                    (&*stream).write_all(b"a").unwrap();
                }
                for (watched, key) in [(&second, 2), (&first, 1)] {
                    poller.add(watched.as_fd(), key, Interest::ReadOnce).unwrap();
                    assert_eq!([(); 2].map(|()| ready(&mut poller)), [vec![key], vec![]]);
                    poller.remove(watched.as_fd());
                }
            }

            #[test]
            fn wait_room_to_write_is_reported() {
                let mut poller = Poller::new().unwrap();
                let (_reader, writer) = pipe();
                poller.add(writer.as_fd(), 3, Interest::Write).unwrap();
                assert_eq!(ready(&mut poller), [3]);
            }

            #[test]
            fn wake_ends_one_wait_and_does_nothing_once_the_poller_is_gone() {
                let mut poller = Poller::new().unwrap();
                let waker = Arc::clone(poller.waker());
                let waking = thread::spawn(move || {
                    waker.wake();
                    waker
                });
                assert!(poller.wait(None, &mut Vec::new()).unwrap());
                let waker = waking.join().unwrap();
                assert!(!poller.wait(Some(Duration::from_millis(1)), &mut Vec::new()).unwrap());
                drop(poller);
                waker.wake();
            }
        }
    };
}

#[cfg(target_os = "linux")]
poller_tests!(epoll);
poller_tests!(poll);
