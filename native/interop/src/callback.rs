//! Functions that C# passes to Rust.

mod asking;
mod direct;
mod error;
mod output;

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::boundary::caller_function::CallerFunction;
use crate::boundary::reply;
use crate::description::{Described, Shape};
use asking::Asking;
pub use error::{CallbackError, CallbackErrorKind};
pub use output::{CallbackOutput, CallbackResult};

/// A function that C# passes: a `Func<In, Out>`, or an `Action<In>` if `Out` is `()`. It may stand wherever a value of an
/// input may: it is an argument, or a member of a record. `In` and `Out` are records, or whatever else a function takes and
/// returns. Several values are a tuple, and C#'s function then has as many parameters.
///
/// `Out` may be a [`Result`]. Its error is a record, which C# throws in a `RustException<E>`, or text. Every other exception
/// becomes a [`CallbackError`] and is converted: so the error is [`From<CallbackError>`](From).
///
/// The function runs on the thread that calls it, and any thread may, also several at once. It may call Rust in turn, the
/// same function too. It lives as long as Rust keeps it: store it in an object, and it is C#'s event handler. C# can withdraw
/// it earlier; calls of it then fail.
///
/// ```
/// use rust_interop::{Callback, CallbackError, export};
///
/// #[export]
/// pub fn count_known(words: Vec<String>, is_known: Callback<str, bool>) -> Result<usize, CallbackError> {
///     let mut count = 0;
///     for word in &words {
///         if is_known.call(word)? {
///             count += 1;
///         }
///     }
///     Ok(count)
/// }
/// ```
///
/// ```csharp
/// nuint count = Acme.CountKnown(words, word => dictionary.Contains(word));
/// ```
pub struct Callback<In: ?Sized, Out = ()> {
    function: Arc<CallerFunction>,
    _types: PhantomData<fn(&In) -> Out>,
}

/// An asynchronous function that C# passes: a `Func<In, CancellationToken, Task<Out>>`. It is a [`Callback`] in everything
/// else.
///
/// ```
/// use rust_interop::{AsyncCallback, CallbackError, export};
///
/// #[export]
/// pub async fn total_length(urls: Vec<String>, get: AsyncCallback<str, String>) -> Result<usize, CallbackError> {
///     let mut length = 0;
///     for url in &urls {
///         length += get.call(url).await?.len();
///     }
///     Ok(length)
/// }
/// ```
pub struct AsyncCallback<In: ?Sized, Out = ()> {
    function: Arc<CallerFunction>,
    _types: PhantomData<fn(&In) -> Out>,
}

impl<In: Serialize + ?Sized, Out: CallbackOutput> Callback<In, Out> {
    /// Calls the function and waits until it returns.
    ///
    /// # Errors
    /// The function has thrown an exception, or C# has withdrawn it.
    pub fn call(&self, input: &In) -> Result<Out::Value, Out::Error> {
        self.call_with(input)
    }
}

impl<In: ?Sized, Out: CallbackOutput> Callback<In, Out> {
    /// Calls the function with something that has the same JSON as `In`. Only what `#[export]` writes for a trait does so.
    ///
    /// # Errors
    /// As for [`call`](Self::call).
    #[doc(hidden)]
    pub fn call_with(&self, input: &(impl Serialize + ?Sized)) -> Result<Out::Value, Out::Error> {
        match direct::call::<Out>(&self.function, input) {
            Some(answer) => answer,
            None => self.call_by_json(input),
        }
    }

    fn call_by_json(&self, input: &(impl Serialize + ?Sized)) -> Result<Out::Value, Out::Error> {
        let input = reply::encode(input).map_err(|error| Out::Error::from(CallbackError::unsent(&error)))?;
        let answer = self.function.enter(|running| output::ask::<Out>(running, Some(input)));
        answer.unwrap_or_else(|| Err(CallbackError::withdrawn().into()))
    }
}

impl<In: Serialize + ?Sized, Out: CallbackOutput> AsyncCallback<In, Out> {
    /// Calls the function as soon as the future is polled. If the future is dropped before it is ready, the function's
    /// `CancellationToken` is cancelled.
    ///
    /// # Errors
    /// The function's task has failed or was cancelled, or C# has withdrawn the function.
    pub fn call(&self, input: &In) -> impl Future<Output = Result<Out::Value, Out::Error>> + Send + use<In, Out> {
        Asking::<Out>::new(self.function.clone(), reply::encode(input))
    }
}

macro_rules! implement {
    ($name:ident, is_async: $is_async:literal) => {
        impl<In: ?Sized, Out> Clone for $name<In, Out> {
            /// The same function.
            fn clone(&self) -> Self {
                Self { function: self.function.clone(), _types: PhantomData }
            }
        }

        impl<In: ?Sized, Out> fmt::Debug for $name<In, Out> {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.debug_struct(stringify!($name)).finish_non_exhaustive()
            }
        }

        impl<'de, In: ?Sized, Out> Deserialize<'de> for $name<In, Out> {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Ok(Self { function: CallerFunction::deserialize(deserializer)?, _types: PhantomData })
            }
        }

        /// For records that derive it although nobody writes them. `#[export]` refuses an output with a callback.
        impl<In: ?Sized, Out> Serialize for $name<In, Out> {
            fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
                Err(serde::ser::Error::custom("no output can have a callback"))
            }
        }

        impl<In: Described + Serialize + ?Sized, Out: CallbackOutput> Described for $name<In, Out> {
            const SHAPE: &'static Shape =
                &Shape::Callback { input: In::SHAPE, output: Out::SHAPE, error: Out::ERROR, is_async: $is_async };
        }
    };
}

implement!(Callback, is_async: false);
implement!(AsyncCallback, is_async: true);
