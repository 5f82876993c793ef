//! Text in literals of Rust and in JSON.

use std::fmt::Write;
use std::iter::Peekable;
use std::str::Chars;

use proc_macro::{TokenStream, TokenTree};

/// The text of a string literal; `None` if the tokens are anything else.
pub(crate) fn of_literal(tokens: TokenStream) -> Option<String> {
    let mut tokens = tokens.into_iter();
    let text = match (tokens.next()?, tokens.next()) {
        // What a macro_rules took as an expression.
        (TokenTree::Group(group), None) => return of_literal(group.stream()),
        (TokenTree::Literal(literal), None) => literal.to_string(),
        _ => return None,
    };
    if let Some(raw) = text.strip_prefix('r') {
        return Some(raw.trim_matches('#').strip_prefix('"')?.strip_suffix('"')?.to_owned());
    }
    unescaped(text.strip_prefix('"')?.strip_suffix('"')?)
}

fn unescaped(text: &str) -> Option<String> {
    let mut unescaped = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if c != '\\' {
            unescaped.push(c);
        } else if chars.next_if_eq(&'\n').is_some() {
            while chars.next_if(|c| c.is_whitespace()).is_some() {}
        } else {
            unescaped.push(escaped(&mut chars)?);
        }
    }
    Some(unescaped)
}

/// What an escape stands for, after its backslash.
fn escaped(chars: &mut Peekable<Chars<'_>>) -> Option<char> {
    Some(match chars.next()? {
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        '0' => '\0',
        'x' => char::from(u8::from_str_radix(&chars.by_ref().take(2).collect::<String>(), 16).ok()?),
        'u' => {
            let code: String = chars.by_ref().skip(1).take_while(|&c| c != '}').filter(|&c| c != '_').collect();
            char::from_u32(u32::from_str_radix(&code, 16).ok()?)?
        }
        other => other,
    })
}

/// A text as it stands between the quotes of a JSON string.
pub(crate) fn to_json(text: &str) -> String {
    let mut json = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            '\n' => json.push_str("\\n"),
            '\r' => json.push_str("\\r"),
            '\t' => json.push_str("\\t"),
            c if c < ' ' => _ = write!(json, "\\u{:04x}", u32::from(c)),
            c => json.push(c),
        }
    }
    json
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unescaped_has_what_each_escape_stands_for() {
        let text = r#"a\n\r\t\0\\\"\'\x41\u{1F600}\u{00_e9}é"#;
        assert_eq!(unescaped(text).as_deref(), Some("a\n\r\t\0\\\"'A\u{1F600}\u{e9}é"));
        assert_eq!(unescaped("one \\\n    line").as_deref(), Some("one line"));
    }

    #[test]
    fn unescaped_of_a_broken_escape_is_none() {
        assert_eq!(unescaped("\\u{110000}"), None);
        assert_eq!(unescaped("\\"), None);
    }

    #[test]
    fn to_json_escapes_what_json_demands_and_nothing_else() {
        assert_eq!(to_json("\"\\\n\r\t\u{1}/é\u{7f}"), "\\\"\\\\\\n\\r\\t\\u0001/é\u{7f}");
    }
}
