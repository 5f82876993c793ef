//! Connections that are kept and then fail, and those that can't be made.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod c_abi;
#[allow(dead_code, reason = "each test uses only part of it")]
#[path = "kept/sshd.rs"]
mod sshd;

use std::path::Path;
use std::time::Duration;
use std::{fs, process, thread};

use c_abi::{Event, Run, START_PROCEDURE};
use rust_interop_fleet::HostOutcome;
use serde_json::{Value, json};
use sshd::{Sshd, assert_succeeded, eventually, signal};

#[test]
fn start_procedure_connection_that_was_lost_is_replaced_and_its_action_is_lost() {
    let Some(sshd) = Sshd::new("") else { return };
    for (shell, expect_disconnect, outcome) in [
        ("posix", false, HostOutcome::Lost),
        ("none", false, HostOutcome::Lost),
        ("posix", true, HostOutcome::Succeeded),
        ("none", true, HostOutcome::Succeeded),
    ] {
        let more = json!({ "remote_shell": shell, "expect_disconnect": expect_disconnect });
        assert_succeeded(&sshd.run("echo first", &more), "first\n");
        let before = sshd.connections();
        // The action kills its server.
        // Late enough that its start was reported.
        let host = sshd.run("echo x >>~/runs; sleep 0.5; kill -9 $(tail -n 1 ~/connections); sleep 20", &more);
        assert_eq!((host.outcome, host.attempts), (outcome, 1), "{host:?}");
        if outcome == HostOutcome::Lost {
            // What `ssh` says about it, and not only that it is gone.
            assert!(!host.error.as_deref().unwrap().contains("kept connection"), "{host:?}");
        }
        assert!(eventually(|| sshd.masters().is_empty()));
        assert_succeeded(&sshd.run("wc -l <~/runs; rm ~/runs", &more), "1\n");
        assert!(sshd.connections().len() > before.len());
    }
}

#[test]
fn start_procedure_action_ended_by_a_signal_is_not_a_lost_connection() {
    let Some(sshd) = Sshd::new("") else { return };
    for (shell, action, outcome, error) in [
        ("posix", "kill -9 $$", HostOutcome::Failed, "SIGKILL"),
        ("posix", "kill -9 $PPID; sleep 20", HostOutcome::Lost, "the shell around the action ended"),
        ("none", "kill -9 $$", HostOutcome::Lost, "the action has ended: by a signal, or"),
    ] {
        let host = sshd.run(action, &json!({ "remote_shell": shell, "retries": 0 }));
        assert_eq!(host.outcome, outcome, "{host:?}");
        assert!(host.error.as_deref().unwrap().contains(error), "{host:?}");
    }
    // The connection is as good as before.
    assert_eq!((sshd.connections().len(), sshd.masters().len()), (1, 1));
}

/// The outcome, attempts and error of an action whose options come before those of the configuration.
fn with_options(sshd: &Sshd, options: &[&str], more: &Value) -> (HostOutcome, u32, Option<String>) {
    let options = options.iter().flat_map(|option| ["-o".to_owned(), (*option).to_owned()]);
    let mut input = sshd.input("true", more);
    input["ssh_arguments"] = options.chain(["-F".to_owned(), sshd.path("ssh_config")]).collect();
    let host = sshd::run_input(&input).remove(0);
    (host.outcome, host.attempts, host.error)
}

#[test]
fn start_procedure_connection_that_cannot_be_made_has_the_same_reason() {
    let Some(sshd) = Sshd::new("") else { return };
    for (attempts, connections, options) in [
        (2, 0, &["ProxyCommand=none", "HostName=127.0.0.1", "Port=1"] as &[_]),
        (1, 1, &["HostKeyAlias=unknown"]),
        (1, 0, &["NoSuchOption=1"]),
        (1, 1, &["PubkeyAuthentication=no"]),
        // It ends once `ssh` has introduced itself: earlier, `ssh` may say that it could not.
        (2, 0, &["ProxyCommand=sh -c 'read -r banner'", "ConnectTimeout=1"]),
        (2, 2, &["ProxyJump=near", "HostName=127.0.0.1", "Port=1"]),
        (1, 1, &["ProxyJump=nobody-here@near"]),
    ] {
        let before = sshd.connections().len();
        let outcome = |keeps: u32| with_options(&sshd, options, &json!({ "keep_connections": keeps, "retries": 1 }));
        let kept = outcome(60);
        assert_eq!(kept, outcome(0), "{options:?}");
        assert_eq!((kept.0, kept.1), (HostOutcome::Unreachable, attempts), "{options:?}");
        assert_eq!(sshd.connections().len() - before, 2 * connections, "{options:?}");
    }
    let (outcome, _, error) =
        with_options(&sshd, &["ProxyCommand=sleep 300"], &json!({ "timeout": 0.5, "retries": 0 }));
    assert_eq!(outcome, HostOutcome::Unreachable, "{error:?}");
    assert!(error.unwrap().starts_with("waited 0.5 s for "));
    assert!(sshd.processes().is_empty(), "{:?}", sshd.processes());
}

#[test]
fn start_procedure_stopped_master_is_left_alone_and_the_next_one_is_whole() {
    let Some(sshd) = Sshd::new("") else { return };
    assert_succeeded(&sshd.run("echo first", &json!({})), "first\n");
    let stopped = sshd.masters()[0];
    assert!(signal("STOP", stopped));
    assert_succeeded(&sshd.run("echo second", &json!({})), "second\n");
    assert!(eventually(|| !sshd.masters().contains(&stopped)));
    assert_succeeded(&sshd.run("echo third", &json!({})), "third\n");
    assert_eq!((sshd.connections().len(), sshd.masters().len()), (3, 1));
}

#[test]
fn start_procedure_master_stopped_while_the_action_runs_does_not_outlive_the_timeout() {
    let Some(sshd) = Sshd::new("") else { return };
    assert_succeeded(&sshd.run("true", &json!({})), "");
    let host = thread::scope(|scope| {
        let run = scope.spawn(|| sshd.run("touch ~/started; sleep 300", &json!({ "timeout": 4, "retries": 0 })));
        assert!(eventually(|| Path::new(&sshd.path("started")).exists()));
        assert!(signal("STOP", sshd.masters()[0]));
        run.join().unwrap()
    });
    assert_eq!(host.outcome, HostOutcome::TimedOut, "{host:?}");
    assert!(host.error.as_deref().unwrap().contains("may still run"), "{host:?}");
    // Its end ends the connection, and so the action.
    assert!(eventually(|| sshd.processes().is_empty()), "{:?}", sshd.processes());
}

#[test]
fn start_procedure_ssh_that_does_not_listen_or_speaks_another_version_is_not_used() {
    let Some(sshd) = Sshd::new("") else { return };
    let path = std::env::var("PATH").unwrap();
    let other_version = "perl -e 'use IO::Socket::UNIX; my $l = IO::Socket::UNIX->new(Local => $ARGV[0], Listen => 5) or die; \
        while (my $c = $l->accept) { print $c pack(\"NNN\", 8, 1, 5); sysread $c, my $b, 99; sysread $c, $b, 99; }' \"$4\" &\n\
        until [ -e \"$4\" ]; do sleep 0.01; done; echo up";
    for (name, script) in [("deaf", "echo 'debug1: Entering interactive session.'"), ("version", other_version)] {
        // Takes its own place in front of the real one: `-M -N -S SOCKET … -E LOG -- HOST`.
        let folder = sshd.path(name);
        fs::create_dir(&folder).unwrap();
        let program = format!(
            "#!/bin/sh\n[ \"$1\" = -M ] || exec env PATH='{path}' ssh \"$@\"\necho x >>{folder}/masters\n\
             log=; for word; do [ \"$last\" = -E ] && log=$word; last=$word; done\nexec >>\"$log\"\n{script}\nexec sleep 300\n"
        );
        fs::write(format!("{folder}/ssh"), program).unwrap();
        assert!(process::Command::new("chmod").args(["+x", &format!("{folder}/ssh")]).status().unwrap().success());
        let more = json!({ "environment": { "PATH": format!("{folder}:{path}") } });
        assert_succeeded(&sshd.run("echo done", &more), "done\n");
        assert_eq!(fs::read_to_string(format!("{folder}/masters")).unwrap(), "x\n");
    }
    assert_eq!(sshd.connections().len(), 2);
}

#[test]
fn cancel_while_the_first_connection_is_made_leaves_no_process() {
    let Some(sshd) = Sshd::new("") else { return };
    let mut input = sshd.input("true", &json!({ "timeout": 0 }));
    input["ssh_arguments"] = json!(["-o", "ProxyCommand=sleep 300", "-F", sshd.path("ssh_config")]);
    let run = Run::start(START_PROCEDURE, Some(&input.to_string()));
    assert!(eventually(|| !sshd.masters().is_empty()));
    run.cancel();
    match run.wait_for(Duration::from_secs(20)).pop() {
        Some(Event::Completed(reply)) => assert!(reply.contains(r#""outcome":"cancelled""#), "{reply}"),
        other => panic!("not completed, but {other:?}"),
    }
    assert!(sshd.processes().is_empty(), "{:?}", sshd.processes());
}
