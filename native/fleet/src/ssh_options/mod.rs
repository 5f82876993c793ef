//! The options of `ssh`: which are set, which are refused, and which are the caller's.

mod check;
mod connect_timeout;
mod option_line;
mod reader;
mod table;
mod terminal;
#[cfg(test)]
mod tests;
mod version;
mod why;

pub(super) use check::SshArguments;
pub(super) use connect_timeout::connect_timeout;
#[cfg(unix)]
pub(super) use terminal::asks_for_terminal;
pub(super) use terminal::check_terminal;
pub(super) use version::Version;

use table::{Handling, KEYWORDS};

/// The options in front of the caller's arguments, each for a `-o`: the first value of an option counts. `ssh` refuses
/// options that it doesn't know, so it only gets those that its version knows; if the version is unknown, those of the
/// oldest.
pub(super) fn pinned(version: Option<Version>) -> impl Iterator<Item = String> {
    let version = version.unwrap_or(Version::OLDEST);
    KEYWORDS.iter().filter(move |keyword| keyword.is_known_to(version)).filter_map(|keyword| match keyword.handling {
        Handling::Pinned { value, .. } => Some(format!("{}={value}", keyword.name)),
        _ => None,
    })
}

/// The options after the caller's arguments, each for a `-o`: the caller's values come before them, a configuration's
/// don't.
pub(super) fn defaults() -> impl Iterator<Item = String> {
    KEYWORDS.iter().filter_map(|keyword| match keyword.handling {
        Handling::Default(value) => Some(format!("{}={value}", keyword.name)),
        _ => None,
    })
}
