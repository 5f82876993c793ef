//! How long a caller's function lives, and when it may be called.

use std::ffi::c_char;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier, Mutex, mpsc};
use std::thread;

use c_caller::{Given, alone, answer, call, drop_handle, handle, kind, live_handles, withdraw};
use rust_interop::{Callback, CallbackError, export};

use crate::{ask_word, assert_nothing_is_left, callbacks_ask_twice};

pub struct Keeper(Mutex<Option<Callback<u32, u32>>>);

#[export]
impl Keeper {
    pub fn new(callback: Callback<u32, u32>) -> Self {
        Self(Mutex::new(Some(callback)))
    }

    pub fn call(&self, number: u32) -> Result<u32, CallbackError> {
        let callback = self.0.lock().unwrap().clone();
        callback.map_or(Ok(0), |callback| callback.call(&number))
    }

    pub fn forget(&self) {
        drop(self.0.lock().unwrap().take());
    }
}

unsafe extern "C" {
    fn callbacks_Keeper_new(input_json: *const c_char) -> *mut c_char;
    fn callbacks_Keeper_call(input_json: *const c_char) -> *mut c_char;
    fn callbacks_Keeper_forget(input_json: *const c_char) -> *mut c_char;
}

#[test]
fn function_that_an_object_keeps_is_released_with_it() {
    let _alone = alone();
    let given = Given::answering("3");
    let keeper = handle(callbacks_Keeper_new, given.handle.to_string());
    assert!(drop_handle(given.handle));
    assert!(!drop_handle(given.handle), "it was dropped, although the object has the function");
    assert_eq!(kind(&call(callbacks_ask_twice, given.handle.to_string())), "invalid_handle");
    let call_keeper = || call(callbacks_Keeper_call, format!(r#"{{"self":{keeper},"number":1}}"#));
    assert_eq!(call_keeper(), "3");
    assert_eq!((given.released(), live_handles()), (0, 2), "the object, and the function that it keeps");
    assert!(drop_handle(keeper));
    assert_eq!(given.released(), 1);
    assert_nothing_is_left();
}

#[test]
fn function_that_is_withdrawn_is_released_and_not_called_again() {
    let _alone = alone();
    for drops_first in [false, true] {
        let given = Given::answering("3");
        let keeper = handle(callbacks_Keeper_new, given.handle.to_string());
        assert!(!drops_first || drop_handle(given.handle));
        assert!(withdraw(given.handle));
        assert_eq!(given.released(), 1);
        let reply = call(callbacks_Keeper_call, format!(r#"{{"self":{keeper},"number":1}}"#));
        assert!(reply.contains("the caller has withdrawn the callback"), "{reply}");
        assert!(withdraw(given.handle), "the object still has it");
        assert!(drop_handle(keeper));
        assert!(!withdraw(given.handle));
        assert_eq!(given.released(), 1);
        assert_nothing_is_left();
    }
}

#[test]
fn withdraw_waits_for_the_function_on_other_threads() {
    let _alone = alone();
    let (started, begun) = mpsc::channel();
    let (go_on, blocked) = mpsc::channel::<()>();
    let blocked = Mutex::new(blocked);
    let has_ended = Arc::new(AtomicBool::new(false));
    let given = Given::new({
        let has_ended = has_ended.clone();
        move |asked, _| {
            started.send(()).unwrap();
            blocked.lock().unwrap().recv().unwrap();
            has_ended.store(true, Ordering::SeqCst);
            assert!(answer(asked, Some("3")));
        }
    });
    let number = given.handle;
    thread::scope(|scope| {
        let calling = scope.spawn(|| ask_word(&given));
        begun.recv().unwrap();
        let withdrawing = scope.spawn(move || withdraw(number));
        go_on.send(()).unwrap();
        assert!(withdrawing.join().unwrap());
        assert!(has_ended.load(Ordering::SeqCst));
        assert_eq!(calling.join().unwrap(), "3");
    });
    assert_eq!(given.released(), 1);
    assert_nothing_is_left();
}

#[test]
fn withdraw_within_the_function_does_not_wait() {
    let _alone = alone();
    let own = Arc::new(Mutex::new(0_u64));
    let given = Given::new({
        let own = own.clone();
        move |asked, _| {
            assert!(withdraw(*own.lock().unwrap()));
            assert!(answer(asked, Some("3")));
        }
    });
    *own.lock().unwrap() = given.handle;
    let reply = call(callbacks_ask_twice, given.handle.to_string());
    assert!(reply.contains("withdrawn"), "the second call fails: {reply}");
    assert_eq!(given.released(), 1);
    assert_nothing_is_left();
}

#[test]
fn function_that_is_called_dropped_and_withdrawn_at_once_is_released_once() {
    let _alone = alone();
    for _ in 0..200 {
        let given = Given::answering("3");
        let keeper = handle(callbacks_Keeper_new, given.handle.to_string());
        let number = given.handle;
        let barrier = Barrier::new(4);
        thread::scope(|scope| {
            scope.spawn(|| {
                barrier.wait();
                call(callbacks_Keeper_call, format!(r#"{{"self":{keeper},"number":1}}"#))
            });
            scope.spawn(|| {
                barrier.wait();
                call(callbacks_Keeper_forget, format!(r#"{{"self":{keeper}}}"#))
            });
            scope.spawn(|| {
                barrier.wait();
                drop_handle(number)
            });
            scope.spawn(|| {
                barrier.wait();
                withdraw(number)
            });
        });
        assert!(drop_handle(keeper));
        assert_eq!(given.released(), 1);
        assert_nothing_is_left();
    }
}
