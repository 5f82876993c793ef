use std::io::{self, Read};
use std::sync::mpsc::SyncSender;
use std::thread;

use crate::process::Source;

/// Bytes of a child's output stream; empty at its end.
pub(super) type Piece = (Source, Vec<u8>);

/// Reads one output stream of a child on a thread of its own, which ends with the stream or with the receiver.
pub(super) fn start(
    mut stream: impl Read + Send + 'static,
    source: Source,
    pieces: SyncSender<Piece>,
) -> io::Result<()> {
    let read = move || {
        let mut buffer = [0; 16_384];
        // An error is the end of a stream like any other: what came before it is kept.
        while let Ok(length @ 1..) = stream.read(&mut buffer) {
            if pieces.send((source, buffer[..length].to_owned())).is_err() {
                return;
            }
        }
        // Nobody may want to know any more.
        let _ = pieces.send((source, Vec::new()));
    };
    thread::Builder::new().name("rust-interop-output".to_owned()).spawn(read).map(drop)
}
