//! The same calls by their direct entries.

use std::rc::Rc;

use c_caller::{Value, direct};

use super::caller::Caller;
use super::thing::Thing;

impl Caller<'_> {
    pub(super) fn call_directly(&mut self) {
        match self.program.byte() % 4 {
            0 => self.make_word_directly(),
            1 => self.read_word_directly(),
            2 => self.add_directly(),
            _ => self.invert_directly(),
        }
    }

    /// The text may be none.
    fn make_word_directly(&mut self) {
        let bytes = self.program.bytes();
        let made = direct!("rust_interop_fuzz_Word_new").unwrap().call(&[Value::bytes(bytes)], 0);
        match (str::from_utf8(bytes), made) {
            (Ok(text), Ok(made)) => self.own(made.number, Thing::Word(text.to_owned())),
            (text, made) => {
                assert!(text.is_err());
                assert_eq!(c_caller::kind(&made.unwrap_err()), "invalid_utf8");
            }
        }
    }

    fn read_word_directly(&mut self) {
        let place = self.place();
        let Some(handle) = place.handle else { return };
        let capacity = usize::from(self.program.byte());
        let read = direct!("rust_interop_fuzz_Word_text").unwrap().call(&[Value::number(handle)], capacity);
        match (self.find(&place, Thing::word), read) {
            (Some(text), Ok(read)) => {
                assert_eq!(read.bytes, text.as_bytes());
                assert_eq!(read.was_in_library, text.len() > capacity);
            }
            (word, read) => {
                assert!(word.is_none());
                assert_eq!(c_caller::kind(&read.unwrap_err()), "invalid_handle");
            }
        }
    }

    fn add_directly(&mut self) {
        let places = [self.place(), self.place()];
        let [Some(this), Some(other)] = places.each_ref().map(|place| place.handle) else { return };
        let added =
            direct!("rust_interop_fuzz_Total_add").unwrap().call(&[Value::number(this), Value::number(other)], 0);
        match places.each_ref().map(|place| self.find(place, |thing| thing.total().cloned())) {
            [Some(this), Some(other)] if Rc::ptr_eq(&this, &other) => {
                assert_eq!(c_caller::kind(&added.unwrap_err()), "failed", "it is in use");
            }
            [Some(this), Some(other)] => {
                this.set(this.get().wrapping_add(other.get()));
                assert_eq!(added.unwrap().number, this.get());
            }
            _ => assert_eq!(c_caller::kind(&added.unwrap_err()), "invalid_handle"),
        }
    }

    fn invert_directly(&mut self) {
        let capacity = usize::from(self.program.byte());
        let data = self.program.bytes();
        let inverted = direct!("rust_interop_fuzz_invert").unwrap().call(&[Value::bytes(data)], capacity).unwrap();
        assert!(inverted.bytes.iter().eq(data.iter().map(|byte| !byte).collect::<Vec<u8>>().iter()));
        assert_eq!(inverted.was_in_library, data.len() > capacity);
    }
}
