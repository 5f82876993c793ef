use std::io::{self, Read};
use std::sync::mpsc::SyncSender;
use std::thread;

use crate::process::Source;

/// Bytes of a child's output stream; empty at its end.
pub(super) type Piece = (Source, Vec<u8>);

/// Reads one output stream of a child process on a thread of its own, which ends with the stream or the receiver.
pub(super) fn start(
    mut stream: impl Read + Send + 'static,
    source: Source,
    pieces: SyncSender<Piece>,
) -> io::Result<()> {
    let read = move || {
        let mut buffer = [0; 16_384];
        // An error ends the stream like anything else: what came before it is kept.
        while let Ok(length @ 1..) = stream.read(&mut buffer) {
            if pieces.send((source, buffer[..length].to_owned())).is_err() {
                return;
            }
        }
        // The receiver may be gone.
        let _ = pieces.send((source, Vec::new()));
    };
    thread::Builder::new().name("rust-interop-output".to_owned()).spawn(read).map(drop)
}
