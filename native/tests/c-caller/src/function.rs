//! Functions that a caller gives the library.

use std::ffi::{CStr, CString, c_char, c_void};
use std::ptr;
use std::slice;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::direct::{Answer, Place, Value};

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
    invoke_directly: Option<InvokeDirectly>,
    direct_types: *const c_char,
    never_withdrawn: i32,
}

type InvokeDirectly = unsafe extern "C" fn(*mut c_void, *const Value, usize, *mut Place) -> i32;

/// A function that the library was given.
pub struct Given {
    /// Its handle.
    pub handle: u64,
    released: Arc<AtomicUsize>,
    cancelled: Arc<AtomicUsize>,
}

type Invoke = dyn Fn(u64, Option<&str>) + Send + Sync;
type Direct = dyn Fn(&[Value]) -> Answer + Send + Sync;

struct Context {
    function: Box<Invoke>,
    direct: Option<Box<Direct>>,
    released: Arc<AtomicUsize>,
    cancelled: Arc<AtomicUsize>,
}

impl Given {
    /// `rust_interop_register`. The function gets the handle of the answer, and the input.
    pub fn new(function: impl Fn(u64, &str) + Send + Sync + 'static) -> Self {
        Self::register(Box::new(move |asked, input| function(asked, input.unwrap())), None, false)
    }

    /// The same, with a function that is called without JSON, and what it takes and returns. The first one gets no input
    /// if it is asked for the answer to a direct call.
    pub fn direct(
        types: Option<&CStr>,
        direct: impl Fn(&[Value]) -> Answer + Send + Sync + 'static,
        function: impl Fn(u64, Option<&str>) + Send + Sync + 'static,
        never_withdrawn: bool,
    ) -> Self {
        Self::register(Box::new(function), Some((types, Box::new(direct))), never_withdrawn)
    }

    fn register(function: Box<Invoke>, direct: Option<(Option<&CStr>, Box<Direct>)>, never_withdrawn: bool) -> Self {
        let (released, cancelled) = (Arc::default(), Arc::default());
        let (types, direct) = direct.map_or((None, None), |(types, direct)| (types, Some(direct)));
        let invoke_directly = direct.as_ref().map(|_| on_invoke_directly as InvokeDirectly);
        let context = Context { function, direct, released: Arc::clone(&released), cancelled: Arc::clone(&cancelled) };
        let function = Function {
            context: Box::into_raw(Box::new(context)).cast(),
            invoke: Some(on_invoke),
            cancel: Some(on_cancel),
            release: Some(on_release),
            invoke_directly,
            direct_types: types.map_or(ptr::null(), CStr::as_ptr),
            never_withdrawn: never_withdrawn.into(),
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
    let function = Function {
        context: ptr::null_mut(),
        invoke: None,
        cancel: None,
        release: None,
        invoke_directly: None,
        direct_types: ptr::null(),
        never_withdrawn: 0,
    };
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
    let input = (!input_json.is_null()).then(|| unsafe { CStr::from_ptr(input_json) }.to_str().unwrap());
    (context.function)(answer, input);
}

unsafe extern "C" fn on_invoke_directly(
    context: *mut c_void,
    arguments: *const Value,
    count: usize,
    place: *mut Place,
) -> i32 {
    // SAFETY: as above.
    let context = unsafe { &*context.cast::<Context>() };
    // SAFETY: the library vouches for them.
    let arguments = unsafe { slice::from_raw_parts(arguments, count) };
    // SAFETY: as above.
    let place = unsafe { &mut *place };
    let answer = context.direct.as_ref().unwrap()(arguments);
    place.put(&answer);
    i32::from(matches!(answer, Answer::None))
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
