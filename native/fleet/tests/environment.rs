//! The environment that an input gives to the processes it starts.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod c_abi;

use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::{env, fs, process};

use rust_interop_fleet::{HostOutcome, HostResult, ProcedureOutput};
use serde_json::{Value, json};

/// Runs the action on one host with this environment; null leaves it out.
fn run(transport: &str, action: &str, environment: &Value) -> HostResult {
    let mut input = json!({
        "timeout": 20, "retries": 0, "host_list": ["a"], "action": action, "job_id": 5, "transport": transport
    });
    if !environment.is_null() {
        input["environment"] = environment.clone();
    }
    serde_json::from_str::<ProcedureOutput>(&c_abi::start_procedure(input.to_string())).unwrap().hosts.remove(0)
}

#[test]
fn start_procedure_environment_replaces_that_of_a_local_action() {
    let environment = json!({ "A": "it's\n1", "HOST": "another", "EMPTY": "" });
    let action = r#"echo "$A ${EMPTY-unset} ${HOME-unset} ${CARGO_MANIFEST_DIR-unset} $HOST $JOB_ID $ATTEMPT""#;
    assert_eq!(run("local", action, &environment).stdout, "it's\n1  unset unset a 5 1\n");
}

#[test]
fn start_procedure_without_an_environment_uses_that_of_the_process() {
    let folder = env::var("CARGO_MANIFEST_DIR").unwrap();
    assert_eq!(run("local", "echo $CARGO_MANIFEST_DIR", &Value::Null).stdout, format!("{folder}\n"));
}

#[test]
fn start_procedure_empty_environment_has_no_variables() {
    assert_eq!(run("local", "echo ${HOME-unset} $HOST", &json!({})).stdout, "unset a\n");
}

#[test]
fn start_procedure_finds_ssh_in_the_path_of_the_environment() {
    let folder = Folder::new();
    let trace = folder.0.join("trace");
    let ssh = folder.0.join("ssh");
    fs::write(&ssh, format!("#!/bin/sh\necho \"$TOKEN\" >> '{}'\nexit 255\n", trace.display())).unwrap();
    fs::set_permissions(&ssh, fs::Permissions::from_mode(0o755)).unwrap();
    let path = format!("/nowhere:{}:/usr/bin:/bin", folder.0.display());

    let host = run("ssh", "true", &json!({ "PATH": path, "TOKEN": "of the input" }));

    assert_ne!(host.outcome, HostOutcome::Succeeded);
    // It also runs once to report its version.
    assert_eq!(fs::read_to_string(trace).unwrap(), "of the input\n".repeat(2));
}

#[test]
fn start_procedure_without_ssh_in_the_path_of_the_environment_says_so() {
    let host = run("ssh", "true", &json!({ "PATH": "/nowhere" }));
    assert_eq!(host.outcome, HostOutcome::Failed);
    assert!(host.error.as_deref().unwrap().contains("No such file or directory"), "{host:?}");
}

/// Removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        let path = env::temp_dir().join(format!("rust-interop-environment-{}", process::id()));
        fs::create_dir(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}
