//! Records of every kind that C# can have. `sample` makes them in Rust, and `is_sample` compares what C# has made.

use std::fmt;

use rust_interop::{Context, Record, export};
use serde::{Deserialize, Serialize};

macro_rules! same {
    ($($name:ident: $type:ty;)+) => {$(
        /// The same value.
        #[export]
        fn $name(value: $type) -> $type {
            value
        }
    )+};
}

mod bytes;
mod callbacks;
mod compact;
mod direct;
mod everything;
mod interfaces;
mod kinds;
mod objects;
mod short;
mod streams;

use everything::Everything;
use kinds::Tree;

/// One of everything.
#[export]
fn sample() -> Everything {
    Everything::sample()
}

/// Whether it is the one that `sample` returns.
///
/// # Errors
///
/// A text that says what differs.
#[export]
fn is_sample(everything: &Everything) -> Result<bool, String> {
    let (given, sample) = (format!("{everything:?}"), format!("{:?}", Everything::sample()));
    if given == sample { Ok(true) } else { Err(format!("C# sent {given}, not {sample}")) }
}

/// A tree of lists, each in another one.
#[export]
fn nest(levels: u32) -> Tree {
    (1..levels).fold(Tree(Vec::new()), |tree, _| Tree(vec![tree]))
}

/// How many levels it has.
#[export]
fn levels(tree: &Tree) -> usize {
    1 + tree.0.iter().map(levels).max().unwrap_or(0)
}

/// Why it is not counted.
#[derive(Serialize, Record)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum CountError {
    /// Nothing is there.
    Nothing,
    TooMany {
        most: u32,
    },
}

impl fmt::Display for CountError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => formatter.write_str("there is nothing to count"),
            Self::TooMany { most } => write!(formatter, "more than {most} are too many"),
        }
    }
}

#[derive(Serialize, Record)]
struct Counted {
    so_far: u32,
}

/// Counts, and reports each number.
#[export]
fn count(up_to: u32, most: Option<u32>, context: &Context<Counted>) -> Result<u32, CountError> {
    match most {
        _ if up_to == 0 => Err(CountError::Nothing),
        Some(most) if up_to > most => Err(CountError::TooMany { most }),
        _ => {
            for so_far in 1..=up_to {
                // The call ends by itself.
                let _ = context.report(&Counted { so_far });
            }
            Ok(up_to)
        }
    }
}

/// Waits for a cancel.
#[export]
fn wait(context: &Context) -> Result<(), String> {
    while !context.is_cancelled() {
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    Err("cancelled".to_owned())
}

/// Does nothing.
#[export]
fn close() {}

#[derive(Deserialize, Record)]
#[serde(deny_unknown_fields)]
struct Query {
    text: String,
    #[serde(default = "ten")]
    most: u32,
}

fn ten() -> u32 {
    10
}

/// The query as Rust has it.
#[export]
fn describe(query: &Query) -> String {
    format!("{} {}", query.text, query.most)
}
