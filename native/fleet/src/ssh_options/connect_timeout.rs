use super::option_line::OptionLine;
use super::reader::Reader;

pub(super) const KEYWORD: &str = "ConnectTimeout";

/// The longest that `ssh` accepts, in seconds.
const LONGEST: u64 = 2_147_483_647;

/// The connect timeout in the caller's arguments, in seconds. The first one counts, as in `ssh` itself.
pub(crate) fn connect_timeout(arguments: &[String]) -> Option<u64> {
    let mut reader = Reader::default();
    let lines = arguments.iter().filter_map(|argument| reader.read(argument).ok().flatten());
    let mut options = lines.filter_map(OptionLine::parse);
    seconds(options.find(|option| option.keyword.eq_ignore_ascii_case(KEYWORD))?.value())
}

/// Reads a time as `ssh` does: `90`, `90s` or `1m30s`. Returns `None` for one without a limit: `none` or `0`.
pub(super) fn seconds(text: &str) -> Option<u64> {
    let mut rest = text;
    let mut total: u64 = 0;
    while !rest.is_empty() {
        let (number, unit) =
            rest.split_at(rest.find(|character: char| !character.is_ascii_digit()).unwrap_or(rest.len()));
        let mut characters = unit.chars();
        let factor = match characters.next().map(|character| character.to_ascii_lowercase()) {
            None | Some('s') => 1,
            Some('m') => 60,
            Some('h') => 3_600,
            Some('d') => 86_400,
            Some('w') => 604_800,
            Some(_) => return None,
        };
        total = number.parse::<u64>().ok()?.checked_mul(factor)?.checked_add(total)?;
        rest = characters.as_str();
    }
    (1..=LONGEST).contains(&total).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(arguments: &[&str]) -> Option<u64> {
        connect_timeout(&arguments.iter().map(|&argument| argument.to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn connect_timeout_any_spelling_is_found() {
        for arguments in [
            &["-oConnectTimeout=90"] as &[_],
            &["-4", "-o", "connecttimeout 90s"],
            &["-To", " CONNECTTIMEOUT = \"1m30s\""],
            &["-p", "-oConnectTimeout=7", "-o", "ConnectTimeout=1M30", "-oConnectTimeout=5"],
        ] {
            assert_eq!(of(arguments), Some(90), "{arguments:?}");
        }
    }

    #[test]
    fn connect_timeout_not_given_is_none() {
        assert_eq!(of(&["-o", "ConnectionAttempts=3", "-i", "-oConnectTimeout=5"]), None);
    }

    #[test]
    fn seconds_every_unit_is_read() {
        for (text, expected) in
            [("1", 1), ("2S", 2), ("1m", 60), ("1h", 3_600), ("1D", 86_400), ("1w", 604_800), ("1w2d3h4m5", 788_645)]
        {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn seconds_text_without_a_limit_or_a_time_is_none() {
        for text in [
            "",
            "0",
            "0m",
            "none",
            "-1",
            "1.5",
            "5x",
            "s",
            "5 s",
            "2147483648",
            "99999999999999999999",
            "9999999999999999w",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
        assert_eq!(seconds("2147483647"), Some(LONGEST));
    }
}
