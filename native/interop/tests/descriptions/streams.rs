use std::fmt;

use rust_interop::{Record, Stream, export};
use serde::Serialize;

use crate::exports::description;

#[derive(Serialize, Record)]
struct Line {
    text: String,
}

#[derive(Debug, Serialize, Record)]
struct Broken {
    at: usize,
}

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "broken at {}", self.at)
    }
}

#[derive(Serialize, Record)]
struct Opened {
    lines: Stream<Result<Line, Broken>>,
    texts: Stream<Result<String, String>>,
}

#[export]
fn read_lines(text: &str) -> Result<impl Iterator<Item = Result<Line, Broken>> + Send + use<>, String> {
    if text.is_empty() {
        return Err("there is no line".to_owned());
    }
    let lines: Vec<_> = text.lines().map(|line| Ok(Line { text: line.to_owned() })).collect();
    Ok(lines.into_iter())
}

#[export]
fn open_lines(text: String) -> Opened {
    let lines = read_lines(&text).unwrap().collect::<Vec<_>>();
    Opened { lines: Stream::new(lines), texts: Stream::new([Ok(text)]) }
}

#[test]
fn iterator_is_a_stream_of_its_items() {
    assert_eq!(
        description!("descriptions_read_lines").shape,
        r#"{"crate":"descriptions","name":"read_lines","arguments":[{"name":"text","shape":"string"}],"output":{"stream":{"type":"descriptions::streams::Line"},"error":{"type":"descriptions::streams::Broken"}},"types":[{"path":"descriptions::streams::Line","struct":[{"name":"text","rust":"text","shape":"string"}]},{"path":"descriptions::streams::Broken","struct":[{"name":"at","rust":"at","shape":"u64"}]}]}"#
    );
}

#[test]
fn error_of_a_stream_that_is_text_has_no_shape() {
    let shape = description!("descriptions_open_lines").shape;
    assert!(shape.contains(r#"{"name":"texts","rust":"texts","shape":{"stream":"string"}}"#), "{shape}");
}
