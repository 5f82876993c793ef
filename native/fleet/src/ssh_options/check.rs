use super::connect_timeout::seconds;
use super::option_line::OptionLine;
use super::reader::Reader;
use super::table::{Handling, Keyword};

/// Checks the caller's arguments for `ssh` one after another.
#[derive(Debug, Default)]
pub(crate) struct SshArguments(Reader);

impl SshArguments {
    /// # Errors
    /// It isn't an option, or it would undo what outcomes depend on, or it would have no effect.
    pub(crate) fn check(&mut self, argument: &str) -> Result<(), String> {
        if argument.contains(|character: char| character.is_control() && character != '\t') {
            return Err("a control character is not allowed".to_owned());
        }
        self.0.read(argument)?.map_or(Ok(()), check_option)
    }

    /// # Errors
    /// The last argument is an option whose value is missing.
    pub(crate) fn finish(&self) -> Result<(), &'static str> {
        if self.0.awaits_value() { Err("the value of the last option is missing") } else { Ok(()) }
    }
}

fn check_option(line: &str) -> Result<(), String> {
    let Some(option) = OptionLine::parse(line) else {
        return Err("`-o` without an option".to_owned());
    };
    // An option that isn't in the table belongs to a newer `ssh`, or to none. `ssh` itself then says so.
    let Some(keyword) = Keyword::find(&option.keyword) else {
        return Ok(());
    };
    let name = keyword.name;
    match keyword.handling {
        Handling::Pinned { value, why } if !is_same(value, option.value()) => {
            Err(format!("the option {name} can only be `{value}`: {why}"))
        }
        Handling::ConnectTimeout if seconds(option.value()).is_none() => {
            Err(format!("the option {name} has to be a time of at least a second"))
        }
        Handling::Refused(why) => Err(format!("the option {name} is not allowed: {why}")),
        _ => Ok(()),
    }
}

fn is_same(pinned: &str, given: &str) -> bool {
    let other = match pinned {
        "yes" => "true",
        "no" => "false",
        _ => pinned,
    };
    given.eq_ignore_ascii_case(pinned) || given.eq_ignore_ascii_case(other)
}

#[cfg(test)]
mod tests;
