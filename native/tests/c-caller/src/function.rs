//! Functions that a caller gives the library.

use std::ffi::{CStr, CString, c_char, c_void};
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

mod raw {
    use super::{Function, c_char};

    unsafe extern "C" {
        pub(super) fn rust_interop_register(function: *const Function) -> u64;
        pub(super) fn rust_interop_answer(answer: u64, reply_json: *const c_char) -> i32;
        pub(super) safe fn rust_interop_withdraw(handle: u64) -> i32;
    }
}

/// Mirrors `rust_interop_function` of the header.
#[repr(C)]
struct Function {
    context: *mut c_void,
    invoke: Option<unsafe extern "C" fn(*mut c_void, u64, *const c_char)>,
    cancel: Option<unsafe extern "C" fn(*mut c_void, u64)>,
    release: Option<unsafe extern "C" fn(*mut c_void)>,
}

/// A function that the library was given.
pub struct Given {
    /// Its handle.
    pub handle: u64,
    released: Arc<AtomicUsize>,
    cancelled: Arc<AtomicUsize>,
}

type Invoke = dyn Fn(u64, &str) + Send + Sync;

struct Context {
    function: Box<Invoke>,
    released: Arc<AtomicUsize>,
    cancelled: Arc<AtomicUsize>,
}

impl Given {
    /// `rust_interop_register`. The function gets the handle of the answer, and the input.
    pub fn new(function: impl Fn(u64, &str) + Send + Sync + 'static) -> Self {
        let (released, cancelled) = (Arc::default(), Arc::default());
        let context = Context {
            function: Box::new(function),
            released: Arc::clone(&released),
            cancelled: Arc::clone(&cancelled),
        };
        let function = Function {
            context: Box::into_raw(Box::new(context)).cast(),
            invoke: Some(on_invoke),
            cancel: Some(on_cancel),
            release: Some(on_release),
        };
        // SAFETY: any thread may call them with the context, until it is released.
        let handle = unsafe { raw::rust_interop_register(&raw const function) };
        assert_ne!(handle, 0);
        Self { handle, released, cancelled }
    }

    /// A function that always answers the same.
    #[must_use]
    pub fn answering(reply: &'static str) -> Self {
        Self::new(move |asked, _| assert!(answer(asked, Some(reply))))
    }

    /// How often it was released.
    #[must_use]
    pub fn released(&self) -> usize {
        self.released.load(Ordering::SeqCst)
    }

    /// How many answers nobody waits for any more, and can come no more.
    #[must_use]
    pub fn cancelled(&self) -> usize {
        self.cancelled.load(Ordering::SeqCst)
    }
}

/// `rust_interop_register` of NULL, and of a function that can't be called.
#[must_use]
pub fn register_nothing() -> (u64, u64) {
    let function = Function { context: ptr::null_mut(), invoke: None, cancel: None, release: None };
    // SAFETY: NULL is always allowed.
    let null = unsafe { raw::rust_interop_register(ptr::null()) };
    // SAFETY: there is nothing to call.
    (null, unsafe { raw::rust_interop_register(&raw const function) })
}

/// `rust_interop_answer`: whether somebody waited for it.
#[must_use]
pub fn answer(answer: u64, reply_json: Option<&str>) -> bool {
    let reply = reply_json.map(|json| CString::new(json).unwrap());
    // SAFETY: the reply is NULL or NUL-terminated, and outlives the call.
    unsafe { raw::rust_interop_answer(answer, reply.as_ref().map_or(ptr::null(), |json| json.as_ptr())) == 0 }
}

/// `rust_interop_withdraw`: whether the library had the function.
#[must_use]
pub fn withdraw(handle: u64) -> bool {
    raw::rust_interop_withdraw(handle) == 0
}

unsafe extern "C" fn on_invoke(context: *mut c_void, answer: u64, input_json: *const c_char) {
    // SAFETY: the context lives until it is released.
    let context = unsafe { &*context.cast::<Context>() };
    // SAFETY: the text lives for the call.
    let input = unsafe { CStr::from_ptr(input_json) };
    (context.function)(answer, input.to_str().unwrap());
}

unsafe extern "C" fn on_cancel(context: *mut c_void, asked: u64) {
    // SAFETY: as above.
    let context = unsafe { &*context.cast::<Context>() };
    context.cancelled.fetch_add(usize::from(!answer(asked, None)), Ordering::SeqCst);
}

unsafe extern "C" fn on_release(context: *mut c_void) {
    // SAFETY: it is released once, and not used after that: otherwise a sanitizer sees it.
    let context = unsafe { Box::from_raw(context.cast::<Context>()) };
    context.released.fetch_add(1, Ordering::SeqCst);
}
