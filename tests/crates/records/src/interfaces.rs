//! Traits that C# implements.

use rust_interop::{CallbackError, Record, export};
use serde::{Deserialize, Serialize};

use crate::callbacks::{LookupError, Token, words};

/// A dictionary, which C# has.
#[export]
pub trait Dictionary: Send + Sync {
    /// The lemma of a word.
    ///
    /// * `place` - where it is.
    fn look_up(&self, word: &str, place: u32) -> Result<Option<String>, LookupError>;

    fn count(&self) -> Result<u64, CallbackError>;

    fn add(&self, words: Vec<Token>) -> Result<(), String>;

    fn pair(&self, pair: (u32, u32)) -> Result<u32, CallbackError>;

    /// Whether there is anything in it.
    fn is_empty(&self) -> Result<bool, CallbackError> {
        Ok(self.count()? == 0)
    }
}

/// Uses every method of a dictionary.
#[export]
fn use_dictionary(text: &str, dictionary: &dyn Dictionary) -> Result<Vec<String>, LookupError> {
    dictionary.add(words(text).collect()).map_err(|message| LookupError::Other { message })?;
    let mut lemmas = vec![dictionary.count()?.to_string(), dictionary.is_empty()?.to_string()];
    lemmas.push(dictionary.pair((1, 2))?.to_string());
    for word in words(text) {
        lemmas.push(dictionary.look_up(&word.text, word.place)?.unwrap_or_default());
    }
    Ok(lemmas)
}

/// Several dictionaries in a record, which an object keeps.
#[derive(Deserialize, Record)]
pub struct Shelf {
    pub first: Box<dyn Dictionary>,
    pub others: Vec<Box<dyn Dictionary>>,
}

pub struct Bookcase(Shelf);

#[export]
impl Bookcase {
    pub fn new(shelf: Shelf) -> Self {
        Self(shelf)
    }

    /// How many words there are.
    ///
    /// # Errors
    /// A dictionary does not say.
    pub fn count(&self) -> Result<u64, CallbackError> {
        std::iter::once(&self.0.first).chain(&self.0.others).map(|dictionary| dictionary.count()).sum()
    }
}

/// What cannot be returned by mistake.
#[derive(Serialize, Deserialize, Record)]
pub struct Done;

/// Names that C# has for something else.
#[export]
pub trait Named {
    fn get_type(&self, r#in: u32, input: u32) -> Result<Done, CallbackError>;

    fn to_string(&self, callback: Done) -> Result<(), CallbackError>;

    fn dispose(&self) -> Result<(u32, String), CallbackError>;
}

#[export]
fn call_named(named: &dyn Named) -> Result<(u32, String), CallbackError> {
    let Done = named.get_type(1, 2)?;
    named.to_string(Done)?;
    named.dispose()
}
