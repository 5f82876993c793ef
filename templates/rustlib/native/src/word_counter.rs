use std::collections::BTreeMap;

use crate::{WordCount, most_frequent, words};

/// How often each word has occurred so far.
#[derive(Default)]
pub struct WordCounter {
    counts: BTreeMap<String, usize>,
}

/// Counts the words of any number of texts.
#[rust_interop::export]
impl WordCounter {
    /// Without words.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the words of a text. Nothing else uses the counter meanwhile.
    pub fn add(&mut self, text: &str) {
        for word in words(text) {
            *self.counts.entry(word).or_default() += 1;
        }
    }

    /// Returns the most frequent words of all texts, ignoring case.
    pub fn top(&self, most: usize) -> Vec<WordCount> {
        most_frequent(self.counts.clone(), Some(most))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_all_texts_are_counted() {
        let mut counter = WordCounter::new();
        counter.add("To be");
        counter.add("or not to");
        assert_eq!(counter.top(1), [WordCount { word: "to".to_owned(), count: 2 }]);
    }
}
