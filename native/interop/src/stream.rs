//! Streams: iterators that stay in Rust, and whose items the caller takes in batches.

mod batch;
pub(crate) mod item;
mod next;
mod source;

use std::marker::PhantomData;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{self, Poll};
use std::{fmt, iter};

use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Context;
use crate::boundary::handles::crossing;
use crate::description::{Described, Shape};
use crate::executor::poll_until_ready;
use item::{Iter, StreamItem};
pub(crate) use next::next;
use source::{Owner, Source};

/// Items that C# takes one after another: an `IAsyncEnumerable`. A function returns one, or a record has it as a member.
///
/// An exported function that returns `impl Iterator<Item = T> + Send + use<>` needs no `Stream`.
///
/// An item is whatever a function may return. If it is a [`Result`], the first error ends the stream. The error is a
/// record, or text.
///
/// Nothing is computed before C# asks for it, and then a batch of items is, on a thread of the library. The iterator is
/// dropped as soon as it has ended or panicked, or C# wants no more.
///
/// ```
/// use rust_interop::{Record, Stream, export};
/// use serde::Serialize;
///
/// #[derive(Serialize, Record)]
/// pub struct Opened {
///     pub length: usize,
///     pub words: Stream<String>,
/// }
///
/// #[export]
/// pub fn open(text: String) -> Opened {
///     let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
///     Opened { length: text.len(), words: Stream::new(words) }
/// }
/// ```
pub struct Stream<T> {
    source: Arc<Source>,
    /// Whether a caller has it.
    is_given: AtomicBool,
    _items: PhantomData<fn() -> T>,
}

impl<T: StreamItem> Stream<T> {
    /// Makes a stream of an iterator, or of anything that becomes one.
    #[must_use]
    pub fn new(items: impl IntoIterator<Item = T, IntoIter: Send + 'static>) -> Self {
        Self::with_context(|_| items)
    }

    /// Makes a stream whose iterator can find out that C# wants no more: the context is cancelled then. Without it, an
    /// iterator is dropped when it returns its next item, so one that waits for an event may wait for ever.
    ///
    /// ```
    /// use std::iter;
    /// use std::sync::mpsc::Receiver;
    /// use std::time::Duration;
    ///
    /// use rust_interop::Stream;
    ///
    /// fn events(receiver: Receiver<String>) -> Stream<String> {
    ///     Stream::with_context(|context| {
    ///         iter::from_fn(move || {
    ///             while !context.is_cancelled() {
    ///                 if let Ok(event) = receiver.recv_timeout(Duration::from_millis(100)) {
    ///                     return Some(event);
    ///                 }
    ///             }
    ///             None
    ///         })
    ///     })
    /// }
    /// ```
    #[must_use]
    pub fn with_context<I>(items: impl FnOnce(Arc<Context>) -> I) -> Self
    where
        I: IntoIterator<Item = T, IntoIter: Send + 'static>,
    {
        let context = Arc::new(Context::new());
        let items = Iter(items(context.clone()).into_iter());
        Self {
            source: Arc::new(Source::new(Box::new(items), context)),
            is_given: AtomicBool::new(false),
            _items: PhantomData,
        }
    }
}

impl<T: StreamItem> Stream<T> {
    /// Makes a stream of an asynchronous one: `poll` returns the next item, or arranges to be woken. While C# waits for an
    /// item, a thread of the library waits too. If C# wants no more, `poll` is not called again, and dropped.
    ///
    /// `futures::Stream` and `tokio_stream::Stream` have such a function:
    ///
    /// ```
    /// # mod futures {
    /// #     use std::pin::Pin;
    /// #     use std::task::{Context, Poll};
    /// #     pub trait Stream {
    /// #         type Item;
    /// #         fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>>;
    /// #     }
    /// # }
    /// use rust_interop::Stream;
    ///
    /// fn lines(lines: impl futures::Stream<Item = String> + Send + 'static) -> Stream<String> {
    ///     let mut lines = Box::pin(lines);
    ///     Stream::poll_fn(move |context| lines.as_mut().poll_next(context))
    /// }
    /// ```
    ///
    /// If it needs a runtime, enter that within the function: `let _entered = runtime.enter();`.
    #[must_use]
    pub fn poll_fn(mut poll: impl FnMut(&mut task::Context<'_>) -> Poll<Option<T>> + Send + 'static) -> Self {
        Self::with_context(|context| {
            iter::from_fn(move || {
                let mut registration = None;
                poll_until_ready(|waiting| {
                    let waker = waiting.waker();
                    registration.get_or_insert_with(|| {
                        let waker = waker.clone();
                        context.on_cancel(move || waker.wake())
                    });
                    if context.is_cancelled() { Poll::Ready(None) } else { poll(waiting) }
                })
            })
        })
    }
}

impl<T> fmt::Debug for Stream<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Stream").finish_non_exhaustive()
    }
}

impl<T> Serialize for Stream<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.is_given.swap(true, Ordering::Relaxed) {
            return Err(S::Error::custom("the stream was already returned, and only one caller can have it"));
        }
        match crossing::send(|| Arc::new(Owner(self.source.clone()))) {
            Ok(handle) => serializer.serialize_u64(handle),
            Err(error) => {
                self.is_given.store(false, Ordering::Relaxed);
                Err(S::Error::custom(error))
            }
        }
    }
}

impl<T: StreamItem> Described for Stream<T> {
    const SHAPE: &'static Shape = T::STREAM;
}

/// For records that derive it although nobody reads them. `#[export]` refuses an input with a stream.
impl<'de, T> Deserialize<'de> for Stream<T> {
    fn deserialize<D: Deserializer<'de>>(_: D) -> Result<Self, D::Error> {
        Err(serde::de::Error::custom("no input can have a stream"))
    }
}
