//! Objects, as a C caller has them: by handles.
#![expect(unsafe_code, reason = "calls C functions")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(
    missing_docs,
    clippy::must_use_candidate,
    clippy::missing_panics_doc,
    reason = "nobody uses the types of a test"
)]

use std::ffi::{c_char, c_void};
use std::fmt;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::thread;
use std::time::Duration;

use c_caller::{Callbacks, Event, Run, alone, call, call_for_reply, drop_handle, handle, kind, live_handles};
use rust_interop::{Context, Object, Record, export};
use serde::{Deserialize, Serialize};

static DROPPED: AtomicUsize = AtomicUsize::new(0);

pub struct Word(String);

impl Drop for Word {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
        assert!(self.0 != "panics", "a destructor panics");
    }
}

#[derive(Serialize, Deserialize, Record)]
pub struct Pair {
    left: Object<Word>,
    right: Object<Word>,
}

#[derive(Debug, Serialize, Record)]
pub struct Refusal {
    word: Object<Word>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("refused")
    }
}

#[export]
impl Word {
    pub fn new(text: String) -> Self {
        Self(text)
    }

    pub fn length(&self) -> usize {
        self.0.len()
    }

    pub fn is_longer(&self, than: &Self) -> bool {
        self.0.len() > than.0.len()
    }

    pub fn wait(&self, context: &Context<Pair>) -> String {
        let (sender, receiver) = std::sync::mpsc::channel();
        let _registration = context.on_cancel(move || sender.send(()).unwrap());
        let pair = Pair { left: Self("left".to_owned()).into(), right: Self("right".to_owned()).into() };
        context.report(&pair).unwrap();
        receiver.recv().unwrap();
        self.0.clone()
    }

    pub async fn wait_asynchronously(&self, other: &Self) -> String {
        let mut polls = 0;
        std::future::poll_fn(|context| {
            polls += 1;
            context.waker().wake_by_ref();
            if polls == 3 { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        format!("{} {}", self.0, other.0)
    }

    pub async fn copy(&self) -> Self {
        std::future::ready(Self(self.0.clone())).await
    }

    pub fn panic(&self) {
        panic!("{}", self.0);
    }
}

/// A type whose values change.
pub struct Total(u64);

#[export]
impl Total {
    pub fn of(number: u64) -> Self {
        Self(number)
    }

    pub fn add(&mut self, number: u64) -> u64 {
        let before = self.0;
        thread::yield_now();
        self.0 = before + number;
        self.0
    }

    pub fn get(&self) -> u64 {
        self.0
    }

    pub fn take(&mut self, other: &Self) -> u64 {
        self.0 += other.0;
        self.0
    }

    /// Waits until two calls are here.
    pub fn meet(&self) {
        static BARRIER: Barrier = Barrier::new(2);
        BARRIER.wait();
    }
}

#[export]
fn pair_of(left: Object<Word>, right: Object<Word>) -> Pair {
    Pair { left, right }
}

#[export]
fn left_of(pair: Pair) -> Object<Word> {
    pair.left
}

#[export]
fn refuse(word: Object<Word>) -> Result<(), Refusal> {
    Err(Refusal { word })
}

#[export]
fn unreadable(pair: Pair, number: u8) -> usize {
    drop(pair);
    number.into()
}

/// Writes an object where there is no caller.
#[export]
fn as_text(word: &Word) -> Result<String, String> {
    let object = Object::new(Word(word.0.clone()));
    serde_json::to_string(&object).map_err(|error| error.to_string())
}

/// Reads an object from a text of its own.
#[export]
fn from_text(text: &str) -> Result<usize, String> {
    serde_json::from_str::<Object<Word>>(text).map(|word| word.0.len()).map_err(|error| error.to_string())
}

/// Writes an object, and then fails to.
#[export]
fn half_written() -> (Object<Word>, Unwritable) {
    (Word("half".to_owned()).into(), Unwritable)
}

#[derive(Record)]
struct Unwritable;

impl Serialize for Unwritable {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom("on purpose"))
    }
}

macro_rules! exports {
    ($($name:ident = $symbol:literal)+) => {
        unsafe extern "C" {
            $(#[link_name = $symbol] fn $name(input_json: *const c_char) -> *mut c_char;)+
        }
    };
}

exports! {
    new_word = "objects_Word_new"
    length = "objects_Word_length"
    is_longer = "objects_Word_is_longer"
    panicking = "objects_Word_panic"
    copy = "objects_Word_copy"
    new_total = "objects_Total_of"
    add = "objects_Total_add"
    get = "objects_Total_get"
    take = "objects_Total_take"
    meet = "objects_Total_meet"
    make_pair = "objects_pair_of"
    take_left = "objects_left_of"
    refused = "objects_refuse"
    cannot_read = "objects_unreadable"
    write_text = "objects_as_text"
    read_text = "objects_from_text"
    write_half = "objects_half_written"
}

unsafe extern "C" {
    #[link_name = "objects_Word_wait_async"]
    fn wait(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
    #[link_name = "objects_Word_wait_asynchronously_async"]
    fn wait_asynchronously(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
}

fn word(text: &str) -> u64 {
    handle(new_word, serde_json::to_vec(text).unwrap())
}

fn of(handle: u64) -> String {
    format!(r#"{{"self":{handle}}}"#)
}

#[test]
fn object_lives_until_its_handle_is_dropped() {
    let _alone = alone();
    let (handles, dropped) = (live_handles(), DROPPED.load(Ordering::Relaxed));
    let word = word("four");
    assert_eq!(live_handles(), handles + 1);
    assert_eq!(call(length, of(word)), "4");
    assert!(drop_handle(word));
    assert_eq!((live_handles(), DROPPED.load(Ordering::Relaxed)), (handles, dropped + 1));
}

#[test]
fn handle_that_was_dropped_is_invalid() {
    let _alone = alone();
    let stale = word("stale");
    assert!(drop_handle(stale));
    let other = word("other");
    assert_ne!(stale, other);
    assert!(!drop_handle(stale));
    let reply = call(length, of(stale));
    assert_eq!(
        reply,
        r#"{"error":{"kind":"invalid_handle","message":"the handle stands for nothing: it was dropped, or another library's","path":"self","line":1,"column":COLUMN}}"#
            .replace("COLUMN", &of(stale).len().to_string())
    );
    assert_eq!(call(length, of(other)), "5");
    assert!(drop_handle(other));
}

#[test]
fn number_that_is_no_handle_is_invalid() {
    let _alone = alone();
    let word = word("a word");
    let neighbours = (0..64).map(|bit| word ^ (1 << bit));
    for number in [0, 1, u64::MAX, 1 << 32, u64::from(u32::MAX)].into_iter().chain(neighbours) {
        assert_eq!(kind(&call(length, of(number))), "invalid_handle", "{number}");
        assert!(!drop_handle(number), "{number}");
    }
    for text in ["-1", "1.5", "null", "\"1\"", "18446744073709551616", "{}"] {
        assert_eq!(kind(&call(length, format!(r#"{{"self":{text}}}"#))), "invalid_input", "{text}");
    }
    assert_eq!(call(length, of(word)), "6");
    assert!(drop_handle(word));
}

#[test]
fn handle_of_another_type_is_invalid() {
    let _alone = alone();
    let total = handle(new_total, "0");
    let reply = call(length, of(total));
    assert!(
        reply.contains(r#""kind":"invalid_handle","message":"the handle stands for something of another type""#),
        "{reply}"
    );
    assert!(drop_handle(total));
}

#[test]
fn reply_whose_handles_are_not_kept_drops_them() {
    let _alone = alone();
    let (handles, dropped) = (live_handles(), DROPPED.load(Ordering::Relaxed));
    drop(call_for_reply(new_word, "\"unread\""));
    assert_eq!((live_handles(), DROPPED.load(Ordering::Relaxed)), (handles, dropped + 1));
}

#[test]
fn records_hand_objects_on() {
    let _alone = alone();
    let handles = live_handles();
    let (left, right) = (word("left"), word("right"));
    let reply = call_for_reply(make_pair, format!(r#"{{"left":{left},"right":{right}}}"#)).keep().text();
    let pair: serde_json::Value = serde_json::from_str(&reply).unwrap();
    let (same, other) = (pair["left"].as_u64().unwrap(), pair["right"].as_u64().unwrap());
    assert_eq!(live_handles(), handles + 4);
    assert!(drop_handle(left));
    assert_eq!(call(length, of(same)), "4");
    let again = handle(take_left, reply);
    assert_eq!(call(is_longer, format!(r#"{{"self":{right},"than":{again}}}"#)), "true");
    for handle in [right, same, other, again] {
        assert!(drop_handle(handle));
    }
    assert_eq!(live_handles(), handles);
}

#[test]
fn many_objects_have_handles_of_their_own() {
    let _alone = alone();
    let handles = live_handles();
    let words: Vec<u64> = (0..5000).map(|number| word(&number.to_string())).collect();
    for (number, handle) in words.iter().enumerate() {
        assert_eq!(call(length, of(*handle)), number.to_string().len().to_string());
    }
    assert!(words.iter().all(|handle| drop_handle(*handle)));
    assert_eq!(live_handles(), handles);
}

#[test]
fn error_and_progress_may_have_objects() {
    let _alone = alone();
    let handles = live_handles();
    let word = word("refused");
    let reply = call_for_reply(refused, word.to_string()).keep().text();
    let error: serde_json::Value = serde_json::from_str(&reply).unwrap();
    let same = error["error"]["value"]["word"].as_u64().unwrap();
    assert_eq!(call(length, of(same)), "7");
    assert!(drop_handle(same));

    let run = Run::start(wait, Some(&of(word)));
    assert!(matches!(run.next(), Event::Progress(json) if json.starts_with(r#"{"left":"#)));
    assert!(drop_handle(word));
    run.cancel();
    assert_eq!(run.wait(), [Event::Completed("\"refused\"".to_owned())]);
    assert_eq!(live_handles(), handles);
}

#[test]
fn async_methods_borrow_their_objects() {
    let _alone = alone();
    let handles = live_handles();
    let (word, other) = (word("one"), word("two"));
    let copied = handle(copy, of(word));
    let run = Run::start(wait_asynchronously, Some(&format!(r#"{{"self":{copied},"other":{other}}}"#)));
    assert_eq!(run.wait(), [Event::Completed("\"one two\"".to_owned())]);
    assert!([word, other, copied].into_iter().all(drop_handle));
    assert_eq!(live_handles(), handles);
}

#[test]
fn failures_leave_no_handle() {
    let _alone = alone();
    let handles = live_handles();
    let word = word("a word");
    assert_eq!(kind(&call(panicking, of(word))), "panicked");
    let pair = format!(r#"{{"left":{word},"right":{word}}}"#);
    assert_eq!(kind(&call(cannot_read, format!(r#"{{"pair":{pair},"number":300}}"#))), "invalid_input");
    assert_eq!(kind(&call(cannot_read, format!(r#"{{"pair":{pair}"#))), "invalid_json");
    assert_eq!(kind(&call(write_half, "{}")), "failed");
    assert!(drop_handle(word));
    assert_eq!(live_handles(), handles);
}

#[test]
fn text_that_does_not_cross_has_no_objects() {
    let _alone = alone();
    let handles = live_handles();
    let word = word("a word");
    for reply in [call(write_text, word.to_string()), call(read_text, format!("\"{word}\""))] {
        assert!(reply.contains("only the input and the output of a call can have handles"), "{reply}");
    }
    assert!(drop_handle(word));
    assert_eq!(live_handles(), handles);
}

#[test]
fn destructor_that_panics_goes_unnoticed() {
    let _alone = alone();
    let handles = live_handles();
    let handle = word("panics");
    assert!(drop_handle(handle));
    drop(call_for_reply(new_word, "\"panics\""));
    let handle = word("panics");
    let run = Run::start(wait, Some(&of(handle)));
    assert!(matches!(run.next(), Event::Progress(_)));
    assert!(drop_handle(handle));
    run.cancel();
    assert_eq!(run.wait(), [Event::Completed("\"panics\"".to_owned())]);
    assert_eq!(live_handles(), handles);
}

#[test]
fn exclusive_methods_take_turns() {
    let _alone = alone();
    let total = handle(new_total, "0");
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..500 {
                    assert!(!call(add, format!(r#"{{"self":{total},"number":1}}"#)).contains("error"));
                    assert!(!call(get, of(total)).contains("error"));
                }
            });
        }
    });
    assert_eq!(call(get, of(total)), "2000");
    assert!(drop_handle(total));
}

#[test]
fn shared_methods_run_at_once() {
    let _alone = alone();
    let total = handle(new_total, "0");
    thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| assert_eq!(call(meet, of(total)), "null"));
        }
    });
    assert!(drop_handle(total));
}

#[test]
fn exclusive_method_that_gets_its_own_object_again_fails() {
    let _alone = alone();
    let total = handle(new_total, "0");
    let reply = call(take, format!(r#"{{"self":{total},"other":{total}}}"#));
    assert_eq!(kind(&reply), "failed");
    assert!(reply.contains(r#""path":"other""#), "{reply}");
    assert_eq!(call(add, format!(r#"{{"self":{total},"number":2}}"#)), "2");
    assert!(drop_handle(total));
}

#[test]
fn exclusive_methods_with_each_others_objects_never_wait_for_ever() {
    let _alone = alone();
    let totals = [handle(new_total, "0"), handle(new_total, "0")];
    thread::scope(|scope| {
        for (own, other) in [(totals[0], totals[1]), (totals[1], totals[0])] {
            scope.spawn(move || {
                for _ in 0..2000 {
                    let reply = call(take, format!(r#"{{"self":{own},"other":{other}}}"#));
                    assert!(reply == "0" || reply.contains("the object is in use"), "{reply}");
                }
            });
        }
    });
    assert!(totals.into_iter().all(drop_handle));
}

#[test]
fn drop_during_calls_ends_the_handle_and_not_the_calls() {
    let _alone = alone();
    let (handles, dropped) = (live_handles(), DROPPED.load(Ordering::Relaxed));
    for _ in 0..200 {
        let word = word("four");
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    while call(length, of(word)) == "4" {}
                    assert_eq!(kind(&call(length, of(word))), "invalid_handle");
                });
            }
            thread::sleep(Duration::from_micros(50));
            assert!(drop_handle(word));
        });
    }
    assert_eq!((live_handles(), DROPPED.load(Ordering::Relaxed)), (handles, dropped + 200));
}
