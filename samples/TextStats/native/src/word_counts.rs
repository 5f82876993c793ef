use std::cmp::Reverse;
use std::collections::HashMap;
use std::mem;

use crate::WordCount;

/// How often each word occurs in a text.
#[derive(Default)]
pub(crate) struct WordCounts(HashMap<String, u64>);

impl WordCounts {
    /// Adds the words of another text.
    pub(crate) fn add(&mut self, mut text: String) {
        text.make_ascii_lowercase();
        for word in text.split_whitespace() {
            let word = word.trim_matches(|character: char| character.is_ascii_punctuation());
            // Only a new word is copied.
            if let Some(count) = self.0.get_mut(word) {
                *count += 1;
            } else if !word.is_empty() {
                self.0.insert(word.to_owned(), 1);
            }
        }
    }

    /// Adds up these counts and others.
    pub(crate) fn merge(mut self, mut others: Self) -> Self {
        if self.0.len() < others.0.len() {
            mem::swap(&mut self, &mut others);
        }
        for (word, count) in others.0 {
            *self.0.entry(word).or_default() += count;
        }
        self
    }

    pub(crate) fn words(&self) -> u64 {
        self.0.values().sum()
    }

    pub(crate) fn distinct(&self) -> usize {
        self.0.len()
    }

    /// The most frequent words. Equally frequent ones are in the order of their code points.
    pub(crate) fn top(&self, length: usize) -> Vec<WordCount> {
        let mut counts: Vec<_> = self.0.iter().map(|(word, count)| (Reverse(count), word)).collect();
        counts.sort_unstable();
        counts.iter().take(length).map(|&(Reverse(&count), word)| WordCount { word: word.clone(), count }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(text: &str) -> WordCounts {
        let mut counts = WordCounts::default();
        counts.add(text.to_owned());
        counts
    }

    fn top(counts: &WordCounts, length: usize) -> Vec<(String, u64)> {
        counts.top(length).into_iter().map(|count| (count.word, count.count)).collect()
    }

    fn owned(counts: &[(&str, u64)]) -> Vec<(String, u64)> {
        counts.iter().map(|&(word, count)| (word.to_owned(), count)).collect()
    }

    #[test]
    fn add_ignores_case_and_punctuation_of_ascii_only() {
        let counts = counts("Über \u{201e}über\u{201c} \"Don't,\" don't; --- (DON'T!)\u{a0}ÜBER\u{3000}über.");
        assert_eq!((counts.words(), counts.distinct()), (7, 4));
        assert_eq!(top(&counts, 9), owned(&[("don't", 3), ("Über", 2), ("über", 1), ("\u{201e}über\u{201c}", 1)]));
    }

    #[test]
    fn top_orders_by_count_and_then_by_code_point() {
        let counts = counts("b \u{1f600} a \u{ff21} c c b \u{e9}");
        assert_eq!(
            top(&counts, 5),
            [("b", 2), ("c", 2), ("a", 1), ("\u{e9}", 1), ("\u{ff21}", 1)]
                .map(|(word, count)| (word.to_owned(), count))
        );
        assert!(counts.top(0).is_empty());
    }

    #[test]
    fn merge_in_either_order_adds_up() {
        for (left, right) in [("a b b", "b c d e"), ("b c d e", "a b b")] {
            let merged = counts(left).merge(counts(right));
            assert_eq!((merged.words(), merged.distinct()), (7, 5));
            assert_eq!(top(&merged, 1), owned(&[("b", 3)]));
        }
    }
}
