//! Connections that are kept for the next action on the same host.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod c_abi;
#[allow(dead_code, reason = "each test uses only part of it")]
#[path = "kept/sshd.rs"]
mod sshd;

use std::path::Path;
use std::process::{self, Stdio};
use std::time::Duration;
use std::{fs, thread};

use c_abi::{Event, Run, START_PROCEDURE};
use rust_interop_fleet::{HostOutcome, ProcedureOutput};
use serde_json::json;
use sshd::{Sshd, assert_succeeded, eventually};

#[test]
fn start_procedure_second_time_uses_the_connection_of_the_first() {
    let Some(sshd) = Sshd::new("") else { return };
    for shell in ["posix", "none"] {
        for (action, exit_code) in [("echo out; echo err >&2", 0), ("exit 255", 255), ("exit 7", 7)] {
            let host = sshd.run(action, &json!({ "remote_shell": shell, "retries": 0 }));
            assert_eq!(host.exit_code, Some(exit_code), "{host:?}");
            if exit_code == 0 {
                assert_succeeded(&host, "out\n");
                assert_eq!(host.stderr, "err\n");
            } else {
                // An `ssh` that shares a connection ends with 255 for this and for a lost connection alike.
                assert_eq!((host.outcome, host.error.as_deref()), (HostOutcome::Failed, None), "{host:?}");
            }
        }
    }
    assert_eq!((sshd.connections().len(), sshd.masters().len()), (1, 1));
}

#[test]
fn start_procedure_hosts_arguments_and_environments_share_no_connection() {
    let Some(sshd) = Sshd::new("") else { return };
    for more in [
        json!({ "host_list": ["a", "b", "c"] }),
        json!({ "ssh_arguments": ["-4"] }),
        json!({ "environment": { "OTHER": "1" } }),
        json!({ "host_list": ["a", "b", "c"], "timeout": 5, "action": "echo again" }),
    ] {
        for host in sshd.run_all("true", &more) {
            assert_eq!(host.outcome, HostOutcome::Succeeded, "{host:?}");
        }
    }
    assert_eq!((sshd.connections().len(), sshd.masters().len()), (5, 5));
}

#[test]
fn start_procedure_action_finds_what_it_would_without_a_kept_connection() {
    let Some(sshd) = Sshd::new("AcceptEnv SENT GIVEN") else { return };
    let socket = sshd.path("agent");
    let mut agent = sshd.command("ssh-agent").args(["-D", "-a", &socket]).stdout(Stdio::null()).spawn().unwrap();
    assert!(eventually(|| Path::new(&socket).exists()));
    let arguments =
        ["-A", "-o", "IdentityAgent=SSH_AUTH_SOCK", "-o", "SetEnv=GIVEN=given", "-o", "SendEnv=SENT NOTHING"];
    let environment = json!({ "SENT": "sent", "SECRET": "secret", "SSH_AUTH_SOCK": socket });
    let more = json!({ "ssh_arguments": arguments, "environment": environment });
    let action = "echo $SENT $GIVEN [$SECRET$NOTHING]; read -r line || echo no input; tty; [ -S \"$SSH_AUTH_SOCK\" ] && \
                  echo agent; ulimit -n >&2";
    let mut plain = more.clone();
    plain["keep_connections"] = json!(0);
    let expected = sshd.run(action, &plain);
    assert_succeeded(&expected, "sent given []\nno input\nnot a tty\nagent\n");
    for _ in 0..2 {
        let host = sshd.run(action, &more);
        assert_succeeded(&host, &expected.stdout);
        assert_eq!(host.stderr, expected.stderr);
    }
    agent.kill().unwrap();
    agent.wait().unwrap();
    assert_eq!(sshd.connections().len(), 2);
}

#[test]
fn start_procedure_users_configuration_cannot_take_the_connection_away() {
    let Some(sshd) = Sshd::new("") else { return };
    let control = sshd.path("control");
    let configuration = format!(
        "ControlMaster auto\nControlPath {control}\nControlPersist 60\nRemoteCommand echo remote\nRequestTTY force\n\
         ForkAfterAuthentication yes\nSessionType none\nStdinNull yes\nPermitLocalCommand yes\nLocalCommand touch {control}\n\
         LocalForward {control} {control}\nExitOnForwardFailure yes\nLogLevel QUIET\nBatchMode no\nInclude {}\n",
        sshd.path("ssh_config")
    );
    fs::write(sshd.path("user_config"), configuration).unwrap();
    let mut input = sshd.input("echo done", &json!({}));
    input["ssh_arguments"] = json!(["-F", sshd.path("user_config")]);
    for _ in 0..2 {
        assert_succeeded(&sshd::run_input(&input)[0], "done\n");
    }
    assert_eq!((sshd.connections().len(), sshd.masters().len()), (1, 1));
    // It belongs to this process.
    let status = fs::read_to_string(format!("/proc/{}/status", sshd.masters()[0])).unwrap();
    assert!(status.contains(&format!("\nPPid:\t{}\n", process::id())), "{status}");
    assert!(!Path::new(&control).exists());
}

#[test]
fn start_procedure_action_with_a_terminal_has_it_and_a_connection_of_its_own() {
    let Some(sshd) = Sshd::new("") else { return };
    for arguments in [&["-tt"] as &[_], &["-o", "RequestTTY=force"]] {
        // The second line would end a connection on which somebody types.
        let more = json!({ "remote_shell": "none", "ssh_arguments": arguments, "input": "one\n~.\n" });
        let host = sshd.run("test -t 0 && test -t 1 && read -r one; read -r two; echo \"[$one $two]\"", &more);
        assert_eq!(host.outcome, HostOutcome::Succeeded, "{host:?}");
        assert!(host.stdout.contains("[one ~.]"), "{host:?}");
    }
    assert_eq!((sshd.connections().len(), sshd.masters().len()), (2, 0));
}

#[test]
fn start_procedure_server_that_allows_no_more_sessions_gets_another_connection() {
    let Some(sshd) = Sshd::new("MaxSessions 1") else { return };
    for (shell, connections) in [("posix", 2), ("none", 3)] {
        let more = json!({ "remote_shell": shell });
        let hosts = thread::scope(|scope| {
            let action = "cd; touch started; until [ -e go ]; do sleep 0.02; done; rm go started";
            let first = scope.spawn(|| sshd.run(action, &more));
            assert!(eventually(|| Path::new(&sshd.path("started")).exists()));
            let second = sshd.run("echo second; touch ~/go", &more);
            [first.join().unwrap(), second]
        });
        assert_succeeded(&hosts[0], "");
        assert_succeeded(&hosts[1], "second\n");
        assert_succeeded(&sshd.run("echo third", &more), "third\n");
        assert_eq!((sshd.connections().len(), sshd.masters().len()), (connections, 1));
    }
}

#[test]
fn start_procedure_timeout_and_leftovers_end_the_action_and_keep_the_connection() {
    let Some(sshd) = Sshd::new("") else { return };
    assert_succeeded(&sshd.run("true", &json!({})), "");
    let host = sshd.run("echo begun; sleep 300", &json!({ "timeout": 1, "retries": 0 }));
    assert_eq!(
        (host.outcome, host.stdout.as_str(), host.error.as_deref()),
        (HostOutcome::TimedOut, "begun\n", None),
        "{host:?}"
    );
    let host = sshd.run("sleep 300 & echo begun", &json!({}));
    assert_eq!((host.outcome, host.stdout.as_str()), (HostOutcome::Succeeded, "begun\n"), "{host:?}");
    assert!(host.error.as_deref().unwrap().contains("still holds its output open"), "{host:?}");
    assert_eq!((sshd.connections().len(), sshd.masters().len()), (1, 1));
}

#[test]
fn start_procedure_output_larger_than_every_buffer_arrives_whole() {
    let Some(sshd) = Sshd::new("") else { return };
    let more = json!({ "output_limit": 20_000_000 });
    for _ in 0..2 {
        let host = sshd.run("head -c 8000000 /dev/zero | tr '\\0' x; head -c 300000 /dev/zero | tr '\\0' y >&2", &more);
        assert_eq!((host.outcome, host.stdout.len(), host.stderr.len()), (HostOutcome::Succeeded, 8_000_000, 300_000));
    }
    assert_eq!(sshd.connections().len(), 1);
}

#[test]
fn start_procedure_unused_connection_ends_after_its_time_and_leaves_no_folder() {
    let Some(sshd) = Sshd::new("") else { return };
    assert_succeeded(&sshd.run("echo first", &json!({ "keep_connections": 0.5 })), "first\n");
    let folders = sshd.socket_folders();
    assert_eq!(folders.len(), 1);
    assert!(eventually(|| sshd.processes().is_empty()));
    assert!(eventually(|| !folders[0].exists()));
    assert_succeeded(&sshd.run("echo second", &json!({ "keep_connections": 0.5 })), "second\n");
    assert_eq!(sshd.connections().len(), 2);
}

#[test]
fn start_procedure_input_and_reported_output_go_over_a_kept_connection() {
    let Some(sshd) = Sshd::new("") else { return };
    for shell in ["posix", "none"] {
        let text = "x".repeat(300_000);
        for _ in 0..2 {
            let more = json!({ "remote_shell": shell, "input": text, "output_limit": 400_000, "report_output": true });
            let run = Run::start(START_PROCEDURE, Some(&sshd.input("cat; sleep 0.2; echo end", &more).to_string()));
            let events = run.wait_for(Duration::from_mins(1));
            let is_reported = |event: &Event| matches!(event, Event::Progress(text) if text.contains("xxx"));
            assert!(events.iter().filter(|event| is_reported(event)).count() > 1);
            let Some(Event::Completed(reply)) = events.last() else { panic!("not completed, but {events:?}") };
            let host = &serde_json::from_str::<ProcedureOutput>(reply).unwrap().hosts[0];
            assert_succeeded(host, &format!("{text}end\n"));
        }
    }
    assert_eq!(sshd.connections().len(), 1);
}

#[test]
fn start_procedure_many_actions_at_once_share_a_connection() {
    let Some(sshd) = Sshd::new("") else { return };
    assert_succeeded(&sshd.run("true", &json!({})), "");
    thread::scope(|scope| {
        let runs: Vec<_> = (0..8)
            .map(|number| {
                let sshd = &sshd;
                scope.spawn(move || (number, sshd.run(&format!("sleep 0.1; echo {number}"), &json!({}))))
            })
            .collect();
        for run in runs {
            let (number, host) = run.join().unwrap();
            assert_succeeded(&host, &format!("{number}\n"));
        }
    });
    assert_eq!(sshd.connections().len(), 1);
    // The timer that was set when it was unused before must not end it now.
    thread::sleep(Duration::from_millis(10));
    assert_eq!(sshd.masters().len(), 1);
}
