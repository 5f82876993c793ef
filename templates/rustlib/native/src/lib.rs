//! The Rust side of the C# library. `dotnet build` writes the C# side from what has `Record` and `export` here.

//#if (async)
mod texts;
//#endif
//#if (object)
mod word_counter;
//#endif
//#if (async || object)

//#endif
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt;

use rust_interop::{Context, Record};
use serde::{Deserialize, Serialize};

/// A text to analyse.
#[derive(Deserialize, Record)]
#[serde(deny_unknown_fields)]
pub struct AnalyseInput {
    /// The text.
    pub text: String,
    /// The maximum number of words to return. Without it, all are returned.
    pub top: Option<usize>,
}

/// The result of an analysis.
#[derive(Debug, PartialEq, Serialize, Record)]
pub struct AnalyseOutput {
    /// The most frequent words, most frequent first.
    pub words: Vec<WordCount>,
}

/// How often a word occurs.
#[derive(Debug, PartialEq, Serialize, Record)]
pub struct WordCount {
    /// The word, in lower case.
    pub word: String,
    /// How often.
    pub count: usize,
}

/// Why there is no analysis.
#[derive(Debug, PartialEq, Serialize, Record)]
pub enum AnalyseError {
    /// The text has no words.
    NoWords,
    /// The caller cancelled it.
    Cancelled,
}

impl fmt::Display for AnalyseError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NoWords => "the text has no words",
            Self::Cancelled => "the analysis was cancelled",
        })
    }
}

/// Returns the most frequent words of a text, ignoring case. Equally frequent ones are in alphabetical order.
#[rust_interop::export]
pub fn analyse(input: AnalyseInput, context: &Context) -> Result<AnalyseOutput, AnalyseError> {
    let mut counts = BTreeMap::<String, usize>::new();
    for word in words(&input.text) {
        if context.is_cancelled() {
            return Err(AnalyseError::Cancelled);
        }
        *counts.entry(word).or_default() += 1;
    }
    if counts.is_empty() {
        return Err(AnalyseError::NoWords);
    }
    Ok(AnalyseOutput { words: most_frequent(counts, input.top) })
}

fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
}

fn most_frequent(counts: BTreeMap<String, usize>, top: Option<usize>) -> Vec<WordCount> {
    let mut words: Vec<WordCount> =
        counts.into_iter().map(|(word, count)| WordCount { word, count }).collect();
    words.sort_by_key(|word| Reverse(word.count));
    words.truncate(top.unwrap_or(usize::MAX));
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn analyse_text(text: &str, top: usize) -> Result<AnalyseOutput, AnalyseError> {
        let input = AnalyseInput { text: text.to_owned(), top: Some(top) };
        analyse(input, &Context::new())
    }

    #[test]
    fn words_are_counted_ignoring_case() {
        let words = vec![
            WordCount { word: "to".to_owned(), count: 2 },
            WordCount { word: "be".to_owned(), count: 1 },
        ];
        assert_eq!(analyse_text("To be, to", 2), Ok(AnalyseOutput { words }));
    }

    #[test]
    fn a_text_without_words_is_an_error() {
        assert_eq!(analyse_text("?!", 2), Err(AnalyseError::NoWords));
    }
}
