//! A caller that makes the calls of a program, and knows what each has to reply.

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;
use std::slice;

use serde_json::{Value, json};

use super::exports::{
    inverted, mirrored, rust_interop_bytes, rust_interop_drop, rust_interop_lend, rust_interop_live_handles,
    rust_interop_next, total_add, total_numbers, total_of, word_letters, word_new, word_text,
};
use super::functions::Functions;
use super::place::Place;
use super::thing::Thing;
use crate::call::{self, Invoke};
use crate::program::Program;
use crate::reply::{self, Kind, Reply};

pub(super) struct Caller<'a> {
    pub(super) program: Program<'a>,
    /// All that it ever had.
    pub(super) handles: Vec<u64>,
    live: HashMap<u64, Thing>,
    pub(super) functions: Functions,
}

impl<'a> Caller<'a> {
    pub(super) fn new(program: Program<'a>) -> Self {
        Self { program, handles: Vec::new(), live: HashMap::new(), functions: Functions::default() }
    }

    /// Does what the program says, and drops all that is left.
    pub(super) fn run(mut self) {
        while let Some(instruction) = self.program.instruction() {
            self.follow(instruction);
            let live = self.live.len() + self.functions.len();
            assert_eq!(rust_interop_live_handles(), i64::try_from(live).unwrap());
        }
        for (handle, thing) in self.live {
            assert_eq!(rust_interop_drop(handle), 0);
            assert_eq!(rust_interop_drop(handle), 1);
            self.functions.let_go(thing.function());
        }
        self.functions.drop_all();
        assert_eq!(rust_interop_live_handles(), 0);
    }

    fn follow(&mut self, instruction: u8) {
        match instruction % 20 {
            0 => self.make_word(),
            1 => self.make_total(),
            2 => self.lend(),
            3 => self.read_word(),
            4 => self.add(),
            5 => self.open_letters(),
            6 => self.open_numbers(),
            7 => self.mirror(),
            8 => self.invert(),
            9 => self.take_items(),
            10 => self.find_bytes(),
            11 => self.send_text(),
            12 => self.drop_handle(),
            13 => self.register(),
            14 => self.ask(),
            15 => self.make_bell(),
            16 => self.ring(),
            17 => self.withdraw(),
            18 => self.answer(),
            _ => self.call_directly(),
        }
    }

    fn make_word(&mut self) {
        let text = String::from_utf8_lossy(self.program.bytes()).into_owned();
        let output = self.call(word_new, &json!(text).to_string(), &[]);
        self.expect_handle(Some(Thing::Word(text)), output);
    }

    fn make_total(&mut self) {
        let number = self.program.byte();
        let output = self.call(total_of, &number.to_string(), &[]);
        self.expect_handle(Some(Thing::Total(Rc::new(Cell::new(number.into())))), output);
    }

    fn lend(&mut self) {
        let data: Rc<[u8]> = self.program.bytes().into();
        // SAFETY: nobody changes the bytes, and `live` has them for as long as the handle is valid.
        let handle = unsafe { rust_interop_lend(data.as_ptr(), data.len()) };
        self.own(handle, Thing::Loan(data));
    }

    fn read_word(&mut self) {
        let place = self.place();
        let output = self.call_method(word_text, &place);
        assert_eq!(output.map(|output| output.value), self.find(&place, Thing::word).map(|text| json!(text)));
    }

    fn add(&mut self) {
        let [this, other] = [self.place(), self.place()];
        let input = format!(r#"{{"self":{},"other":{}}}"#, this.text, other.text);
        let totals = [&this, &other].map(|place| self.find(place, |thing| thing.total().cloned()));
        if let [Some(this), Some(other)] = &totals
            && Rc::ptr_eq(this, other)
        {
            let reply = reply::read(input.as_bytes(), &call::call(total_add, input.as_bytes()));
            assert!(matches!(reply, Reply::Error(error) if error.kind == Kind::Failed), "it is in use");
            return;
        }
        let output = self.call(total_add, &input, &[&this, &other]);
        let expected = match totals {
            [Some(this), Some(other)] => {
                this.set(this.get().wrapping_add(other.get()));
                Some(json!(this.get()))
            }
            _ => None,
        };
        assert_eq!(output.map(|output| output.value), expected);
    }

    fn open_letters(&mut self) {
        let place = self.place();
        let output = self.call_method(word_letters, &place);
        let letters = self.find(&place, |thing| thing.word().map(|text| Thing::Letters(text.chars().rev().collect())));
        self.expect_handle(letters, output);
    }

    fn open_numbers(&mut self) {
        let place = self.place();
        let output = self.call_method(total_numbers, &place);
        let numbers =
            self.find(&place, |thing| thing.total().map(|total| Thing::Numbers((0..total.get() % 40).rev().collect())));
        self.expect_handle(numbers, output);
    }

    fn mirror(&mut self) {
        let word = self.place();
        let totals: Vec<Place> = (0..self.program.byte() % 4).map(|_| self.place()).collect();
        let data = self.place();
        let texts: Vec<&str> = totals.iter().map(|place| &*place.text).collect();
        let input = format!(r#"{{"word":{},"totals":[{}],"data":{}}}"#, word.text, texts.join(","), data.text);
        let is_absent = data.text == "null";
        let places: Vec<&Place> = [&word].into_iter().chain(&totals).chain((!is_absent).then_some(&data)).collect();
        let expected = self.find(&word, |thing| thing.word().map(str::to_owned)).and_then(|word| {
            let totals: Option<Vec<_>> =
                totals.iter().map(|place| self.find(place, |thing| thing.total().cloned())).collect();
            let data = if is_absent { Some(None) } else { self.find(&data, |thing| thing.data().cloned()).map(Some) };
            Some((word, totals?, data?))
        });
        let output = self.call(mirrored, &input, &places);
        let Some(((word, totals, data), output)) = both(expected, output) else { return };
        self.take(&output, &output.value["word"], Thing::Word(word));
        assert_eq!(output.value["totals"].as_array().map(Vec::len), Some(totals.len()));
        for (index, total) in totals.into_iter().enumerate() {
            self.take(&output, &output.value["totals"][index], Thing::Total(total));
        }
        match data {
            Some(data) => self.take(&output, &output.value["data"], Thing::Bytes(data)),
            None => assert!(output.value["data"].is_null()),
        }
    }

    fn invert(&mut self) {
        let place = self.place();
        let output = self.call(inverted, &place.text, &[&place]);
        let bytes =
            self.find(&place, |thing| thing.data().map(|data| Thing::Bytes(data.iter().map(|byte| !byte).collect())));
        self.expect_handle(bytes, output);
    }

    fn take_items(&mut self) {
        let place = self.place();
        let most = usize::from(self.program.byte());
        let input = format!(r#"{{"stream":{},"most":{most}}}"#, place.text);
        if most == 0 {
            let reply = reply::read(input.as_bytes(), &call::call(rust_interop_next, input.as_bytes()));
            assert!(
                matches!(reply, Reply::Error(error) if matches!(error.kind, Kind::InvalidInput | Kind::InvalidHandle))
            );
            return;
        }
        let output = self.call(rust_interop_next, &input, &[&place]);
        let Some((left, output)) = both(self.find(&place, Thing::items), output) else { return };
        let items = output.value["items"].as_array().unwrap();
        assert!(items.len() <= most.min(left));
        if output.value["done"].as_bool().unwrap() {
            assert_eq!(items.len(), left);
        } else {
            assert!(!items.is_empty());
        }
        for item in items {
            match self.live.get_mut(&place.handle.unwrap()) {
                Some(Thing::Letters(letters)) => {
                    let letter = letters.pop().unwrap();
                    self.take(&output, item, Thing::Word(letter.to_string()));
                }
                Some(Thing::Numbers(numbers)) => assert_eq!(*item, json!(numbers.pop().unwrap())),
                _ => unreachable!(),
            }
        }
    }

    fn find_bytes(&mut self) {
        let place = self.place();
        let Some(handle) = place.handle else { return };
        let mut length = usize::MAX;
        // SAFETY: the length may be written to.
        let data = unsafe { rust_interop_bytes(handle, &raw mut length) };
        match self.live.get(&handle) {
            Some(Thing::Bytes(expected)) => {
                assert!(!data.is_null());
                // SAFETY: they are there until their handle is dropped.
                assert_eq!(unsafe { slice::from_raw_parts(data, length) }, &**expected);
            }
            _ => assert!(data.is_null() && length == 0),
        }
    }

    /// Any text as an input. What is in its reply is dropped.
    fn send_text(&mut self) {
        let invoke = [mirrored, inverted, word_text, word_letters, total_numbers][usize::from(self.program.byte()) % 5];
        let text = call::text(self.program.bytes());
        reply::read(text, &call::call(invoke, text));
    }

    fn drop_handle(&mut self) {
        let place = self.place();
        let Some(handle) = place.handle else { return };
        // Before the bytes of a loan are freed.
        let status = rust_interop_drop(handle);
        let thing = self.live.remove(&handle);
        assert_eq!(status == 0, thing.is_some() || self.functions.drop_handle(handle));
        self.functions.let_go(thing.and_then(|thing| thing.function()));
    }

    pub(super) fn place(&mut self) -> Place {
        Place::next(&mut self.program, &self.handles)
    }

    /// What is at a place, if it is of that kind.
    pub(super) fn find<'b, T>(&'b self, place: &Place, part: impl FnOnce(&'b Thing) -> Option<T>) -> Option<T> {
        part(self.live.get(&place.handle?)?)
    }

    fn call_method(&mut self, invoke: Invoke, place: &Place) -> Option<Output> {
        self.call(invoke, &format!(r#"{{"self":{}}}"#, place.text), &[place])
    }

    /// Calls the export, and keeps the handles in its output, or does not. `None` is an error that says that something at one
    /// of the places is wrong.
    pub(super) fn call(&mut self, invoke: Invoke, input: &str, places: &[&Place]) -> Option<Output> {
        let is_kept = self.program.byte() % 8 != 1;
        let reply =
            if is_kept { call::call_and_keep(invoke, input.as_bytes()) } else { call::call(invoke, input.as_bytes()) };
        match reply::read(input.as_bytes(), &reply) {
            Reply::Output(value) => Some(Output { value, is_kept }),
            Reply::Error(error) => {
                let is_of_text = error.kind == Kind::InvalidInput && places.iter().any(|place| place.handle.is_none());
                assert!(is_of_text || error.kind == Kind::InvalidHandle, "{:?} {}", error.kind, error.message);
                None
            }
        }
    }

    /// The output has to be a handle if there is something for it to stand for.
    pub(super) fn expect_handle(&mut self, expected: Option<Thing>, output: Option<Output>) {
        if let Some((thing, output)) = both(expected, output) {
            self.take(&output, &output.value, thing);
        }
    }

    /// Owns the handle in an output, unless it was dropped with it.
    fn take(&mut self, output: &Output, handle: &Value, thing: Thing) {
        let handle = handle.as_u64().unwrap();
        if output.is_kept {
            self.own(handle, thing);
        } else {
            assert_eq!(rust_interop_drop(handle), 1, "it was dropped with its reply");
        }
    }

    pub(super) fn own(&mut self, handle: u64, thing: Thing) {
        assert!(!self.handles.contains(&handle), "no handle is returned again");
        self.handles.push(handle);
        self.live.insert(handle, thing);
    }
}

pub(super) struct Output {
    value: Value,
    pub(super) is_kept: bool,
}

/// What was expected and what came: both, or neither.
fn both<T>(expected: Option<T>, output: Option<Output>) -> Option<(T, Output)> {
    assert_eq!(expected.is_some(), output.is_some());
    expected.zip(output)
}
