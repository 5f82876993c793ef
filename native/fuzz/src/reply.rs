use serde::Deserialize;
use serde_json::Value;

/// How a call ended.
pub(crate) enum Reply {
    Output(Value),
    Error(ErrorReply),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ErrorReply {
    pub(crate) kind: Kind,
    pub(crate) message: String,
    pub(crate) path: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
}

/// The documented kinds, except the two that no bytes may cause: a NULL and a panic.
#[derive(Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Kind {
    InvalidUtf8,
    InvalidJson,
    InvalidInput,
    InvalidHandle,
    Failed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrapped {
    error: ErrorReply,
}

/// Reads a reply to `text` and checks what the header promises about replies.
pub(crate) fn read(text: &[u8], reply: &str) -> Reply {
    let json: Value = serde_json::from_str(reply).unwrap();
    if !reply.starts_with(r#"{"error":{"#) {
        return Reply::Output(json);
    }
    let Wrapped { error } = serde_json::from_value(json).unwrap();
    check(text, &error);
    Reply::Error(error)
}

fn check(text: &[u8], error: &ErrorReply) {
    assert!(error.kind == Kind::Failed || !error.message.is_empty(), "an error says why");
    assert_eq!(error.kind == Kind::InvalidUtf8, std::str::from_utf8(text).is_err(), "{}", error.message);
    match error.kind {
        Kind::InvalidJson => assert!(!is_json(text), "{}", error.message),
        // Only the first mistake is reported. After one in the meaning, the rest may not even be JSON.
        Kind::InvalidInput | Kind::InvalidHandle | Kind::InvalidUtf8 | Kind::Failed => {}
    }
    assert_eq!(error.line.is_some(), error.column.is_some(), "line and column come together");
    if let (Some(line), Some(column)) = (error.line, error.column) {
        let lines: Vec<&[u8]> = text.split(|byte| *byte == b'\n').collect();
        assert!((1..=lines.len()).contains(&line), "line {line} of {}", lines.len());
        let longest = lines[line - 1].len() + 1;
        assert!((1..=longest).contains(&column), "column {column} of {longest} in line {line}");
    }
}

/// Whether serde_json takes it for JSON, without any code of ours.
fn is_json(text: &[u8]) -> bool {
    serde_json::from_slice::<serde::de::IgnoredAny>(text).is_ok()
}
