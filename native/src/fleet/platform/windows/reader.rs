use std::io::{self, Read};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use crate::fleet::capture::Capture;
use crate::lock::lock;

/// How long the rest of the output of a child that has ended is waited for: a process that it left behind may hold the
/// stream open for ever.
const REST: Duration = Duration::from_millis(200);

/// Reads one output stream of a child on a thread of its own, kept up to the limit.
#[derive(Debug)]
pub(super) struct Reader {
    capture: Arc<Mutex<Capture>>,
    thread: JoinHandle<()>,
}

impl Reader {
    pub(super) fn new(mut stream: impl Read + Send + 'static, limit: usize) -> io::Result<Self> {
        let capture = Arc::new(Mutex::new(Capture::new(limit)));
        let shared = Arc::clone(&capture);
        let thread = thread::Builder::new().name("rust-interop-output".to_owned()).spawn(move || {
            let mut buffer = [0; 16_384];
            // An error is the end of a stream like any other: what came before it is kept.
            while let Ok(length @ 1..) = stream.read(&mut buffer) {
                lock(&shared).push(&buffer[..length]);
            }
        })?;
        Ok(Self { capture, thread })
    }

    /// What was read when the stream ended, or when its rest did not come.
    pub(super) fn finish(self) -> Capture {
        let end = Instant::now() + REST;
        while !self.thread.is_finished() && Instant::now() < end {
            thread::sleep(Duration::from_millis(1));
        }
        std::mem::replace(&mut *lock(&self.capture), Capture::new(0))
    }
}
