//! Functions that C# passes.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;
use std::thread;

use rust_interop::{AsyncCallback, Bytes, Callback, CallbackError, Context, Object, Record, Stream, export};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::objects::Document;

/// A word of a text.
#[derive(Clone, Serialize, Deserialize, Record)]
pub struct Token {
    pub text: String,
    pub place: u32,
}

/// Why a word has no lemma.
#[derive(Debug, Serialize, Deserialize, Record)]
pub enum LookupError {
    Unknown(String),
    Other { message: String },
}

impl fmt::Display for LookupError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(word) => write!(formatter, "`{word}` is unknown"),
            Self::Other { message } => formatter.write_str(message),
        }
    }
}

impl From<CallbackError> for LookupError {
    fn from(error: CallbackError) -> Self {
        Self::Other { message: error.to_string() }
    }
}

/// Replaces each word by its lemma.
#[export]
fn lemmatise(text: &str, lookup: Callback<Token, Option<String>>) -> Result<Vec<String>, CallbackError> {
    words(text).map(|word| Ok(lookup.call(&word)?.unwrap_or(word.text))).collect()
}

/// As `lemmatise`, with an error of its own.
#[export]
fn look_up(text: &str, lookup: &Callback<Token, Result<String, LookupError>>) -> Result<Vec<String>, LookupError> {
    words(text).map(|word| lookup.call(&word)).collect()
}

/// As `lemmatise`, for those whose errors are texts.
#[export]
fn look_up_text(text: &str, lookup: &Callback<Token, Result<String, String>>) -> Result<Vec<String>, String> {
    words(text).map(|word| lookup.call(&word)).collect()
}

pub(crate) fn words(text: &str) -> impl Iterator<Item = Token> {
    text.split_whitespace().zip(0..).map(|(text, place)| Token { text: text.to_owned(), place })
}

/// Calls each kind of function once, and says what it has returned.
#[export]
fn call_each(
    nothing: Callback<()>,
    text: Callback<str, usize>,
    pair: Callback<(u32, String), (String, u32)>,
    maybe: Option<Callback<Option<u32>, Option<u32>>>,
    several: Vec<Callback<u32, u32>>,
) -> Result<String, CallbackError> {
    nothing.call(&())?;
    let length = text.call("four")?;
    let (text, number) = pair.call(&(1, "one".to_owned()))?;
    let maybe = maybe.map(|maybe| maybe.call(&None)).transpose()?;
    let several: Vec<u32> = several.iter().map(|callback| callback.call(&2)).collect::<Result<_, _>>()?;
    Ok(format!("{length} {text} {number} {maybe:?} {several:?}"))
}

/// Functions in a record.
#[derive(Deserialize, Record)]
pub struct Handlers {
    pub on_word: Callback<Token>,
    pub on_end: Option<Callback<u32>>,
}

#[export]
fn handle(text: &str, handlers: Handlers) -> Result<(), CallbackError> {
    let mut count = 0;
    for word in words(text) {
        handlers.on_word.call(&word)?;
        count += 1;
    }
    handlers.on_end.map_or(Ok(()), |on_end| on_end.call(&count))
}

/// A function in each place that serde reads in a way of its own.
#[derive(Deserialize, Record)]
pub struct Everywhere {
    #[serde(flatten)]
    pub flattened: Handlers,
    pub named: BTreeMap<String, Callback<u32>>,
    pub tagged: CallbackOrNone,
    pub untagged: CallbackOrText,
    pub nothing: Hook<u32, ()>,
    pub pair: Hook<(u32, u32), (u32, u32)>,
}

#[derive(Deserialize, Record)]
#[serde(tag = "kind")]
pub enum CallbackOrNone {
    Never,
    Once { callback: Callback<u32> },
}

#[derive(Deserialize, Record)]
#[serde(untagged)]
pub enum CallbackOrText {
    Text(String),
    Function(Callback<u32>),
}

/// A function of any type.
#[derive(Deserialize, Record)]
#[serde(bound = "")]
pub struct Hook<In: Serialize, Out: DeserializeOwned + Send + 'static> {
    pub callback: Callback<In, Out>,
}

/// Calls each function.
#[export]
fn call_everywhere(everywhere: Everywhere) -> Result<(u32, u32), CallbackError> {
    everywhere.flattened.on_word.call(&Token { text: "flattened".to_owned(), place: 1 })?;
    everywhere.named.values().try_for_each(|callback| callback.call(&2))?;
    if let CallbackOrNone::Once { callback } = everywhere.tagged {
        callback.call(&3)?;
    }
    match everywhere.untagged {
        CallbackOrText::Text(text) => everywhere.flattened.on_word.call(&Token { text, place: 4 })?,
        CallbackOrText::Function(callback) => callback.call(&4)?,
    }
    everywhere.nothing.callback.call(&5)?;
    everywhere.pair.callback.call(&(6, 7))
}

/// Gives the function objects, bytes and a stream, and gets an object and bytes.
#[export]
fn trade(
    trader: Callback<Goods, Object<Document>>,
    pack: Callback<Bytes, Bytes>,
) -> Result<(String, Bytes), CallbackError> {
    let goods = Goods {
        documents: vec![
            Object::new(Document { text: "one".to_owned() }),
            Object::new(Document { text: "two".to_owned() }),
        ],
        numbers: Stream::new(0..3),
    };
    let document = trader.call(&goods)?;
    Ok((document.text(), pack.call(&vec![1, 2, 3].into())?))
}

#[derive(Serialize, Record)]
pub struct Goods {
    pub documents: Vec<Object<Document>>,
    pub numbers: Stream<u32>,
}

/// Calls the function from several threads at once, and adds up what it returns.
#[export]
fn add_up(threads: u32, calls: u32, number: Callback<u32, u64>) -> Result<u64, CallbackError> {
    thread::scope(|scope| {
        let threads: Vec<_> = (0..threads)
            .map(|thread| {
                let number = &number;
                scope
                    .spawn(move || (0..calls).map(|call| number.call(&(thread * calls + call))).sum::<Result<u64, _>>())
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().expect("it panics nowhere")).sum()
    })
}

/// Panics with the function's error.
#[export]
fn unwrap(callback: Callback<()>) {
    callback.call(&()).expect("the callback returns");
}

/// Ignores the function's error.
#[export]
fn ignore(callback: Callback<()>) -> bool {
    callback.call(&()).is_ok()
}

/// Calls a function whose input cannot be JSON.
#[export]
fn send_unwritable(callback: Callback<Anything>, text: &str) -> Result<(), CallbackError> {
    callback.call(&Anything(BTreeMap::from([("error".to_owned(), BTreeMap::from([(text.to_owned(), 1)]))])))
}

/// It may look like an error.
#[derive(Serialize, Record)]
pub struct Anything(BTreeMap<String, BTreeMap<String, u32>>);

/// Something that happens again and again, and whom to tell.
pub struct Bell {
    ring: Mutex<Option<Callback<u32>>>,
}

#[export]
impl Bell {
    pub fn new(on_ring: Option<Callback<u32>>) -> Self {
        Self { ring: Mutex::new(on_ring) }
    }

    pub fn replace(&self, on_ring: Option<Callback<u32>>) {
        drop(std::mem::replace(&mut *self.ring.lock().expect("no panic"), on_ring));
    }

    /// Tells whoever wants to know.
    ///
    /// # Errors
    /// The function has failed.
    pub fn ring(&self, times: u32) -> Result<(), CallbackError> {
        let ring = self.ring.lock().expect("no panic").clone();
        ring.map_or(Ok(()), |ring| ring.call(&times))
    }
}

/// Keeps those numbers that the function wants, when the stream comes to them.
#[export]
fn filter(
    numbers: Vec<u32>,
    keep: Callback<u32, bool>,
) -> impl Iterator<Item = Result<u32, CallbackError>> + Send + use<> {
    numbers.into_iter().filter_map(move |number| match keep.call(&number) {
        Ok(keep) => keep.then_some(Ok(number)),
        Err(error) => Some(Err(error)),
    })
}

/// Asks a function that takes its time, once for each word, one after another.
#[export]
async fn ask(
    text: String,
    answer: AsyncCallback<Token, Result<String, LookupError>>,
) -> Result<Vec<String>, LookupError> {
    let mut answers = Vec::new();
    for word in words(&text) {
        answers.push(answer.call(&word).await?);
    }
    Ok(answers)
}

/// Tells a function that takes its time.
#[export]
async fn tell(tell: AsyncCallback<()>) -> Result<(), CallbackError> {
    tell.call(&()).await
}

/// Starts to ask, and asks no more: the second function returns first.
#[export]
async fn ask_first(slow: AsyncCallback<(), u32>, fast: AsyncCallback<(), u32>) -> Result<u32, CallbackError> {
    use std::pin::pin;
    use std::task::Poll;

    let mut slow = pin!(slow.call(&()));
    let mut fast = pin!(fast.call(&()));
    std::future::poll_fn(|context| match slow.as_mut().poll(context) {
        Poll::Pending => fast.as_mut().poll(context),
        ready => ready,
    })
    .await
}

/// Calls the function until the call is cancelled.
#[export]
fn repeat(callback: Callback<u32>, context: &Context) -> Result<(), String> {
    for number in 0.. {
        if context.is_cancelled() {
            break;
        }
        callback.call(&number)?;
    }
    Err("cancelled".to_owned())
}

/// What the callback returns for the number, whose bits these are.
#[export]
fn call_with_float(callback: Callback<f64, f64>, bits: u64) -> Result<u64, CallbackError> {
    callback.call(&f64::from_bits(bits)).map(f64::to_bits)
}

/// What the callback returns for these, one after another.
#[export]
fn call_with_numbers(
    callback: Callback<(i8, u64, f32, char), i64>,
    small: i8,
    large: u64,
    float: f32,
    character: char,
) -> Result<i64, CallbackError> {
    callback.call(&(small, large, float, character))
}

#[export]
fn call_with_text(callback: Callback<str, Result<String, LookupError>>, text: &str) -> Result<String, LookupError> {
    callback.call(text)
}

#[export]
fn call_with_bool(callback: Callback<bool, char>, value: bool) -> Result<char, CallbackError> {
    callback.call(&value)
}
