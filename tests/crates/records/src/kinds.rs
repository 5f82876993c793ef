use rust_interop::Record;
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Record)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Color {
    Red,
    DarkBlue,
}

#[derive(Debug, Clone, Serialize, Deserialize, Record)]
pub(crate) struct Word {
    pub(crate) word: String,
    pub(crate) count: u64,
}

#[derive(Debug, Serialize, Deserialize, Record)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Filter {
    Numbers,
    ShorterThan(u32),
    Pair(String, u32),
    Word(Word),
    Between { first: String, last: Option<String> },
    AtLeast(f64),
    Share { least: f32, most: Option<f64> },
}

#[derive(Debug, Serialize, Deserialize, Record)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Event {
    Started,
    Word(Word),
    TooLong {
        word: String,
    },
    Renamed {
        #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
        to: Option<Option<String>>,
    },
}

#[derive(Debug, Serialize, Deserialize, Record)]
#[serde(tag = "t", content = "c", rename_all = "snake_case")]
pub(crate) enum Adjacent {
    Nothing,
    Text(String),
    Both(u32, u32),
    Named { a: bool },
}

#[derive(Debug, Serialize, Deserialize, Record)]
#[serde(untagged)]
pub(crate) enum Untagged {
    Nothing,
    Number(u32),
    Text(String),
    Named { a: bool },
}

#[derive(Debug, Serialize, Deserialize, Record)]
pub(crate) struct Id(pub(crate) u64);

#[derive(Debug, Serialize, Deserialize, Record)]
pub(crate) struct Point(pub(crate) f64, pub(crate) f64);

#[derive(Debug, Serialize, Deserialize, Record)]
pub(crate) struct Marker;

#[derive(Debug, Serialize, Deserialize, Record)]
pub(crate) struct Tree(pub(crate) Vec<Tree>);

#[derive(Debug, Serialize, Deserialize, Record)]
pub(crate) struct Node {
    pub(crate) children: Vec<Node>,
    pub(crate) next: Option<Box<Node>>,
}

#[derive(Debug, Serialize, Deserialize, Record)]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    pub(crate) first: T,
}

#[derive(Debug, Serialize, Deserialize, Record)]
pub(crate) struct Maybe<T> {
    pub(crate) value: Option<T>,
}

#[derive(Debug, Serialize, Deserialize, Record)]
pub(crate) struct Change<T> {
    pub(crate) from: T,
    #[serde(default = "Option::default", skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    pub(crate) to: Option<Option<T>>,
}

#[derive(Debug, Serialize, Deserialize, Record)]
pub(crate) struct Edit {
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    pub(crate) color: Option<Option<Color>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    pub(crate) number: Option<Option<u8>>,
    #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
    pub(crate) text: Option<Option<String>>,
}

#[derive(Debug, Serialize, Deserialize, Record)]
pub(crate) struct Edited {
    pub(crate) own: u32,
    #[serde(flatten)]
    pub(crate) edit: Edit,
}

#[derive(Debug, Serialize, Deserialize, Record)]
pub(crate) enum Either<L, R> {
    Left(L),
    Right { right: R },
}

#[derive(Debug, Serialize, Deserialize, Record)]
pub(crate) struct Flat {
    pub(crate) own: u32,
    #[serde(flatten)]
    pub(crate) word: Word,
    #[serde(flatten)]
    pub(crate) rest: std::collections::BTreeMap<String, u8>,
}
