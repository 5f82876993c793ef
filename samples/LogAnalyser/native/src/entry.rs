use std::str::FromStr;

/// A line of the log: `192.0.2.1 - - [26/Nov/2026:22:06:35 +0000] "GET / HTTP/1.1" 200 5316`, and perhaps more.
#[derive(Debug, PartialEq)]
pub(crate) struct Entry<'a> {
    pub(crate) visitor: &'a str,
    pub(crate) minute: &'a str,
    pub(crate) status: u16,
    pub(crate) bytes: u64,
}

/// The length of `26/Nov/2026:22:06`.
const MINUTE: usize = 17;

impl<'a> Entry<'a> {
    pub(crate) fn parse(line: &'a str) -> Option<Self> {
        let (visitor, rest) = line.split_once(' ')?;
        let (_, rest) = rest.split_once('[')?;
        let (time, rest) = rest.split_once(']')?;
        let (_, request) = rest.split_once('"')?;
        // A quote of the request itself has a backslash before it.
        let (end, _) = request.match_indices("\" ").find(|&(end, _)| !request[..end].ends_with('\\'))?;
        let (status, rest) = request[end + 2..].split_once(' ')?;
        let bytes = rest.split_once(' ').map_or(rest, |(bytes, _)| bytes);
        Some(Self {
            visitor,
            minute: time.get(..MINUTE)?,
            status: number(status)?,
            bytes: if bytes == "-" { 0 } else { number(bytes)? },
        })
    }
}

/// A number of digits only.
fn number<T: FromStr>(digits: &str) -> Option<T> {
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parse_reads_both_formats() {
        let entry = Entry { visitor: "2001:db8::1", minute: "26/Nov/2026:22:06", status: 503, bytes: 17 };
        let common = "2001:db8::1 - bo [26/Nov/2026:22:06:35 +0000] \"GET /[a]?b=\\\"c\\\" HTTP/1.1\" 503 17";
        assert_eq!(Entry::parse(common), Some(entry));
        let combined = format!("{common} \"https://example.com/\" \"curl/8.5 \u{e9}\"");
        assert_eq!(Entry::parse(&combined).map(|entry| entry.bytes), Some(17));
    }

    #[test]
    fn parse_of_no_bytes_is_0() {
        let line = "192.0.2.1 - - [26/Nov/2026:22:06:35 +0000] \"HEAD / HTTP/1.1\" 304 -";
        assert_eq!(Entry::parse(line).map(|entry| entry.bytes), Some(0));
    }

    #[test]
    fn parse_of_anything_else_is_none() {
        for line in [
            "",
            "192.0.2.1 - - [26/Nov/2026] \"GET / HTTP/1.1\" 200 1",
            "192.0.2.1 - - [26/Nov/2026:22:0\u{e9}:35 +0000] \"GET / HTTP/1.1\" 200 1",
            "192.0.2.1 - - [26/Nov/2026:22:06:35 +0000] \"GET / HTTP/1.1\" 200",
            "192.0.2.1 - - [26/Nov/2026:22:06:35 +0000] \"GET / HTTP/1.1\" +200 1",
            "192.0.2.1 - - [26/Nov/2026:22:06:35 +0000] \"GET / HTTP/1.1\" 99999 1",
            "192.0.2.1 - - [26/Nov/2026:22:06:35 +0000] \"GET / HTTP/1.1\" 200 ",
            "192.0.2.1 - - [26/Nov/2026:22:06:35 +0000] \"GET / HTTP/1.1\" 200 x",
        ] {
            assert_eq!(Entry::parse(line), None, "{line}");
        }
    }
}
