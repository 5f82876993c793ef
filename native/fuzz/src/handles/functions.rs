//! Functions of the caller's, and the instructions that are about them.

use std::cell::Cell;
use std::collections::HashMap;
use std::ffi::{CStr, CString, c_char, c_void};
use std::ptr;
use std::rc::Rc;

use serde_json::json;

use super::caller::Caller;
use super::exports::{asked, bell_new, bell_ring, rust_interop_drop};
use super::place::Place;
use super::thing::Thing;
use crate::call::{self, Invoke};
use crate::reply::{self, Kind, Reply};

/// Mirrors `rust_interop_function` of the header.
#[repr(C)]
struct Function {
    context: *mut c_void,
    invoke: Option<unsafe extern "C" fn(*mut c_void, u64, *const c_char)>,
    cancel: Option<unsafe extern "C" fn(*mut c_void, u64)>,
    release: Option<unsafe extern "C" fn(*mut c_void)>,
    invoke_directly: *const c_void,
    direct_types: *const c_char,
    never_withdrawn: i32,
}

unsafe extern "C" {
    fn rust_interop_register(function: *const Function) -> u64;
    fn rust_interop_answer(answer: u64, reply_json: *const c_char) -> i32;
    safe fn rust_interop_withdraw(handle: u64) -> i32;
}

/// Those that the library has.
#[derive(Default)]
pub(super) struct Functions(HashMap<u64, Registered>);

struct Registered {
    context: Rc<Context>,
    /// Whether the caller has not dropped the handle, so that calls may get it.
    is_given: bool,
    /// How many objects keep it.
    keepers: usize,
    is_withdrawn: bool,
}

struct Context {
    habit: Habit,
    releases: Cell<u32>,
}

/// What a function does with its answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Habit {
    Answers,
    Forgets,
    /// Drops the handle of the answer.
    Drops,
    AnswersNonsense,
}

impl Functions {
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The caller has dropped a handle. Returns whether it was a function's that was given.
    pub(super) fn drop_handle(&mut self, handle: u64) -> bool {
        let Some(registered) = self.0.get_mut(&handle) else { return false };
        let was_given = std::mem::replace(&mut registered.is_given, false);
        self.forget_if_gone(handle);
        was_given
    }

    /// An object that has kept a function is gone.
    pub(super) fn let_go(&mut self, function: Option<u64>) {
        if let Some(handle) = function {
            self.0.get_mut(&handle).unwrap().keepers -= 1;
            self.forget_if_gone(handle);
        }
    }

    /// Drops what is left, which no object keeps.
    pub(super) fn drop_all(mut self) {
        for handle in self.0.keys().copied().collect::<Vec<_>>() {
            assert_eq!(rust_interop_drop(handle), 0);
            assert_eq!(rust_interop_drop(handle), 1);
            assert!(self.drop_handle(handle));
        }
        assert!(self.0.is_empty());
    }

    fn given(&self, place: &Place) -> Option<Habit> {
        self.0.get(&place.handle?).filter(|registered| registered.is_given).map(|registered| registered.context.habit)
    }

    fn forget_if_gone(&mut self, handle: u64) {
        let registered = &self.0[&handle];
        let is_gone = !registered.is_given && registered.keepers == 0;
        assert_eq!(registered.context.releases.get(), u32::from(is_gone || registered.is_withdrawn));
        if is_gone {
            self.0.remove(&handle);
        }
    }
}

impl Caller<'_> {
    pub(super) fn register(&mut self) {
        let habit = match self.program.byte() % 8 {
            0 => Habit::Forgets,
            1 => Habit::Drops,
            2 => Habit::AnswersNonsense,
            _ => Habit::Answers,
        };
        let context = Rc::new(Context { habit, releases: Cell::new(0) });
        let function = Function {
            context: Rc::into_raw(context.clone()).cast_mut().cast(),
            invoke: Some(on_invoke),
            cancel: None,
            release: Some(on_release),
            invoke_directly: ptr::null(),
            direct_types: ptr::null(),
            never_withdrawn: 0,
        };
        // SAFETY: this is the only thread, and the context lives until it is released.
        let handle = unsafe { rust_interop_register(&raw const function) };
        assert!(!self.handles.contains(&handle), "no handle is returned again");
        self.handles.push(handle);
        let registered = Registered { context, is_given: true, keepers: 0, is_withdrawn: false };
        self.functions.0.insert(handle, registered);
    }

    pub(super) fn ask(&mut self) {
        let place = self.place();
        let number = self.program.byte();
        let input = format!(r#"{{"callback":{},"number":{number}}}"#, place.text);
        let habit = self.functions.given(&place);
        expect_answer(asked, &input, &place, number, habit);
    }

    pub(super) fn make_bell(&mut self) {
        let place = self.place();
        let bell = self.functions.given(&place).and(place.handle).map(Thing::Bell);
        let output = self.call(bell_new, &place.text, &[&place]);
        if let (Some(handle), Some(output)) = (bell.as_ref().and_then(Thing::function), &output)
            && output.is_kept
        {
            self.functions.0.get_mut(&handle).unwrap().keepers += 1;
        }
        self.expect_handle(bell, output);
    }

    pub(super) fn ring(&mut self) {
        let place = self.place();
        let number = self.program.byte();
        let input = format!(r#"{{"self":{},"number":{number}}}"#, place.text);
        let registered = self.find(&place, Thing::function).map(|function| &self.functions.0[&function]);
        let habit = registered.map(|registered| match registered.is_withdrawn {
            // It is not called, so there is no answer.
            true => Habit::Forgets,
            false => registered.context.habit,
        });
        expect_answer(bell_ring, &input, &place, number, habit);
    }

    pub(super) fn withdraw(&mut self) {
        let Some(handle) = self.place().handle else { return };
        let is_one = rust_interop_withdraw(handle) == 0;
        let functions = &mut self.functions;
        assert_eq!(is_one, functions.0.contains_key(&handle));
        if let Some(registered) = functions.0.get_mut(&handle) {
            registered.is_given = false;
            registered.is_withdrawn = true;
            functions.forget_if_gone(handle);
        }
    }

    /// Nothing waits for an answer.
    pub(super) fn answer(&mut self) {
        if let Some(handle) = self.place().handle {
            assert_eq!(answer(handle, "1"), 1);
        }
    }
}

/// The reply is the answer, if there is a function that has one.
fn expect_answer(invoke: Invoke, input: &str, place: &Place, number: u8, habit: Option<Habit>) {
    match (reply::read(input.as_bytes(), &call::call(invoke, input.as_bytes())), habit) {
        (Reply::Output(output), Some(Habit::Answers)) => assert_eq!(output, json!(u64::from(number) + 1)),
        (Reply::Error(error), Some(Habit::Forgets | Habit::Drops | Habit::AnswersNonsense)) => {
            assert_eq!(error.kind, Kind::Failed);
        }
        (Reply::Error(error), None) => {
            assert_eq!(error.kind == Kind::InvalidInput, place.handle.is_none(), "{}", error.message);
            assert!(matches!(error.kind, Kind::InvalidInput | Kind::InvalidHandle));
        }
        _ => panic!("the reply to {input} is the wrong one"),
    }
}

fn answer(handle: u64, json: &str) -> i32 {
    let json = CString::new(json).unwrap();
    // SAFETY: it is NUL-terminated, and nobody writes to it.
    unsafe { rust_interop_answer(handle, json.as_ptr()) }
}

unsafe extern "C" fn on_invoke(context: *mut c_void, asked: u64, input: *const c_char) {
    // SAFETY: it is not released yet.
    let context = unsafe { &*context.cast::<Context>() };
    assert_eq!(context.releases.get(), 0, "called after it was released");
    // SAFETY: the library passes NUL-terminated text.
    let number: u64 = unsafe { CStr::from_ptr(input) }.to_str().unwrap().parse().unwrap();
    assert_eq!(answer(asked ^ 1 << (number % 64), "1"), 1, "nobody has asked that");
    match context.habit {
        Habit::Answers => assert_eq!(answer(asked, &(number + 1).to_string()), 0),
        Habit::AnswersNonsense => assert_eq!(answer(asked, "[]"), 0),
        Habit::Drops => assert_eq!(rust_interop_drop(asked), 0),
        Habit::Forgets => return,
    }
    assert_eq!(answer(asked, "1"), 1, "it was answered");
    // SAFETY: NULL is an answer too, but not to this.
    assert_eq!(unsafe { rust_interop_answer(asked, ptr::null()) }, 1);
}

unsafe extern "C" fn on_release(context: *mut c_void) {
    // SAFETY: this is the library's last use of it.
    let context = unsafe { Rc::from_raw(context.cast::<Context>()) };
    context.releases.set(context.releases.get() + 1);
}
