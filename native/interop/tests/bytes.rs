//! Bytes, as a C caller lends and gets them.
#![expect(unsafe_code, reason = "calls C functions")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![expect(
    missing_docs,
    clippy::must_use_candidate,
    clippy::missing_panics_doc,
    reason = "nobody uses the types of a test"
)]

use std::ffi::{c_char, c_void};
use std::ptr;
use std::sync::{Barrier, Mutex};
use std::task::Poll;
use std::thread;

use c_caller::{
    Callbacks, Event, Run, alone, bytes_of, call, call_for_reply, drop_handle, handle, kind, lend, lend_null,
    live_handles,
};
use rust_interop::{Bytes, Context, Record, export};
use serde::{Deserialize, Serialize};

const LARGE: usize = 20 << 20;

#[derive(Serialize, Deserialize, Record)]
pub struct Page {
    title: String,
    image: Option<Bytes>,
    others: Vec<Bytes>,
}

type Slice = [u8];

#[export]
fn invert(data: &[u8]) -> Bytes {
    data.iter().map(|byte| !byte).collect::<Vec<u8>>().into()
}

/// Where the bytes are, and how many.
#[export]
fn place(data: &Slice) -> (usize, usize) {
    (data.as_ptr().addr(), data.len())
}

#[export]
fn join(first: &[u8], separator: &str, second: &'_ [u8], third: &Bytes) -> Bytes {
    [first, separator.as_bytes(), second, third].concat().into()
}

#[export]
fn same(bytes: Bytes) -> Bytes {
    bytes
}

#[export]
fn turned(page: Page) -> Page {
    let mut others = page.others;
    others.reverse();
    Page { title: page.title, image: page.image, others }
}

#[export]
fn meet(data: &[u8]) -> u64 {
    static BARRIER: Barrier = Barrier::new(2);
    BARRIER.wait();
    data.iter().map(|byte| u64::from(*byte)).sum()
}

#[export]
fn panicking(data: &[u8], bytes: &Bytes) {
    panic!("{} bytes", data.len() + bytes.len());
}

/// Waits once before it reads the loan.
#[export]
async fn sum(data: &[u8]) -> u64 {
    let mut has_waited = false;
    std::future::poll_fn(|context| {
        context.waker().wake_by_ref();
        if std::mem::replace(&mut has_waited, true) { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    data.iter().map(|byte| u64::from(*byte)).sum()
}

#[export]
fn second(data: &[u8], number: u8) -> usize {
    data.len() + usize::from(number)
}

#[export]
fn wait(data: &[u8], context: &Context<Bytes>) -> usize {
    let (sender, receiver) = std::sync::mpsc::channel();
    let _registration = context.on_cancel(move || sender.send(()).unwrap());
    context.report(&data.into()).unwrap();
    receiver.recv().unwrap();
    data.len()
}

pub struct Store(Mutex<Vec<Bytes>>);

#[export]
impl Store {
    pub fn of(first: &[u8]) -> Self {
        Self(Mutex::new(vec![first.into()]))
    }

    pub fn put(&self, bytes: Bytes) -> usize {
        let mut all = self.0.lock().unwrap();
        all.push(bytes);
        all.len()
    }

    pub fn last(&self) -> Option<Bytes> {
        self.0.lock().unwrap().last().cloned()
    }

    pub fn contains(&self, data: &[u8]) -> bool {
        self.0.lock().unwrap().iter().any(|bytes| **bytes == *data)
    }
}

/// Writes a page where there is no caller, and reads it again.
#[export]
fn as_text(page: &Page) -> Result<String, String> {
    let text = serde_json::to_string(page).map_err(|error| error.to_string())?;
    let again: Page = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    assert_eq!(again.image, page.image);
    Ok(text)
}

macro_rules! exports {
    ($($name:ident = $symbol:literal)+) => {
        unsafe extern "C" {
            $(#[link_name = $symbol] fn $name(input_json: *const c_char) -> *mut c_char;)+
        }
    };
}

exports! {
    do_invert = "bytes_invert"
    do_place = "bytes_place"
    do_join = "bytes_join"
    do_same = "bytes_same"
    do_turn = "bytes_turned"
    do_meet = "bytes_meet"
    do_panic = "bytes_panicking"
    read_second = "bytes_second"
    new_store = "bytes_Store_of"
    put = "bytes_Store_put"
    last = "bytes_Store_last"
    contains = "bytes_Store_contains"
    write_text = "bytes_as_text"
}

unsafe extern "C" {
    #[link_name = "bytes_wait_async"]
    fn do_wait(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
    #[link_name = "bytes_sum_async"]
    fn do_sum(input_json: *const c_char, callbacks: *const Callbacks) -> *mut c_void;
}

/// Takes the bytes of a handle, and drops it.
fn take(handle: u64) -> Vec<u8> {
    let bytes = bytes_of(handle).unwrap().to_vec();
    assert!(drop_handle(handle));
    bytes
}

/// Calls with a loan.
fn with_loan<T>(bytes: &[u8], work: impl FnOnce(u64) -> T) -> T {
    let loan = lend(bytes);
    assert_ne!(loan, 0);
    let result = work(loan);
    assert!(drop_handle(loan));
    result
}

#[test]
fn bytes_of_any_number_cross_both_ways() {
    let _alone = alone();
    let handles = live_handles();
    for length in [0, 1, 32, LARGE] {
        let bytes = vec![0x5a; length];
        let inverted = with_loan(&bytes, |loan| handle(do_invert, loan.to_string()));
        assert_eq!(live_handles(), handles + 1);
        assert!(take(inverted) == vec![0xa5; length], "{length}");
        assert_eq!(live_handles(), handles);
    }
}

#[test]
fn lent_bytes_are_where_the_caller_has_them() {
    let _alone = alone();
    let bytes = [1, 2, 3];
    let reply = with_loan(&bytes, |loan| call(do_place, loan.to_string()));
    assert_eq!(reply, format!("[{},3]", bytes.as_ptr().addr()));
}

#[test]
fn several_bytes_cross_beside_other_arguments() {
    let _alone = alone();
    let handles = live_handles();
    let joined = with_loan(b"one", |first| {
        with_loan(b"three", |third| {
            let second = lend_null(0);
            let input = format!(r#"{{"first":{first},"separator":" two ","second":{second},"third":{third}}}"#);
            let joined = handle(do_join, input);
            assert!(drop_handle(second));
            joined
        })
    });
    assert_eq!(take(joined), b"one two three");
    assert_eq!(live_handles(), handles);
}

#[test]
fn bytes_that_rust_returned_go_back_without_a_copy() {
    let _alone = alone();
    let handles = live_handles();
    let bytes = with_loan(b"bytes", |loan| handle(do_same, loan.to_string()));
    let place = bytes_of(bytes).unwrap().as_ptr();
    assert_eq!(call(do_place, bytes.to_string()), format!("[{},5]", place.addr()));
    let same = handle(do_same, bytes.to_string());
    assert!(ptr::eq(bytes_of(same).unwrap().as_ptr(), place));
    assert!(drop_handle(bytes));
    assert_eq!(take(same), b"bytes");
    assert_eq!(live_handles(), handles);
}

#[test]
fn bytes_that_rust_keeps_are_copied_from_the_loan() {
    let _alone = alone();
    let handles = live_handles();
    let mut bytes = b"first".to_vec();
    let store = with_loan(&bytes, |loan| handle(new_store, loan.to_string()));
    with_loan(b"other", |loan| {
        assert_eq!(call(put, format!(r#"{{"self":{store},"bytes":{loan}}}"#)), "2");
    });
    bytes.fill(b'x');
    with_loan(b"first", |loan| {
        assert_eq!(call(contains, format!(r#"{{"self":{store},"data":{loan}}}"#)), "true");
    });
    let other = handle(last, format!(r#"{{"self":{store}}}"#));
    assert!(drop_handle(store));
    assert_eq!(take(other), b"other");
    assert_eq!(live_handles(), handles);
}

#[test]
fn records_have_bytes_both_ways() {
    let _alone = alone();
    let handles = live_handles();
    let reply = with_loan(b"image", |image| {
        with_loan(b"", |empty| {
            let input = format!(r#"{{"title":"a page","image":{image},"others":[{image},{empty}]}}"#);
            call_for_reply(do_turn, input).keep().text()
        })
    });
    let page: serde_json::Value = serde_json::from_str(&reply).unwrap();
    let handle = |value: &serde_json::Value| value.as_u64().unwrap();
    assert_eq!(live_handles(), handles + 3);
    assert_eq!(take(handle(&page["image"])), b"image");
    assert_eq!(take(handle(&page["others"][0])), b"");
    assert_eq!(take(handle(&page["others"][1])), b"image");
    assert_eq!(live_handles(), handles);
}

#[test]
fn loan_may_be_used_by_two_calls_at_once() {
    let _alone = alone();
    let bytes = [7; 1000];
    with_loan(&bytes, |loan| {
        with_loan(&bytes, |again| {
            thread::scope(|scope| {
                for loan in [loan, again] {
                    scope.spawn(move || assert_eq!(call(do_meet, loan.to_string()), "7000"));
                }
            });
            thread::scope(|scope| {
                for _ in 0..2 {
                    scope.spawn(move || assert_eq!(call(do_meet, loan.to_string()), "7000"));
                }
            });
        });
    });
}

#[test]
fn loan_that_was_dropped_is_invalid() {
    let _alone = alone();
    let loan = lend(b"bytes");
    assert!(drop_handle(loan));
    assert!(!drop_handle(loan));
    with_loan(b"others", |other| {
        assert_ne!(loan, other);
        assert_eq!(kind(&call(do_invert, loan.to_string())), "invalid_handle");
        assert_eq!(kind(&call(do_same, loan.to_string())), "invalid_handle");
    });
    assert_eq!(bytes_of(loan), None);
}

#[test]
fn handle_of_something_else_is_invalid() {
    let _alone = alone();
    let handles = live_handles();
    let store = with_loan(b"first", |loan| handle(new_store, loan.to_string()));
    let bytes = with_loan(b"bytes", |loan| handle(do_same, loan.to_string()));
    assert_eq!(kind(&call(do_invert, store.to_string())), "invalid_handle");
    assert_eq!(kind(&call(do_same, store.to_string())), "invalid_handle");
    assert_eq!(kind(&call(last, format!(r#"{{"self":{bytes}}}"#))), "invalid_handle");
    with_loan(b"lent", |loan| {
        assert_eq!(kind(&call(last, format!(r#"{{"self":{loan}}}"#))), "invalid_handle");
        assert_eq!(bytes_of(loan), None);
    });
    for text in ["[1,2,3]", "\"bytes\"", "null"] {
        assert_eq!(kind(&call(do_invert, text)), "invalid_input", "{text}");
        assert_eq!(kind(&call(do_same, text)), "invalid_input", "{text}");
    }
    assert_eq!(bytes_of(store), None);
    assert!(drop_handle(store) && drop_handle(bytes));
    assert_eq!(live_handles(), handles);
}

#[test]
fn null_is_lent_only_as_no_bytes() {
    let _alone = alone();
    let handles = live_handles();
    assert_eq!(lend_null(1), 0);
    assert_eq!(lend_null(usize::MAX), 0);
    let none = lend_null(0);
    assert_eq!(take(handle(do_invert, none.to_string())), b"");
    assert!(drop_handle(none));
    assert_eq!(live_handles(), handles);
}

#[test]
fn failures_leave_only_the_loan() {
    let _alone = alone();
    let handles = live_handles();
    with_loan(b"lent", |loan| {
        assert_eq!(kind(&call(do_panic, format!(r#"{{"data":{loan},"bytes":{loan}}}"#))), "panicked");
        assert_eq!(kind(&call(read_second, format!(r#"{{"data":{loan},"number":300}}"#))), "invalid_input");
        drop(call_for_reply(do_same, loan.to_string()));
        assert_eq!(live_handles(), handles + 1);
    });
    assert_eq!(live_handles(), handles);
}

#[test]
fn long_running_call_reads_the_loan_and_reports_bytes() {
    let _alone = alone();
    let handles = live_handles();
    let loan = lend(b"bytes");
    let run = Run::start(do_wait, Some(&loan.to_string()));
    assert!(matches!(run.next(), Event::Progress(_)));
    run.cancel();
    assert_eq!(run.wait(), [Event::Completed("5".to_owned())]);
    assert!(drop_handle(loan));
    assert_eq!(live_handles(), handles);
}

#[test]
fn async_function_reads_the_loan_after_it_has_waited() {
    let _alone = alone();
    let events = with_loan(&[1, 2, 3], |loan| Run::start(do_sum, Some(&loan.to_string())).wait());
    assert_eq!(events, [Event::Completed("6".to_owned())]);
}

#[test]
fn text_that_does_not_cross_has_bytes_as_numbers() {
    let _alone = alone();
    let handles = live_handles();
    let reply =
        with_loan(&[1, 2, 255], |image| call(write_text, format!(r#"{{"title":"","image":{image},"others":[]}}"#)));
    assert_eq!(reply, r#""{\"title\":\"\",\"image\":[1,2,255],\"others\":[]}""#);
    assert_eq!(live_handles(), handles);
}
