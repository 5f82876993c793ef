//! Where the installed `ssh` connects to for an entry of `host_list`.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod c_abi;

use std::process::Command;
use std::{env, fs, process};

use rust_interop_fleet::{HostOutcome, ProcedureOutput};
use serde_json::json;

const CONFIGURATION: &str = "Host web\n  HostName 192.0.2.1\n  Port 3\n  User carl\n";

/// Says where `ssh` wants to connect to, and has it refuse the connection once and for all.
const PROXY: &str = r#"ProxyCommand=sh -c 'printf "%%s\n" "$2" >>"$1"; echo SSH-1.0-none' sh 'TRACE' '%n: %r %h %p'"#;

/// For each host, the name that `ssh` got and, behind a colon, user, host and port of the connection.
fn connections(test: &str, hosts: &[&str], arguments: &[&str]) -> Vec<String> {
    let folder = env::temp_dir().join(format!("rust-interop-test-{test}-{}", process::id()));
    fs::create_dir(&folder).unwrap();
    let [configuration, trace] = ["ssh_config", "trace"].map(|name| folder.join(name));
    fs::write(&configuration, CONFIGURATION).unwrap();
    let mut all = vec!["-F".to_owned(), configuration.to_str().unwrap().to_owned(), "-o".to_owned()];
    all.push(PROXY.replace("TRACE", trace.to_str().unwrap()));
    all.extend(arguments.iter().map(|&argument| argument.to_owned()));
    let input = json!({
        "timeout": 60, "retries": 0, "host_list": hosts, "action": "true", "job_id": 1, "ssh_arguments": all
    });
    let output: ProcedureOutput = serde_json::from_str(&c_abi::start_procedure(input.to_string())).unwrap();
    let names: Vec<_> = output.hosts.iter().map(|host| host.host.as_str()).collect();
    assert_eq!(names, hosts);
    assert!(output.hosts.iter().all(|host| host.outcome == HostOutcome::Unreachable), "{:?}", output.hosts);
    let mut connections: Vec<String> = fs::read_to_string(trace).unwrap().lines().map(str::to_owned).collect();
    connections.sort();
    fs::remove_dir_all(folder).unwrap();
    connections
}

fn has_ssh() -> bool {
    Command::new("ssh").arg("-V").output().is_ok()
}

#[test]
fn start_procedure_user_and_port_of_an_entry_come_before_those_of_the_configuration() {
    if has_ssh() {
        let hosts = ["web", "ann@web", "web:22", "ssh://ann@web:22", "ann@[::1]:22", r"CORP\ann@corp@fe80::1%lo"];
        assert_eq!(
            connections("configuration", &hosts, &[]),
            [
                r"::1: ann ::1 22",
                r"fe80::1%lo: CORP\ann@corp fe80::1%lo 22",
                "web: ann 192.0.2.1 22",
                "web: ann 192.0.2.1 3",
                "web: carl 192.0.2.1 22",
                "web: carl 192.0.2.1 3",
            ]
        );
    }
}

#[test]
fn start_procedure_user_and_port_of_an_entry_come_before_those_of_the_arguments() {
    if has_ssh() {
        for arguments in [["-p", "1", "-l", "bert"], ["-o", "Port=1", "-o", "User=bert"]] {
            assert_eq!(
                connections(arguments[0], &["web", "ann@web:22"], &arguments),
                ["web: ann 192.0.2.1 22", "web: bert 192.0.2.1 1"]
            );
        }
    }
}
