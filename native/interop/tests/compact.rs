//! Direct calls with values in compact form, as a C caller makes them.
#![expect(clippy::needless_pass_by_value, reason = "the functions are those of a user")]

use c_caller::{Value, alone, direct, kind, live_handles, live_strings};
use rust_interop::{Bytes, Record, compact, export};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Record)]
struct Word {
    text: String,
    places: Vec<u32>,
}

fn word() -> Word {
    Word { text: "é".to_owned(), places: vec![1, u32::MAX] }
}

#[export]
fn twice(word: &Word, more: Option<Word>, bytes: &[u8], last: bool) -> Vec<Word> {
    let mut words: Vec<Word> = [word.clone()].into_iter().chain(more).collect();
    words.push(Word { text: format!("{} {last}", bytes.len()), places: Vec::new() });
    words
}

#[test]
fn values_cross_beside_what_crosses_as_it_is() {
    let _alone = alone();
    let entry = direct!("compact_twice").unwrap();
    let (one, other) = (compact::write(&word()).unwrap(), compact::write(&Some(word())).unwrap());
    let arguments = [Value::bytes(&one), Value::bytes(&other), Value::bytes(&[7]), Value::number(1)];
    for capacity in [0, 1000] {
        let given = entry.call(&arguments, capacity).unwrap();
        let words: Vec<Word> = compact::read(&given.bytes).unwrap();
        assert_eq!(words, [word(), word(), Word { text: "1 true".to_owned(), places: Vec::new() }]);
        assert_eq!(given.was_in_library, capacity == 0);
    }
    assert_eq!((live_handles(), live_strings()), (0, 0));
}

#[test]
fn bytes_that_are_no_value_are_refused_by_the_name_of_the_argument() {
    let _alone = alone();
    let entry = direct!("compact_twice").unwrap();
    let (one, none) = (compact::write(&word()).unwrap(), compact::write(&None::<Word>).unwrap());
    let more = [&one[..], &[0]].concat();
    for (word, more, path) in [
        (&one[..one.len() - 1], &none[..], "word"),
        (&more[..], &none[..], "word"),
        (&[][..], &none[..], "word"),
        (&[0xFF; 64][..], &none[..], "word"),
        (&one[..], &[2][..], "more"),
    ] {
        let arguments = [Value::bytes(word), Value::bytes(more), Value::bytes(&[]), Value::number(1)];
        let error = entry.call(&arguments, 0).unwrap_err();
        let json: serde_json::Value = serde_json::from_str(&error).unwrap();
        assert_eq!(kind(&error), "invalid_input");
        assert_eq!(json["error"]["path"], path);
    }
    let null = Value::memory(std::ptr::null(), 3);
    let error = entry.call(&[null, Value::bytes(&none), Value::bytes(&[]), Value::number(1)], 0).unwrap_err();
    assert_eq!(kind(&error), "null_pointer");
    assert_eq!((live_handles(), live_strings()), (0, 0));
}

/// Panics wherever it can.
#[derive(Record)]
struct Bomb {
    when: u8,
}

impl<'de> Deserialize<'de> for Bomb {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (when,) = <(u8,)>::deserialize(deserializer)?;
        assert_ne!(when, 0, "read");
        Ok(Self { when })
    }
}

impl Serialize for Bomb {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        assert_ne!(self.when, 1, "written");
        if self.when == 2 {
            return Err(serde::ser::Error::custom("not today"));
        }
        serializer.serialize_u8(self.when)
    }
}

impl Drop for Bomb {
    fn drop(&mut self) {
        assert_ne!(self.when, 3, "dropped");
    }
}

#[export]
fn same_bomb(bomb: Bomb) -> Bomb {
    bomb
}

#[test]
fn panics_and_errors_of_the_value_are_replies() {
    let _alone = alone();
    let entry = direct!("compact_same_bomb").unwrap();
    for (when, expected) in [
        (0, ("panicked", "read")),
        (1, ("panicked", "written")),
        (2, ("failed", "not today")),
        (3, ("panicked", "dropped")),
    ] {
        let error = entry.call(&[Value::bytes(&[1, 0, 0, 0, when])], 0).unwrap_err();
        assert_eq!(kind(&error), expected.0);
        assert!(error.contains(expected.1), "{error}");
    }
    assert_eq!(entry.call(&[Value::bytes(&[1, 0, 0, 0, 4])], 0).unwrap().bytes, [4]);
    assert_eq!((live_handles(), live_strings()), (0, 0));
}

#[export]
fn fail(word: Word, bytes: Bytes) -> Result<Vec<Word>, String> {
    Err(format!("{} {}", word.text, bytes.len()))
}

#[test]
fn function_that_fails_has_its_error() {
    let _alone = alone();
    let one = compact::write(&word()).unwrap();
    let error = direct!("compact_fail").unwrap().call(&[Value::bytes(&one), Value::bytes(&[1, 2])], 0).unwrap_err();
    assert_eq!(kind(&error), "failed");
    assert!(error.contains("é 2"), "{error}");
    assert_eq!((live_handles(), live_strings()), (0, 0));
}
