//! Objects, bytes, streams, async functions and callbacks, for a program that forgets them.

use std::future::poll_fn;
use std::sync::{Mutex, PoisonError};
use std::task::Poll;
use std::thread;
use std::time::{Duration, Instant};

use rust_interop::{AsyncCallback, Bytes, Callback, CallbackError, export};

pub struct Note(String);

#[export]
impl Note {
    pub fn new(text: String) -> Self {
        log::debug!("{text}");
        Self(text)
    }

    pub fn text(&self) -> String {
        self.0.clone()
    }

    pub fn join(&self, other: &Self) -> Self {
        Self(format!("{}{}", self.0, other.0))
    }

    /// The same after a while.
    pub async fn join_later(&self, other: &Self, pause: Duration) -> Self {
        sleep(pause).await;
        self.join(other)
    }

    /// Copies without an end.
    pub fn copies(&self) -> impl Iterator<Item = Self> + Send + use<> {
        std::iter::repeat(self.0.clone()).map(Self)
    }
}

#[export]
fn invert(data: &[u8]) -> Bytes {
    data.iter().map(|byte| !byte).collect::<Vec<u8>>().into()
}

/// Reads the bytes after a while.
#[export]
async fn invert_later(data: &[u8], pause: Duration) -> Bytes {
    sleep(pause).await;
    invert(data)
}

#[export]
fn ask(question: &str, answer: &Callback<str, String>) -> Result<String, CallbackError> {
    answer.call(question)
}

#[export]
async fn ask_later(question: String, answer: AsyncCallback<str, String>) -> Result<String, CallbackError> {
    answer.call(&question).await
}

static KEPT: Mutex<Option<Callback<str>>> = Mutex::new(None);

/// Keeps it in place of the one before.
#[export]
fn keep(callback: Option<Callback<str>>) {
    let before = std::mem::replace(&mut *KEPT.lock().unwrap_or_else(PoisonError::into_inner), callback);
    drop(before);
}

/// Tells whoever is kept.
#[export]
fn tell(text: &str) -> Result<(), CallbackError> {
    let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner).clone();
    kept.map_or(Ok(()), |kept| kept.call(text))
}

/// Waits as long.
async fn sleep(time: Duration) {
    let end = Instant::now() + time;
    poll_fn(|context| {
        let now = Instant::now();
        if now >= end {
            return Poll::Ready(());
        }
        let waker = context.waker().clone();
        thread::spawn(move || {
            thread::sleep(end - now);
            waker.wake();
        });
        Poll::Pending
    })
    .await;
}
