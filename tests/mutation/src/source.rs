use proc_macro2::{LineColumn, Span};
use serde_json::{Value, json};
use syn::spanned::Spanned;

/// The text of a file, and where in it what was parsed stands.
pub(crate) struct Source<'a> {
    text: &'a str,
    lines: Vec<usize>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let lines = [0].into_iter().chain(text.match_indices('\n').map(|(end, _)| end + 1)).collect();
        Self { text, lines }
    }

    /// What syn can parse, of the same length: it is older than these words.
    pub(crate) fn parsable(&self) -> String {
        let newer = [
            ("#[unsafe(", "#[xnsafe("),
            (" safe fn", "      fn"),
            ("&raw const", "&         "),
            ("&raw mut", "&    mut"),
            ("c\"", "r\""),
        ];
        newer.iter().fold(self.text.to_owned(), |text, (word, blank)| text.replace(word, blank))
    }

    pub(crate) fn range(&self, node: &impl Spanned) -> (usize, usize) {
        let span: Span = node.span();
        (self.offset(span.start()), self.offset(span.end()))
    }

    /// In one line, shortened.
    pub(crate) fn snippet(&self, (start, end): (usize, usize)) -> String {
        let words = self.text[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
        if words.chars().count() <= 90 { words } else { words.chars().take(89).chain(['…']).collect() }
    }

    fn offset(&self, place: LineColumn) -> usize {
        let line = &self.text[self.lines[place.line - 1]..];
        self.lines[place.line - 1] + line.char_indices().nth(place.column).map_or(line.len(), |(offset, _)| offset)
    }
}

/// Text that takes the place of another; `{}` is the mutant's number.
pub(crate) struct Edit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) text: String,
    /// Belongs to what stands before it.
    pub(crate) closes: bool,
}

/// One change.
pub(crate) struct Mutant {
    pub(crate) function: String,
    pub(crate) change: String,
    pub(crate) range: (usize, usize),
    /// Ways to write it, of which the first that compiles is taken.
    pub(crate) ways: Vec<Vec<Edit>>,
    /// Else it is compiled in with the others, behind a switch.
    pub(crate) alone: bool,
}

impl Mutant {
    pub(crate) fn to_json(&self, path: &str) -> Value {
        let edits =
            |way: &Vec<Edit>| way.iter().map(|edit| json!([edit.start, edit.end, edit.text, edit.closes])).collect();
        let ways: Vec<Value> = self.ways.iter().map(edits).collect();
        json!({ "path": path, "function": self.function, "change": self.change, "range": self.range, "ways": ways, "alone": self.alone })
    }
}
