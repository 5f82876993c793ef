use proc_macro2::{LineColumn, Span};
use serde_json::{Value, json};
use syn::spanned::Spanned;

/// The text of a file, which finds the place of each parsed node.
pub(crate) struct Source<'a> {
    text: &'a str,
    lines: Vec<usize>,
}

impl<'a> Source<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let lines = [0].into_iter().chain(text.match_indices('\n').map(|(end, _)| end + 1)).collect();
        Self { text, lines }
    }

    /// The same text in a form of equal length that syn can parse, which is older than this syntax.
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

    /// On one line, shortened.
    pub(crate) fn snippet(&self, (start, end): (usize, usize)) -> String {
        let words = self.text[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
        if words.chars().count() <= 90 { words } else { words.chars().take(89).chain(['…']).collect() }
    }

    fn offset(&self, place: LineColumn) -> usize {
        let line = &self.text[self.lines[place.line - 1]..];
        self.lines[place.line - 1] + line.char_indices().nth(place.column).map_or(line.len(), |(offset, _)| offset)
    }
}

/// Text that replaces a range; `{}` is the mutant's number.
pub(crate) struct Edit {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) text: String,
    /// It belongs to the text before it.
    pub(crate) closes: bool,
}

/// One change.
pub(crate) struct Mutant {
    pub(crate) function: String,
    pub(crate) change: String,
    pub(crate) range: (usize, usize),
    /// The ways to write it. The first that compiles is used.
    pub(crate) ways: Vec<Vec<Edit>>,
    /// Whether it needs a build of its own. If not, it is compiled in with the others, behind a switch.
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
