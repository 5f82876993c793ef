//! Bytes, which cross beside the JSON.

use rust_interop::{Bytes, Context, Record, export};
use serde::{Deserialize, Serialize};

/// Records may have bytes.
#[derive(Serialize, Deserialize, Record)]
pub struct Picture {
    pub title: String,
    pub image: Option<Bytes>,
    pub others: Vec<Bytes>,
}

#[export]
pub fn invert(data: &[u8]) -> Bytes {
    data.iter().map(|byte| !byte).collect::<Vec<u8>>().into()
}

#[export]
pub fn join_bytes(first: &[u8], separator: &str, second: &[u8], third: &Bytes) -> Bytes {
    [first, separator.as_bytes(), second, third].concat().into()
}

#[export]
pub fn join_five(first: &[u8], second: &[u8], third: &[u8], fourth: &[u8], fifth: &[u8]) -> Bytes {
    [first, second, third, fourth, fifth].concat().into()
}

#[export]
pub fn same_bytes(bytes: Bytes) -> Bytes {
    bytes
}

#[export]
pub fn zeros(length: usize) -> Bytes {
    vec![0; length].into()
}

#[export]
pub fn turned(mut picture: Picture) -> Picture {
    picture.others.reverse();
    picture
}

/// Reports the bytes, waits for a cancel, and reads them again.
#[export]
pub fn sum_when_cancelled(data: &[u8], more: Option<Bytes>, context: &Context<Bytes>) -> u64 {
    let (sender, receiver) = std::sync::mpsc::channel();
    let _registration = context.on_cancel(move || sender.send(()).unwrap());
    context.report(&data.into()).unwrap();
    receiver.recv().unwrap();
    data.iter().chain(more.iter().flat_map(|more| more.iter())).map(|byte| u64::from(*byte)).sum()
}

/// Fails with both kinds of bytes in its hands.
#[export]
pub fn fail_with_bytes(data: &[u8], bytes: &Bytes, panics: bool) -> Result<Bytes, String> {
    assert!(!panics, "{} bytes", data.len() + bytes.len());
    Err(format!("{} bytes", data.len() + bytes.len()))
}

pub struct Blob(Bytes);

#[export]
impl Blob {
    pub fn new(data: &[u8]) -> Self {
        Self(data.into())
    }

    pub fn bytes(&self) -> Bytes {
        self.0.clone()
    }

    pub fn is(&self, data: &[u8]) -> bool {
        *self.0 == *data
    }
}
