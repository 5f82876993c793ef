//! What the macros don't understand is a compile error, at its place and with a message that says what to do. The
//! programs in `refused/` have after each line, behind `//~`, the errors that the compiler reports there.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Errors by file and line.
type Errors = BTreeMap<(String, u64), Vec<String>>;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/refused")
}

/// What the compiler reports, for all programs at once. It has a target folder of its own: in that of the tests, each
/// cargo would compile again what the other one has.
fn reported() -> Errors {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(["check", "--examples", "--keep-going", "--locked", "--message-format", "json"]).current_dir(folder());
    // Flags for the tests, for a sanitizer say, are not for macros.
    cargo.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS").env_remove("CARGO_BUILD_TARGET");
    cargo.env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("refused"));
    // Where the build takes the crates from, if cargo cannot reach its registry.
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../artifacts/cargo/config.toml").canonicalize();
    if let Ok(sources) = sources {
        cargo.arg("--offline").arg("--config").arg(sources);
    }
    let output = cargo.output().unwrap();
    let mut errors = Errors::new();
    for message in String::from_utf8(output.stdout).unwrap().lines() {
        let message: Value = serde_json::from_str(message).unwrap();
        let diagnostic = &message["message"];
        let spans = diagnostic["spans"].as_array().map_or(&[][..], Vec::as_slice);
        if let Some(span) = spans.iter().find(|span| span["is_primary"] == true)
            && diagnostic["level"] == "error"
        {
            let place = (span["file_name"].as_str().unwrap().to_owned(), span["line_start"].as_u64().unwrap());
            errors.entry(place).or_default().push(diagnostic["message"].as_str().unwrap().to_owned());
        }
    }
    assert!(!errors.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    errors
}

/// What the programs say that the compiler reports.
fn expected() -> Errors {
    let mut errors = Errors::new();
    for file in fs::read_dir(folder().join("examples")).unwrap() {
        let path = file.unwrap().path();
        let name = format!("examples/{}", path.file_name().unwrap().to_str().unwrap());
        for (line, number) in fs::read_to_string(&path).unwrap().lines().zip(1..) {
            let messages: Vec<String> = line.split("//~ ").skip(1).map(|text| text.trim_end().to_owned()).collect();
            if !messages.is_empty() {
                errors.insert((name.clone(), number), messages);
            }
        }
    }
    errors
}

#[test]
fn what_the_macros_refuse_is_an_error_at_its_place() {
    let (mut reported, expected) = (reported(), expected());
    let mut differences = Vec::new();
    for (place, messages) in expected {
        let mut found = reported.remove(&place).unwrap_or_default();
        for message in messages {
            let before = found.len();
            // The compiler may report an error once for each export of a function.
            found.retain(|error| !error.contains(&message));
            if found.len() == before {
                differences.push(format!("{}:{}: not reported: {message}", place.0, place.1));
            }
        }
        differences.extend(found.iter().map(|error| format!("{}:{}: unexpected: {error}", place.0, place.1)));
    }
    for (place, errors) in reported {
        differences.extend(errors.iter().map(|error| format!("{}:{}: unexpected: {error}", place.0, place.1)));
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}
