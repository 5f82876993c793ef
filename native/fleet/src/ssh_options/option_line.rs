/// A keyword and its value, as in `-o`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct OptionLine<'a> {
    pub(super) keyword: String,
    value: &'a str,
}

impl<'a> OptionLine<'a> {
    /// Splits a line as `ssh` splits a line of its configuration: `Key=value`, `Key value`, `Key = value`,
    /// `"Key" value`, with blanks or one `=` in front. Mirrors `strdelim` of OpenSSH, which also reads `Po"rt"` as
    /// `Port`. Returns `None` if `ssh` finds no keyword and ignores the line.
    pub(super) fn parse(line: &'a str) -> Option<Self> {
        let mut rest = line.trim_end_matches(is_blank);
        let mut keyword = token(&mut rest)?;
        if keyword.is_empty() {
            keyword = token(&mut rest)?;
        }
        if keyword.is_empty() || keyword.starts_with('#') {
            return None;
        }
        Some(Self { keyword, value: rest })
    }

    /// The value without quotes around it.
    pub(super) fn value(&self) -> &'a str {
        let within = |quote| self.value.strip_prefix(quote)?.strip_suffix(quote);
        within('"').or_else(|| within('\'')).unwrap_or(self.value)
    }
}

fn token(rest: &mut &str) -> Option<String> {
    let line = *rest;
    let Some(end) = line.find(|character| is_blank(character) || matches!(character, '"' | '=')) else {
        *rest = "";
        return Some(line.to_owned());
    };
    let (before, from_delimiter) = line.split_at(end);
    let after = &from_delimiter[1..];
    if from_delimiter.starts_with('"') {
        let (quoted, after) = after.split_once('"')?;
        *rest = after.trim_start_matches(is_blank);
        return Some(format!("{before}{quoted}"));
    }
    let after = after.trim_start_matches(is_blank);
    let second = if from_delimiter.starts_with('=') { None } else { after.strip_prefix('=') };
    *rest = second.map_or(after, |after| after.trim_start_matches(is_blank));
    Some(before.to_owned())
}

fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Option<(String, &str)> {
        OptionLine::parse(line).map(|option| (option.keyword.clone(), option.value()))
    }

    #[test]
    fn parse_every_spelling_gives_the_keyword_and_its_value() {
        for line in [
            "Port=22",
            "Port 22",
            "Port = 22 ",
            "= Port =  22",
            "\"Port\"  22",
            "  Port\t22",
            "=Port 22",
            "Port=\"22\"",
            "Port '22'",
            "\"Port\" 22",
            "Po\"rt\"22",
            "\"\"Port 22",
        ] {
            assert_eq!(parse(line), Some(("Port".to_owned(), "22")), "{line}");
        }
    }

    #[test]
    fn parse_value_keeps_its_own_delimiters() {
        for (line, value) in [
            ("ProxyCommand=nc -x a=b \"%h\" %p", "nc -x a=b \"%h\" %p"),
            ("Port", ""),
            ("Port==22", "=22"),
            ("Port \"22", "\"22"),
            ("Port \"", "\""),
        ] {
            assert_eq!(parse(line).unwrap().1, value, "{line}");
        }
    }

    #[test]
    fn parse_line_without_a_keyword_is_none() {
        for line in ["", "  ", "# Port 22", "\"Port 22", "==Port 22", "\"\""] {
            assert_eq!(parse(line), None, "{line}");
        }
    }
}
