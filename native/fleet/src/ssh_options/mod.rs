//! The options of `ssh`: what is set, what is refused, and what is left to the caller.

mod check;
mod connect_timeout;
mod option_line;
mod reader;
mod table;
#[cfg(test)]
mod tests;
mod version;
mod why;

pub(super) use check::SshArguments;
pub(super) use connect_timeout::connect_timeout;
pub(super) use version::Version;

use table::{Handling, KEYWORDS};

/// What stands before the caller's arguments, each for a `-o`, since the first value of an option holds. What an `ssh`
/// does not know it refuses, and cannot have in its configuration; one of an unknown version gets what the oldest knows.
pub(super) fn pinned(version: Option<Version>) -> impl Iterator<Item = String> {
    let version = version.unwrap_or(Version::OLDEST);
    KEYWORDS.iter().filter(move |keyword| keyword.is_known_to(version)).filter_map(|keyword| match keyword.handling {
        Handling::Pinned { value, .. } => Some(format!("{}={value}", keyword.name)),
        _ => None,
    })
}

/// What stands behind the caller's arguments, each for a `-o`: the caller's own values come first, those of a
/// configuration do not.
pub(super) fn defaults() -> impl Iterator<Item = String> {
    KEYWORDS.iter().filter_map(|keyword| match keyword.handling {
        Handling::Default(value) => Some(format!("{}={value}", keyword.name)),
        _ => None,
    })
}
