use super::option_line::OptionLine;
use super::reader::Reader;
use crate::input::RemoteShell;

/// The terminal on the far side that arguments ask `ssh` for. Mirrors its `RequestTTY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Terminal {
    #[default]
    Unset,
    No,
    /// One if there is no action.
    Auto,
    /// One if `ssh` has a terminal itself.
    Yes,
    Force,
}

impl Terminal {
    /// The last flag counts.
    pub(super) fn after_flag(self, letter: char) -> Self {
        match (letter, self) {
            ('T', _) => Self::No,
            ('t', Self::Yes) => Self::Force,
            ('t', _) => Self::Yes,
            _ => self,
        }
    }

    /// The first `-o` counts, if no flag comes before it.
    pub(super) fn after_option(self, line: &str) -> Self {
        let is_about_it = |option: &OptionLine<'_>| option.keyword.eq_ignore_ascii_case("RequestTTY");
        let Some(option) = OptionLine::parse(line).filter(|option| self == Self::Unset && is_about_it(option)) else {
            return self;
        };
        match option.value().to_ascii_lowercase().as_str() {
            "no" | "false" => Self::No,
            "auto" => Self::Auto,
            "yes" | "true" => Self::Yes,
            "force" => Self::Force,
            // `ssh` refuses it.
            _ => self,
        }
    }
}

/// What the arguments ask for, and the index of the last one that changes it.
fn asked_for(arguments: &[String]) -> (Terminal, usize) {
    let (mut reader, mut place) = (Reader::default(), 0);
    for (index, argument) in arguments.iter().enumerate() {
        let before = reader.terminal();
        // What isn't allowed was refused before.
        let _ = reader.read(argument);
        if reader.terminal() != before {
            place = index;
        }
    }
    (reader.terminal(), place)
}

/// Whether the action gets a terminal.
#[cfg(unix)]
pub(crate) fn asks_for_terminal(arguments: &[String]) -> bool {
    asked_for(arguments).0 == Terminal::Force
}

/// # Errors
/// They ask for a terminal that the action doesn't get.
pub(crate) fn check_terminal(arguments: &[String], shell: RemoteShell) -> Result<(), String> {
    let (terminal, place) = asked_for(arguments);
    let why = match (terminal, shell) {
        (Terminal::Yes | Terminal::Force, RemoteShell::Posix) => {
            "an action has no terminal, which would mix the streams of its output and echo what is sent; only with \
             `remote_shell` none, `-tt` makes one"
        }
        (Terminal::Yes, RemoteShell::None) => "`ssh` has no terminal itself, and would ask for none: use `-tt`",
        _ => return Ok(()),
    };
    Err(format!("at `ssh_arguments[{place}]`: {why}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(arguments: &[&str], shell: RemoteShell) -> Result<(), String> {
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        check_terminal(&arguments, shell)
    }

    #[test]
    fn check_terminal_that_no_action_gets_is_refused_at_its_place() {
        for (arguments, place) in [
            (&["-tt"] as &[_], 0),
            (&["-4", "-t"], 1),
            (&["-4t", "-p", "22", "-tC"], 3),
            (&["-o", "RequestTTY=force", "-4"], 1),
            (&["-C", "-oREQUESTTTY \"Force\"", "-o", "RequestTTY=no"], 1),
            (&["-T", "-t"], 1),
        ] {
            let error = check(arguments, RemoteShell::Posix).unwrap_err();
            assert!(error.starts_with(&format!("at `ssh_arguments[{place}]`: an action has no terminal")), "{error}");
        }
        for arguments in [&["-t"] as &[_], &["-o", "RequestTTY=yes"], &["-ttt"], &["-oRequestTTY=force", "-t"]] {
            let error = check(arguments, RemoteShell::None).unwrap_err();
            assert!(error.ends_with("use `-tt`"), "{error}");
        }
    }

    #[test]
    fn check_terminal_that_the_action_gets_or_nobody_asks_for_is_allowed() {
        for arguments in [&[] as &[&str], &["-T"], &["-tt", "-T"], &["-oRequestTTY=no"], &["-o", "RequestTTY=auto"]] {
            for shell in [RemoteShell::Posix, RemoteShell::None] {
                assert_eq!(check(arguments, shell), Ok(()), "{arguments:?}");
            }
        }
        for arguments in [&["-tt"] as &[_], &["-t", "-t"], &["-oRequestTTY=force"], &["-oRequestTTY=true", "-4t"]] {
            assert_eq!(check(arguments, RemoteShell::None), Ok(()), "{arguments:?}");
        }
    }
}
