//! A search index over many documents, for .NET: which documents have the words of a query, the best first.

mod ranking;

use std::collections::HashMap;
use std::sync::Arc;

use rust_interop::Record;
use serde::{Deserialize, Serialize};

use ranking::{Ranking, best};

/// A text with a title.
#[derive(Clone, Debug, PartialEq, Deserialize, Serialize, Record)]
#[serde(deny_unknown_fields)]
struct Document {
    title: String,
    text: String,
}

/// A document that has words of a query.
#[derive(Debug, PartialEq, Serialize, Record)]
struct Hit {
    title: String,
    /// How well it matches, by BM25.
    score: f64,
}

/// How often a document has a word.
struct Posting {
    document: usize,
    count: u32,
}

#[derive(Default)]
struct DocumentIndex {
    documents: Vec<Arc<Document>>,
    /// The number of words of each document.
    lengths: Vec<u32>,
    /// The number of words of all documents.
    words: u64,
    postings: HashMap<String, Vec<Posting>>,
}

/// An index over documents. The documents stay in Rust.
#[rust_interop::export]
impl DocumentIndex {
    /// An index without documents.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds documents. Searches wait meanwhile.
    pub fn add_all(&mut self, documents: Vec<Document>) {
        for document in documents {
            let number = self.documents.len();
            let text = document.text.to_ascii_lowercase();
            let mut length = 0;
            for word in words(&text) {
                length += 1;
                // Only a new word is copied.
                match self.postings.get_mut(word) {
                    Some(postings) => add(postings, number),
                    None => {
                        self.postings.insert(word.to_owned(), vec![Posting { document: number, count: 1 }]);
                    }
                }
            }
            self.words += u64::from(length);
            self.lengths.push(length);
            self.documents.push(Arc::new(document));
        }
    }

    /// The documents that match a query best, the best first. Equally good ones are in the order in which they were added.
    pub fn search(&self, query: &str, most: u32) -> Vec<Hit> {
        let ranking = Ranking::new(self.documents.len(), self.words);
        let mut scores = vec![0.0; self.documents.len()];
        for word in words(&query.to_ascii_lowercase()) {
            let postings = self.postings.get(word).map_or(&[][..], Vec::as_slice);
            let rarity = ranking.rarity(postings.len());
            for posting in postings {
                scores[posting.document] += rarity * ranking.weight(posting.count, self.lengths[posting.document]);
            }
        }
        best(&scores, most as usize)
            .into_iter()
            .map(|document| Hit { title: self.documents[document].title.clone(), score: scores[document] })
            .collect()
    }

    /// All documents, in the order in which they were added. Those that are added later are not among them.
    pub fn all(&self) -> impl Iterator<Item = Document> + Send + use<> {
        self.documents.clone().into_iter().map(Arc::unwrap_or_clone)
    }
}

/// The words of a text: letters and digits. Every character beyond ASCII counts as a letter.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|character: char| character.is_ascii() && !character.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
}

fn add(postings: &mut Vec<Posting>, document: usize) {
    match postings.last_mut() {
        Some(last) if last.document == document => last.count += 1,
        _ => postings.push(Posting { document, count: 1 }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(texts: &[(&str, &str)]) -> DocumentIndex {
        let mut index = DocumentIndex::new();
        index.add_all(texts.iter().map(|&(title, text)| document(title, text)).collect());
        index
    }

    fn document(title: &str, text: &str) -> Document {
        Document { title: title.to_owned(), text: text.to_owned() }
    }

    fn titles(index: &DocumentIndex, query: &str, most: u32) -> Vec<String> {
        index.search(query, most).into_iter().map(|hit| hit.title).collect()
    }

    #[test]
    fn search_ranks_rare_words_and_short_documents_first() {
        let index = index(&[
            ("long", "the cat and the dog and the bird and the fish"),
            ("short", "the cat"),
            ("none", "and and"),
            ("often", "the cat, a cat"),
        ]);
        assert_eq!(titles(&index, "cat", 9), ["often", "short", "long"]);
        assert_eq!(titles(&index, "the dog", 9), ["long", "short", "often"]);
        assert_eq!(titles(&index, "cat", 2), ["often", "short"]);
        assert_eq!(titles(&index, "horse", 9), [""; 0]);
    }

    #[test]
    fn search_ignores_case_and_punctuation_of_ascii_only() {
        let index = index(&[("a", "Über-Größe, 2nd"), ("b", "über")]);
        assert_eq!(titles(&index, "GRößE", 9), ["a"]);
        assert_eq!(titles(&index, "2ND!", 9), ["a"]);
        assert_eq!(titles(&index, "über", 9), ["b"]);
    }

    #[test]
    fn equally_good_documents_are_in_their_order() {
        let index = index(&[("c", "x y"), ("a", "x z"), ("b", "x y")]);
        assert_eq!(titles(&index, "x", 2), ["c", "a"]);
    }

    #[test]
    fn search_of_nothing_finds_nothing() {
        assert_eq!(DocumentIndex::new().search("x", 9), []);
        assert_eq!(index(&[("a", "")]).search("", 9), []);
    }

    #[test]
    fn all_has_the_documents_of_its_time() {
        let mut index = index(&[("a", "x"), ("b", "y")]);
        let all = index.all();
        index.add_all(vec![document("c", "z")]);
        assert_eq!(all.collect::<Vec<_>>(), [document("a", "x"), document("b", "y")]);
    }
}
