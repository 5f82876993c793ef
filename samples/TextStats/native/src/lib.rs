//! Word statistics over a text file of any size, for .NET: which words it has, and how often.
//!
//! A word is whatever is between white space, in lower case (for ASCII letters), without ASCII punctuation at its ends.

mod blocks;
mod count_error;
mod text_file;
mod word_counts;

use std::panic;
use std::thread;

use rust_interop::{Context, procedure};
use serde::{Deserialize, Serialize};

use count_error::CountError;
use text_file::TextFile;
use word_counts::WordCounts;

const MOST_THREADS: usize = 256;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Input {
    path: String,
    /// How many words to return, the most frequent first.
    top: usize,
    threads: usize,
}

#[derive(Debug, PartialEq, Serialize)]
struct Output {
    words: u64,
    distinct: usize,
    top: Vec<WordCount>,
}

#[derive(Debug, PartialEq, Serialize)]
struct WordCount {
    word: String,
    count: u64,
}

/// In bytes.
#[derive(Serialize)]
struct Progress {
    read: u64,
    /// The file's size when it was opened.
    total: u64,
}

fn count_words(input: Input, context: &Context) -> Result<Output, CountError> {
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
    Ok(Output { words: counts.words(), distinct: counts.distinct(), top: counts.top(input.top) })
}
procedure!(count_words);

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
