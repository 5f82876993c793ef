use std::env;
use std::fs;
use std::path::PathBuf;
use std::process;

use super::*;

/// A file of the test's own, removed when dropped.
struct Text(PathBuf);

impl Text {
    fn new(name: &str, text: impl AsRef<[u8]>) -> Self {
        let path = env::temp_dir().join(format!("text-stats-{}-{name}", process::id()));
        fs::write(&path, text).unwrap();
        Self(path)
    }

    fn input(&self, threads: usize) -> CountInput {
        CountInput { path: self.0.to_str().unwrap().to_owned(), top: 2, threads }
    }
}

impl Drop for Text {
    fn drop(&mut self) {
        fs::remove_file(&self.0).unwrap();
    }
}

fn error(input: CountInput, context: &Context<CountProgress>) -> String {
    count_words(input, context).unwrap_err().to_string()
}

#[test]
fn any_number_of_threads_counts_the_same() {
    // Many blocks, and one word that is longer than several of them.
    let text = Text::new("threads", "to be or not ".repeat(100_000) + &"x".repeat(1_000_000) + " to");
    for threads in [1, 2, MOST_THREADS] {
        let output = count_words(text.input(threads), &Context::default()).unwrap();
        let top = [("to", 100_001), ("be", 100_000)].map(|(word, count)| WordCount { word: word.to_owned(), count });
        assert_eq!(output, TextStatistics { words: 400_002, distinct: 5, top: top.into() });
    }
}

#[test]
fn threads_out_of_range_are_refused() {
    let text = Text::new("range", "");
    for threads in [0, MOST_THREADS + 1] {
        let expected = format!("threads must be from 1 to 256, not {threads}");
        assert_eq!(error(text.input(threads), &Context::default()), expected);
    }
}

#[test]
fn unreadable_file_is_named_with_the_reason() {
    for path in ["/nowhere/at/all", env::temp_dir().to_str().unwrap()] {
        let input = CountInput { path: path.to_owned(), top: 1, threads: 2 };
        let message = error(input, &Context::default());
        assert!(message.starts_with(&format!("`{path}` cannot be read: ")), "{message}");
    }
}

#[test]
fn invalid_utf8_is_an_error_also_with_several_threads() {
    let text =
        Text::new("utf8", [&b"to be or not ".repeat(100_000), &b"\xff"[..], &b" to be".repeat(100_000)].concat());
    let message = error(text.input(3), &Context::default());
    assert!(message.ends_with("utf8` cannot be read: not UTF-8 at byte 1300000"), "{message}");
}

#[test]
fn cancelled_call_ends_without_reading() {
    let text = Text::new("cancelled", b"\xff");
    let context = Context::default();
    context.cancel();
    assert_eq!(error(text.input(2), &context), "cancelled");
}
