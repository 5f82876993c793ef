//! What stands where a handle is expected.

use crate::program::Program;

/// What is no handle of anything, whatever is live.
const OTHERS: [&str; 10] = ["null", "-1", "1.5", "1e3", "\"1\"", "18446744073709551616", "{}", "[1]", "true", "0"];

#[derive(Clone, Debug)]
pub(super) struct Place {
    /// As it is in the input.
    pub(super) text: String,
    /// The number, if it is one that a handle could be.
    pub(super) handle: Option<u64>,
}

impl Place {
    /// One that the caller has or had, a neighbour of it, any number, or something else.
    pub(super) fn next(program: &mut Program<'_>, handles: &[u64]) -> Self {
        let choice = program.byte();
        let known = |index: u8| handles.get(usize::from(index) % handles.len().max(1)).copied().unwrap_or_default();
        match choice {
            0..200 => Self::of(known(choice)),
            200..220 => Self::of(known(choice) ^ 1 << (program.byte() % 64)),
            220..240 => Self::of(program.number()),
            _ => {
                let text = OTHERS[usize::from(choice) % OTHERS.len()].to_owned();
                Self { handle: text.parse().ok(), text }
            }
        }
    }

    fn of(handle: u64) -> Self {
        Self { text: handle.to_string(), handle: Some(handle) }
    }
}
