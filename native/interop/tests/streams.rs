//! Streams, as a C caller has them: by handles.
#![expect(unsafe_code, reason = "calls C functions")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(missing_docs, clippy::must_use_candidate, reason = "nobody uses the types of a test")]

use std::ffi::c_char;
use std::fmt;
use std::io;
use std::iter;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::thread;

use c_caller::{Event, Invoke, call_for_reply, drop_handle, live_handles, live_strings, next, start_next};
use rust_interop::{Record, Stream, export};
use serde::Serialize;
use serde_json::{Value, json};

/// Each test has the counts and the channel for itself.
fn alone() -> MutexGuard<'static, ()> {
    let alone = c_caller::alone();
    PRODUCED.store(0, Ordering::Relaxed);
    DROPPED.store(0, Ordering::Relaxed);
    alone
}

static PRODUCED: AtomicUsize = AtomicUsize::new(0);
static DROPPED: AtomicUsize = AtomicUsize::new(0);

/// An iterator that counts its items, and its end.
struct Counted<I> {
    items: I,
    /// Dropped last, so that nothing is left of the items once it has counted.
    _end: End,
}

struct End;

fn counted<I: Iterator>(items: I) -> Counted<I> {
    Counted { items, _end: End }
}

impl<I: Iterator> Iterator for Counted<I> {
    type Item = I::Item;

    fn next(&mut self) -> Option<I::Item> {
        let item = self.items.next()?;
        PRODUCED.fetch_add(1, Ordering::Relaxed);
        Some(item)
    }
}

impl Drop for End {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}

/// What an iterator waits for.
static SIGNALS: Mutex<Option<Receiver<()>>> = Mutex::new(None);

fn signals() -> Sender<()> {
    let (sender, receiver) = mpsc::channel();
    *SIGNALS.lock().unwrap_or_else(PoisonError::into_inner) = Some(receiver);
    sender
}

#[derive(Debug, Serialize, Record)]
pub struct TooLarge {
    number: u64,
}

impl fmt::Display for TooLarge {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} is too large", self.number)
    }
}

pub struct Numbers {
    first: u64,
}

#[export]
impl Numbers {
    pub fn new(first: u64) -> Self {
        Self { first }
    }

    pub fn all(&self) -> impl Iterator<Item = u64> + Send + use<> {
        counted(self.first..)
    }

    pub fn objects(&self) -> impl Iterator<Item = Self> + Send + use<> {
        counted((self.first..).map(|first| Self { first }))
    }

    pub fn first(&self) -> u64 {
        self.first
    }
}

#[export]
fn up_to(end: u64) -> impl Iterator<Item = u64> + Send {
    counted(0..end)
}

#[export]
fn at_most(end: u64) -> Result<impl Iterator<Item = Result<u64, TooLarge>> + Send, String> {
    if end == 0 {
        return Err("nothing is that small".to_owned());
    }
    Ok(counted((0..).map(move |number| if number < end { Ok(number) } else { Err(TooLarge { number }) })))
}

#[export]
fn lines() -> impl Iterator<Item = io::Result<String>> + Send {
    counted([Ok("a line".to_owned()), Err(io::Error::other("the disk is gone"))].into_iter())
}

#[export]
fn panicking(at: u64) -> impl Iterator<Item = u64> + Send {
    counted((0..).inspect(move |number| assert!(*number != at, "number {number}")))
}

/// An item for each signal.
#[export]
fn signalled() -> impl Iterator<Item = usize> + Send {
    let receiver = SIGNALS.lock().unwrap().take().unwrap();
    counted(receiver.into_iter().enumerate().map(|(number, ())| number))
}

/// Ends when nobody wants more.
#[export]
fn attentive() -> Stream<u64> {
    Stream::with_context(|context| {
        counted(iter::once(0).chain(iter::from_fn(move || {
            let (sender, receiver) = mpsc::channel();
            let _registration = context.on_cancel(move || sender.send(()).unwrap());
            receiver.recv().unwrap();
            None
        })))
    })
}

#[export]
fn large(bytes: usize) -> impl Iterator<Item = String> + Send {
    counted(iter::repeat_with(move || "x".repeat(bytes)))
}

#[export]
fn unwritable() -> impl Iterator<Item = Vec<(u8, Unwritable)>> + Send {
    counted(iter::once(vec![(1, Unwritable)]))
}

#[derive(Record)]
struct Unwritable;

impl Serialize for Unwritable {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("on purpose"))
    }
}

#[derive(Serialize, Record)]
pub struct Opened {
    numbers: Stream<u64>,
    words: Option<Stream<Result<String, TooLarge>>>,
}

#[export]
fn open() -> Opened {
    Opened {
        numbers: Stream::new(counted(0..3)),
        words: Some(Stream::new(counted(iter::repeat_with(|| Ok("w".into()))))),
    }
}

/// The same stream for each call. It is written as text too, where no caller gets it.
#[export]
fn shared() -> &'static Stream<u64> {
    static SHARED: OnceLock<Stream<u64>> = OnceLock::new();
    SHARED.get_or_init(|| {
        let stream = Stream::new(0..3);
        let error = serde_json::to_string(&stream).unwrap_err();
        assert!(error.to_string().contains("only the input and the output"), "{error}");
        stream
    })
}

#[export]
fn nested() -> impl Iterator<Item = Stream<u64>> + Send {
    counted((0..3).map(|end| Stream::new(counted(0..end))))
}

macro_rules! exports {
    ($($name:ident = $symbol:literal)+) => {
        unsafe extern "C" {
            $(#[link_name = $symbol] fn $name(input_json: *const c_char) -> *mut c_char;)+
        }
    };
}

exports! {
    new_numbers = "streams_Numbers_new"
    all_numbers = "streams_Numbers_all"
    objects = "streams_Numbers_objects"
    first_number = "streams_Numbers_first"
    count_up_to = "streams_up_to"
    count_at_most = "streams_at_most"
    read_lines = "streams_lines"
    panics = "streams_panicking"
    by_signal = "streams_signalled"
    wait_for_end = "streams_attentive"
    large_items = "streams_large"
    cannot_write = "streams_unwritable"
    open_both = "streams_open"
    open_shared = "streams_shared"
    open_nested = "streams_nested"
}

/// The handle that a reply consists of.
fn handle(invoke: Invoke, input: impl Into<Vec<u8>>) -> u64 {
    let reply = call_for_reply(invoke, input).keep().text();
    reply.parse().unwrap_or_else(|_| panic!("{reply}"))
}

/// The next items, of which none has handles.
fn take(stream: u64, most: usize) -> Value {
    serde_json::from_str(&next(stream, most).text()).unwrap()
}

/// Numbers from 0, as many as are returned.
fn take_numbers(stream: u64, most: usize) -> usize {
    let batch = take(stream, most);
    batch["items"].as_array().unwrap_or_else(|| panic!("{batch}")).len()
}

/// All items, and the reply after them if that is an error.
fn take_all(stream: u64) -> (Vec<Value>, Option<Value>) {
    let mut items = Vec::new();
    loop {
        let mut batch = take(stream, 1024);
        match batch.get_mut("items").and_then(Value::as_array_mut) {
            Some(more) => items.append(more),
            None => return (items, Some(batch)),
        }
        if batch["done"] == true {
            return (items, None);
        }
    }
}

fn kind(reply: &Value) -> &str {
    reply["error"]["kind"].as_str().unwrap_or_else(|| panic!("{reply}"))
}

fn dropped() -> usize {
    DROPPED.load(Ordering::Relaxed)
}

fn produced() -> usize {
    PRODUCED.load(Ordering::Relaxed)
}

/// Waits until a thread of the library has dropped an iterator.
fn wait_for_drop() {
    while dropped() == 0 {
        thread::yield_now();
    }
}

#[test]
fn items_arrive_in_order_until_the_iterator_ends() {
    let _alone = alone();
    let (handles, strings) = (live_handles(), live_strings());
    let stream = handle(count_up_to, "1000000");
    let (numbers, error) = take_all(stream);
    assert!(numbers.into_iter().eq(0..1_000_000) && error.is_none());
    assert_eq!(dropped(), 1);
    assert_eq!(take(stream, 1), json!({"items": [], "done": true}));
    assert!(drop_handle(stream));
    assert_eq!((live_handles(), live_strings(), dropped()), (handles, strings, 1));
}

#[test]
fn nothing_is_computed_before_somebody_wants_it() {
    let _alone = alone();
    let numbers = handle(new_numbers, "0");
    let stream = handle(all_numbers, format!(r#"{{"self":{numbers}}}"#));
    assert_eq!(produced(), 0);
    let mut taken = 0;
    for most in [1, 16, 1000] {
        taken += take_numbers(stream, most);
        // The thread may be about to compute one that was too late for the batch.
        assert!((taken..=taken + 1).contains(&produced()));
    }
    assert!(drop_handle(numbers) && drop_handle(stream));
    // That thread drops the iterator.
    wait_for_drop();
    assert_eq!(dropped(), 1);
}

#[test]
fn large_items_make_small_batches() {
    let _alone = alone();
    let stream = handle(large_items, "100000");
    assert!(take_numbers(stream, 1000) <= 3);
    assert!(produced() <= 4);
    assert!(drop_handle(stream));
    let stream = handle(large_items, "1000000");
    assert_eq!(take_numbers(stream, 1000), 1);
    assert!(drop_handle(stream));
}

#[test]
fn error_comes_after_the_items_before_it_and_ends_the_stream() {
    let _alone = alone();
    let stream = handle(count_at_most, "2");
    let expected = json!({"error": {"kind": "failed", "message": "2 is too large", "value": {"number": 2}}});
    assert_eq!(take_all(stream), (vec![json!(0), json!(1)], Some(expected)));
    assert_eq!(dropped(), 1);
    assert_eq!(take(stream, 16), json!({"items": [], "done": true}));
    assert!(drop_handle(stream));
    let reply: Value = serde_json::from_str(&call_for_reply(count_at_most, "0").text()).unwrap();
    assert_eq!(reply["error"]["message"], "nothing is that small");
}

#[test]
fn error_that_is_no_data_is_a_message() {
    let _alone = alone();
    let stream = handle(read_lines, "{}");
    let expected = json!({"error": {"kind": "failed", "message": "the disk is gone"}});
    assert_eq!(take_all(stream), (vec![json!("a line")], Some(expected)));
    assert!(drop_handle(stream));
    assert_eq!(dropped(), 1);
}

#[test]
fn panic_ends_the_stream() {
    let _alone = alone();
    let stream = handle(panics, "0");
    let reply = take(stream, 16);
    assert_eq!((kind(&reply), &reply["error"]["message"]), ("panicked", &json!("number 0")));
    assert!(reply["error"]["location"].as_str().unwrap().contains("streams.rs:"));
    assert_eq!(dropped(), 1);
    assert_eq!(take(stream, 16)["done"], true);
    assert!(drop_handle(stream));
}

#[test]
fn item_that_cannot_be_written_ends_the_stream() {
    let _alone = alone();
    let stream = handle(cannot_write, "{}");
    let reply = take(stream, 16);
    assert_eq!(reply["error"]["message"], "the item cannot be written as JSON: on purpose");
    assert_eq!(dropped(), 1);
    assert!(drop_handle(stream));
}

#[test]
fn slow_item_does_not_delay_those_before_it() {
    let _alone = alone();
    let signal = signals();
    let stream = handle(by_signal, "{}");
    for number in 0..3 {
        signal.send(()).unwrap();
        assert_eq!(take(stream, 16), json!({"items": [number], "done": false}));
    }
    drop(signal);
    assert_eq!(take(stream, 16), json!({"items": [], "done": true}));
    assert!(drop_handle(stream));
}

#[test]
fn cancelled_call_does_not_wait_for_its_item() {
    let _alone = alone();
    let signal = signals();
    let stream = handle(by_signal, "{}");
    let call = start_next(stream, 16);
    call.cancel();
    let [Event::Completed(reply)] = &call.wait()[..] else { panic!("one reply") };
    assert!(reply.contains("a call for its items was cancelled"), "{reply}");
    assert_eq!(kind(&take(stream, 16)), "failed");
    assert!(drop_handle(stream));
    // If the iterator was at rest, it was dropped at once.
    let _ = signal.send(());
    wait_for_drop();
    assert!(signal.send(()).is_err());
}

#[test]
fn drop_of_the_handle_ends_a_call() {
    let _alone = alone();
    let signal = signals();
    let stream = handle(by_signal, "{}");
    signal.send(()).unwrap();
    assert_eq!(take_numbers(stream, 1), 1);
    let call = start_next(stream, 16);
    assert!(drop_handle(stream));
    assert!(matches!(&call.wait()[..], [Event::Completed(reply)] if reply.starts_with(r#"{"error":"#)));
    let _ = signal.send(());
    wait_for_drop();
}

#[test]
fn iterator_with_a_context_learns_that_nobody_wants_more() {
    let _alone = alone();
    let stream = handle(wait_for_end, "{}");
    assert_eq!(take(stream, 16), json!({"items": [0], "done": false}));
    assert_eq!(dropped(), 0);
    assert!(drop_handle(stream));
    wait_for_drop();
}

#[test]
fn second_call_at_once_fails() {
    let _alone = alone();
    let signal = signals();
    let stream = handle(by_signal, "{}");
    let replies: Vec<Value> = thread::scope(|scope| {
        let calls = [scope.spawn(|| take(stream, 1)), scope.spawn(|| take(stream, 1))];
        while !calls.iter().any(thread::ScopedJoinHandle::is_finished) {
            thread::yield_now();
        }
        signal.send(()).unwrap();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    });
    let message = "another call is taking items of the stream";
    assert_eq!(replies.iter().filter(|reply| reply["error"]["message"] == message).count(), 1, "{replies:?}");
    assert_eq!(replies.iter().filter(|reply| reply["items"] == json!([0])).count(), 1, "{replies:?}");
    drop(signal);
    assert!(drop_handle(stream));
}

#[test]
fn items_that_are_objects_have_handles() {
    let _alone = alone();
    let handles = live_handles();
    let numbers = handle(new_numbers, "7");
    let stream = handle(objects, format!(r#"{{"self":{numbers}}}"#));
    drop(next(stream, 1));
    assert_eq!(live_handles(), handles + 2);
    let batch: Value = serde_json::from_str(&next(stream, 1).keep().text()).unwrap();
    let object = batch["items"][0].as_u64().unwrap();
    assert_eq!(call_for_reply(first_number, format!(r#"{{"self":{object}}}"#)).text(), "8");
    for handle in [object, stream, numbers] {
        assert!(drop_handle(handle));
    }
    assert_eq!((live_handles(), dropped()), (handles, 1));
}

#[test]
fn record_may_have_streams() {
    let _alone = alone();
    let handles = live_handles();
    drop(call_for_reply(open_both, "{}"));
    assert_eq!((live_handles(), dropped()), (handles, 2));
    let opened: Value = serde_json::from_str(&call_for_reply(open_both, "{}").keep().text()).unwrap();
    let [numbers, words] = ["numbers", "words"].map(|name| opened[name].as_u64().unwrap());
    assert_eq!(take_all(numbers), (vec![json!(0), json!(1), json!(2)], None));
    assert_eq!(take(words, 1), json!({"items": ["w"], "done": false}));
    assert!(drop_handle(numbers) && drop_handle(words));
    assert_eq!((live_handles(), dropped()), (handles, 4));
}

#[test]
fn stream_of_streams_has_their_handles() {
    let _alone = alone();
    let handles = live_handles();
    let stream = handle(open_nested, "{}");
    for end in 0..3 {
        let batch: Value = serde_json::from_str(&next(stream, 1).keep().text()).unwrap();
        let inner = batch["items"][0].as_u64().unwrap();
        assert_eq!(take_all(inner).0.len(), end);
        assert!(drop_handle(inner));
    }
    assert!(drop_handle(stream));
    assert_eq!((live_handles(), dropped()), (handles, 4));
}

#[test]
fn stream_is_returned_once() {
    let _alone = alone();
    let stream = handle(open_shared, "{}");
    let reply = call_for_reply(open_shared, "{}").text();
    assert!(reply.contains("the stream was already returned"), "{reply}");
    assert_eq!(take_all(stream).0.len(), 3);
    assert!(drop_handle(stream));
}

#[test]
fn other_handles_are_no_streams() {
    let _alone = alone();
    let numbers = handle(new_numbers, "0");
    let stream = handle(count_up_to, "1");
    assert_eq!(kind(&take(numbers, 1)), "invalid_handle");
    assert_eq!(kind(&take(stream ^ 1 << 40, 1)), "invalid_handle");
    assert_eq!(kind(&take(stream, 0)), "invalid_input");
    let reply = call_for_reply(first_number, format!(r#"{{"self":{stream}}}"#)).text();
    assert!(reply.contains("invalid_handle"), "{reply}");
    assert!(drop_handle(numbers) && drop_handle(stream));
    assert_eq!(kind(&take(stream, 1)), "invalid_handle");
}
