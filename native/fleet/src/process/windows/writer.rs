use std::io::{self, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Sender};
use std::thread;

/// Bytes to write: of their own, or shared by several child processes.
type Piece = Box<dyn AsRef<[u8]> + Send>;

/// Writes to the standard input of a child process on a thread of its own, because the child process may not read it.
/// The thread closes the input and ends when the writer is dropped, or when nobody can read any more.
pub(super) struct Writer {
    pieces: Sender<Piece>,
    unwritten: Arc<AtomicUsize>,
}

impl Writer {
    pub(super) fn start(mut stdin: impl Write + Send + 'static) -> io::Result<Self> {
        let (pieces, receiver) = mpsc::channel::<Piece>();
        let unwritten = Arc::<AtomicUsize>::default();
        let counter = Arc::clone(&unwritten);
        let write = move || {
            for piece in receiver {
                // Nobody reads it any more. How the child process ended says why.
                if stdin.write_all((*piece).as_ref()).is_err() {
                    return;
                }
                counter.fetch_sub(1, Ordering::Relaxed);
            }
        };
        thread::Builder::new().name("rust-interop-input".to_owned()).spawn(write)?;
        Ok(Self { pieces, unwritten })
    }

    /// Whether all is written.
    pub(super) fn is_idle(&self) -> bool {
        self.unwritten.load(Ordering::Relaxed) == 0
    }

    pub(super) fn write(&self, bytes: impl AsRef<[u8]> + Send + 'static) {
        self.unwritten.fetch_add(1, Ordering::Relaxed);
        // The thread may have ended.
        let _ = self.pieces.send(Box::new(bytes));
    }
}
