use std::fmt;

use rust_interop::{CallbackError, Record, export};
use serde::{Deserialize, Serialize};

use crate::exports::description;

#[derive(Debug, Serialize, Deserialize, Record)]
struct Missing {
    word: String,
}

impl fmt::Display for Missing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "`{}` is missing", self.word)
    }
}

impl From<CallbackError> for Missing {
    fn from(error: CallbackError) -> Self {
        Self { word: error.to_string() }
    }
}

/// A dictionary.
#[export]
trait Dictionary {
    /// The lemma of a word.
    fn look_up(&self, word: &str, r#in: Option<u8>) -> Result<String, Missing>;

    fn count(&self) -> Result<u64, CallbackError>;

    fn is_empty(&self) -> bool {
        self.count().is_ok_and(|count| count == 0)
    }

    fn look_up_all<'a, W>(
        &self,
        words: impl Iterator<Item = &'a W>,
        mut each: impl FnMut(String),
    ) -> Result<(), Missing>
    where
        Self: Sized,
        W: AsRef<str> + ?Sized + 'a,
    {
        words.map(|word| self.look_up(word.as_ref(), None)).try_for_each(|found| found.map(&mut each))
    }

    #[cfg(not(test))]
    fn look_up_elsewhere(&self, place: NowhereDefined) -> Result<String, Missing>;
}

#[export]
fn read_with(dictionary: &dyn Dictionary) -> Result<String, Missing> {
    if dictionary.is_empty() { Ok(String::new()) } else { dictionary.look_up("a", None) }
}

#[test]
fn interface_has_the_methods_that_the_caller_implements() {
    assert_eq!(
        description!("descriptions_read_with").shape,
        r#"{"crate":"descriptions","name":"read_with","arguments":[{"name":"dictionary","shape":{"type":"descriptions::interfaces::Dictionary"}}],"output":"string","error":{"type":"descriptions::interfaces::Missing"},"types":[{"path":"descriptions::interfaces::Dictionary","interface":[{"name":"look_up","arguments":[{"name":"word","shape":"string"},{"name":"in","shape":{"option":"u8"}}],"output":"string","error":{"type":"descriptions::interfaces::Missing"}},{"name":"count","arguments":[],"output":"u64"}]},{"path":"descriptions::interfaces::Missing","struct":[{"name":"word","rust":"word","shape":"string"}]}]}"#
    );
}

#[test]
fn docs_of_an_interface_are_those_of_the_trait() {
    assert_eq!(
        description!("descriptions_read_with").docs,
        serde_json::json!({
            "descriptions::interfaces::Dictionary": "A dictionary.",
            "descriptions::interfaces::Dictionary.look_up": "The lemma of a word.",
        })
    );
}
