//! The Rust side of the C# library.

use std::collections::BTreeMap;
use std::fmt;

use rust_interop::Context;
use serde::{Deserialize, Serialize};

// The C# records in src/Acme-Text/Records.cs mirror these three, in snake_case JSON.

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    text: String,
    top: usize,
}

#[derive(Debug, PartialEq, Serialize)]
struct Output {
    words: Vec<Word>,
}

#[derive(Debug, PartialEq, Serialize)]
struct Word {
    word: String,
    count: usize,
}

#[derive(Debug, PartialEq)]
enum AnalyseError {
    NoWords,
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

/// The most frequent words of a text, ignoring case. Equally frequent ones are in alphabetical order.
fn analyse(input: Input, context: &Context) -> Result<Output, AnalyseError> {
    let mut counts = BTreeMap::<String, usize>::new();
    for word in input.text.split(|character: char| !character.is_alphanumeric()) {
        if context.is_cancelled() {
            return Err(AnalyseError::Cancelled);
        }
        if !word.is_empty() {
            *counts.entry(word.to_lowercase()).or_default() += 1;
        }
    }
    if counts.is_empty() {
        return Err(AnalyseError::NoWords);
    }
    let mut words: Vec<Word> =
        counts.into_iter().map(|(word, count)| Word { word, count }).collect();
    words.sort_by(|a, b| b.count.cmp(&a.count));
    words.truncate(input.top);
    Ok(Output { words })
}
rust_interop::procedure!(analyse);

#[cfg(test)]
mod tests {
    use super::*;

    fn analyse_text(text: &str, top: usize) -> Result<Output, AnalyseError> {
        let input = Input { text: text.to_owned(), top };
        analyse(input, &Context::new())
    }

    #[test]
    fn words_are_counted_ignoring_case() {
        let words = vec![
            Word { word: "to".to_owned(), count: 2 },
            Word { word: "be".to_owned(), count: 1 },
        ];
        assert_eq!(analyse_text("To be, to", 2), Ok(Output { words }));
    }

    #[test]
    fn a_text_without_words_is_an_error() {
        assert_eq!(analyse_text("?!", 2), Err(AnalyseError::NoWords));
    }
}
