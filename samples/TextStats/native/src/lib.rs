//! Word statistics over a text file of any size, for .NET: which words it has, and how often.
//!
//! A word is whatever is between white space, in lower case (for ASCII letters), without ASCII punctuation at its ends.

mod blocks;
mod count_error;
mod text_file;
mod word_counts;

use std::panic;
use std::thread;

use rust_interop::{Context, Record};
use serde::{Deserialize, Serialize};

use count_error::CountError;
use text_file::TextFile;
use word_counts::WordCounts;

const MOST_THREADS: usize = 256;

/// What to count, and how.
#[derive(Deserialize, Record)]
#[serde(deny_unknown_fields)]
struct CountInput {
    /// The file, which is UTF-8.
    path: String,
    /// How many words to return, the most frequent first.
    top: usize,
    /// How many threads count, from 1 to 256.
    threads: usize,
}

/// What a text consists of.
#[derive(Debug, PartialEq, Serialize, Record)]
struct TextStatistics {
    /// The number of words.
    words: u64,
    /// The number of different words.
    distinct: usize,
    /// The most frequent words.
    top: Vec<WordCount>,
}

/// A word, and how often it occurs in the text.
#[derive(Debug, PartialEq, Serialize, Record)]
struct WordCount {
    word: String,
    count: u64,
}

/// How far the count is.
#[derive(Serialize, Record)]
struct CountProgress {
    /// The bytes that have been read.
    read: u64,
    /// The file's size in bytes when it was opened.
    total: u64,
}

/// Counts the words of a file.
///
/// # Errors
/// The file cannot be read, or the number of threads is out of range.
#[rust_interop::export]
fn count_words(input: CountInput, context: &Context<CountProgress>) -> Result<TextStatistics, CountError> {
    if !(1..=MOST_THREADS).contains(&input.threads) {
        return Err(CountError::Threads(input.threads));
    }
    let file = TextFile::open(&input.path, context)?;
    let counts = thread::scope(|scope| {
        let threads: Vec<_> = (0..input.threads).map(|_| scope.spawn(|| count(&file))).collect();
        threads.into_iter().try_fold(WordCounts::default(), |counts, thread| {
            let counted = thread.join().unwrap_or_else(|panic| panic::resume_unwind(panic))?;
            Ok(counts.merge(counted))
        })
    })?;
    Ok(TextStatistics { words: counts.words(), distinct: counts.distinct(), top: counts.top(input.top) })
}

/// Counts the blocks that no other thread takes.
fn count(file: &TextFile) -> Result<WordCounts, CountError> {
    let mut counts = WordCounts::default();
    while let Some(block) = file.next_block()? {
        counts.add(block);
    }
    Ok(counts)
}

#[cfg(test)]
mod tests;
