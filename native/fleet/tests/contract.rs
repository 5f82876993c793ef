//! The fixtures that the tests of both languages read.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod c_abi;

use std::fmt::Debug;

use c_abi::start_procedure;
use rust_interop_fleet::{ProcedureInput, ProcedureOutput, ProcedureReport};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Deserialize)]
struct ErrorCase {
    name: String,
    input: String,
    kind: String,
    path: Option<String>,
    message_contains: Option<String>,
    line: Option<u64>,
    column: Option<u64>,
    /// Not for an error that is only found when all has been read.
    #[serde(default = "yes")]
    has_line: bool,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize)]
struct TextCase {
    name: String,
    json: String,
}

#[test]
fn start_procedure_input_of_an_error_case_gives_its_error() {
    let cases: Vec<ErrorCase> = serde_json::from_str(include_str!("../../../tests/contract/errors.json")).unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let reply = start_procedure(case.input.as_str());
        assert!(reply.starts_with(r#"{"error":{"#), "{}: {reply}", case.name);
        let reply: Value = serde_json::from_str(&reply).unwrap();
        let error = &reply["error"];
        assert_eq!(error["kind"], case.kind, "{}: {reply}", case.name);
        if case.kind == "invalid_input" {
            assert_eq!(error["path"].as_str(), case.path.as_deref(), "{}: {reply}", case.name);
        }
        for place in ["line", "column"] {
            assert_eq!(error[place].as_u64() >= Some(1), case.has_line, "{}: {reply}", case.name);
        }
        if let (Some(line), Some(column)) = (case.line, case.column) {
            assert_eq!((&error["line"], &error["column"]), (&line.into(), &column.into()), "{}: {reply}", case.name);
        }
        if let Some(part) = case.message_contains {
            assert!(error["message"].as_str().unwrap().contains(&part), "{}: {reply}", case.name);
        }
    }
}

/// Each text is read and written again, with the same value. Members that the text leaves out are written with their
/// defaults.
fn assert_same<T: DeserializeOwned + Serialize + Debug + PartialEq>(fixture: &str) {
    let cases: Vec<TextCase> = serde_json::from_str(fixture).unwrap();
    assert!(!cases.is_empty());
    for TextCase { name, json } in cases {
        let value: T = serde_json::from_str(&json).unwrap_or_else(|error| panic!("{name}: {error}"));
        let written = serde_json::to_value(&value).unwrap();
        let Value::Object(members) = serde_json::from_str(&json).unwrap() else { panic!("{name}: no object") };
        for (member, expected) in members {
            assert_eq!(written[&member], expected, "{name}: {member}");
        }
        assert_eq!(serde_json::from_value::<T>(written).unwrap(), value, "{name}");
    }
}

#[test]
fn procedure_input_fixtures_are_read_and_written_the_same() {
    assert_same::<ProcedureInput>(include_str!("../../../tests/contract/inputs.json"));
}

#[test]
fn procedure_output_fixtures_are_read_and_written_the_same() {
    assert_same::<ProcedureOutput>(include_str!("../../../tests/contract/outputs.json"));
}

#[test]
fn procedure_report_fixtures_are_read_and_written_the_same() {
    assert_same::<ProcedureReport>(include_str!("../../../tests/contract/reports.json"));
}
