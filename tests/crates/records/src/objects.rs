//! Types whose values stay in Rust.

use std::fmt;
use std::sync::Mutex;

use rust_interop::{Context, Object, Record, export};
use serde::{Deserialize, Serialize};

/// What an index begins with.
#[derive(Deserialize, Record)]
pub struct IndexConfig {
    pub documents: Vec<String>,
}

#[derive(Debug, Serialize, Record)]
pub enum IndexError {
    Empty,
    NotFound { word: String },
}

impl fmt::Display for IndexError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => formatter.write_str("there is no document"),
            Self::NotFound { word } => write!(formatter, "`{word}` is nowhere"),
        }
    }
}

/// What a search has found.
#[derive(Serialize, Record)]
pub struct Hits {
    pub first: Object<Document>,
    pub others: Vec<Object<Document>>,
}

/// Two documents that belong together.
#[derive(Serialize, Deserialize, Record)]
pub struct Pair {
    pub left: Object<Document>,
    pub right: Option<Object<Document>>,
}

/// Serde takes the first variant that fits.
#[derive(Serialize, Record)]
#[serde(untagged)]
pub enum Found {
    #[allow(dead_code, reason = "C# tries it first")]
    Counted {
        document: Object<Document>,
        count: u32,
    },
    Alone {
        document: Object<Document>,
    },
}

pub struct Index {
    documents: Mutex<Vec<Object<Document>>>,
}

/// An index over documents.
///
/// It grows.
#[export]
impl Index {
    /// Makes an index.
    ///
    /// # Errors
    /// There is no document.
    pub fn new(config: IndexConfig) -> Result<Self, IndexError> {
        if config.documents.is_empty() {
            return Err(IndexError::Empty);
        }
        let documents = config.documents.into_iter().map(|text| Document { text }.into()).collect();
        Ok(Self { documents: Mutex::new(documents) })
    }

    /// An index of one document.
    pub fn of(document: Object<Document>) -> Self {
        Self { documents: Mutex::new(vec![document]) }
    }

    /// The documents that contain a word.
    pub fn search(&self, word: &str, context: &Context<usize>) -> Result<Hits, IndexError> {
        let mut found = Vec::new();
        for (number, document) in self.documents.lock().unwrap().iter().enumerate() {
            context.report(&number).ok();
            if document.text.contains(word) {
                found.push(document.clone());
            }
        }
        let mut found = found.into_iter();
        let first = found.next().ok_or_else(|| IndexError::NotFound { word: word.to_owned() })?;
        Ok(Hits { first, others: found.collect() })
    }

    pub fn add(&self, document: Object<Document>) {
        self.documents.lock().unwrap().push(document);
    }

    pub fn shortest(&self) -> Option<Object<Document>> {
        self.documents.lock().unwrap().iter().min_by_key(|document| document.text.len()).cloned()
    }

    /// The last document, in a variant that is not the first one.
    pub fn last(&self) -> Option<Found> {
        self.documents.lock().unwrap().last().map(|document| Found::Alone { document: document.clone() })
    }

    pub fn count(&self) -> usize {
        self.documents.lock().unwrap().len()
    }

    /// Waits for a cancel.
    pub fn wait(&self, context: &Context) -> Result<(), String> {
        let (sender, receiver) = std::sync::mpsc::channel();
        let _registration = context.on_cancel(move || sender.send(()).unwrap());
        receiver.recv().unwrap();
        Err(format!("cancelled with {} documents", self.count()))
    }

    pub fn fail(&self) {
        panic!("the index of {} documents fails", self.count());
    }
}

pub struct Document {
    pub(crate) text: String,
}

#[export]
impl Document {
    /// An empty document.
    pub fn new() -> Self {
        Self { text: String::new() }
    }

    pub fn text(&self) -> String {
        self.text.clone()
    }

    pub fn is_longer(&self, than: &Self) -> bool {
        self.text.len() > than.text.len()
    }

    /// A method may have a name that C# has already.
    pub fn get_type(&self) -> String {
        format!("a document of {} bytes", self.text.len())
    }

    pub fn dispose(&self) -> bool {
        true
    }
}

pub struct Total {
    sum: u64,
}

/// A sum that changes.
#[export]
impl Total {
    pub fn new(start: u64) -> Self {
        Self { sum: start }
    }

    pub fn add(&mut self, number: u64) -> u64 {
        self.sum += number;
        self.sum
    }

    pub fn sum(&self) -> u64 {
        self.sum
    }

    pub fn take(&mut self, other: &mut_total::Other) -> u64 {
        self.sum += other.read().map_or(0, |other| other.sum);
        self.sum
    }
}

mod mut_total {
    pub type Other = rust_interop::Object<super::Total>;
}

#[export]
pub fn pair_of(left: &Document, right: Option<Object<Document>>) -> Pair {
    Pair { left: Document { text: left.text.clone() }.into(), right }
}

#[export]
pub fn lengths_of(pairs: Vec<Pair>) -> Vec<usize> {
    pairs.iter().flat_map(|pair| [Some(&pair.left), pair.right.as_ref()]).flatten().map(|it| it.text.len()).collect()
}
