//! Actions that run as root, by a real `sudo`. The far side is the user `nobody`, with a password and rules of its own in
//! a mount namespace, so nothing of this machine changes.
#![cfg(target_os = "linux")]
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod c_abi;
#[allow(dead_code, reason = "each test uses only part of it")]
#[path = "kept/sshd.rs"]
mod sshd;

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;
use std::thread;

use rust_interop_fleet::{HostOutcome, HostResult};
use serde_json::{Value, json};
use sshd::{Sshd, assert_succeeded, eventually, signal};

const PASSWORD: &str = "open sesame";

/// The password, as `crypt` has it.
const SHADOW: &str = "nobody:$6$kept$CQLZd7Vgx9S/Fji9f85GF2Wob77YiZ5gY3/iihUXz6rdTeftNguQ2VdZEa4CI88UhQwIHeF247aMdZkrY7h/A0:19000:0:99999:7:::\n";

/// Nothing is written, mailed or logged.
const DEFAULTS: &str = "Defaults lecture=always, timestamp_timeout=0, !syslog, !mail_badpass, !mail_no_user, !mail_no_perms\n\
                        Defaults secure_path=/usr/sbin:/usr/bin:/sbin:/bin\n";

/// An sshd where everybody is `nobody`, whose commands begin with `before`. `None` if that isn't possible here.
fn far_side(rules: &str, before: &str) -> Option<Sshd> {
    let is_there = |program: &str| Command::new(program).arg("--version").output().is_ok();
    if !is_there("sudo")
        || !is_there("setpriv")
        || !Command::new("unshare").args(["-m", "true"]).status().is_ok_and(|status| status.success())
    {
        return None;
    }
    let sshd = Sshd::new("ForceCommand $HOME/enter")?;
    let write = |name: &str, mode: u32, text: &str| {
        fs::write(sshd.path(name), text).unwrap();
        fs::set_permissions(sshd.path(name), fs::Permissions::from_mode(mode)).unwrap();
    };
    write("sudoers", 0o440, &format!("{DEFAULTS}{rules}\n"));
    write("shadow", 0o640, SHADOW);
    let enter = format!(
        "#!/bin/sh\nexec unshare -m sh -c 'mount --bind {0} /etc/sudoers && mount --bind {1} /etc/shadow && exec setpriv \
         --reuid=65534 --regid=65534 --clear-groups /bin/sh -c \"{before}$SSH_ORIGINAL_COMMAND\"'\n",
        sshd.path("sudoers"),
        sshd.path("shadow")
    );
    write("enter", 0o755, &enter);
    Some(sshd)
}

fn run(sshd: &Sshd, action: &str, keeps: u32, password: Option<&str>, more: &Value) -> HostResult {
    let mut all = json!({ "sudo": true, "keep_connections": keeps });
    if let Some(password) = password {
        all["sudo_password"] = json!(password);
    }
    all.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    sshd.run(action, &all)
}

#[test]
fn start_procedure_by_sudo_runs_as_root_with_its_variables_and_its_input() {
    let Some(sshd) = far_side("nobody ALL=(root) ALL", "") else { return };
    let action = "id -u; echo $HOST $NAME; cat; ! grep -ls 'open[ ]sesame' /proc/[0-9]*/cmdline /proc/[0-9]*/environ";
    let more = json!({ "variables": { "NAME": "value" }, "input": "in\nput\n" });
    for keeps in [0, 60, 60] {
        let host = run(&sshd, action, keeps, Some(PASSWORD), &more);
        assert_succeeded(&host, "0\na value\nin\nput\n");
        assert_eq!(host.stderr, "");
    }
    assert_eq!(sshd.connections().len(), 2);
}

#[test]
fn start_procedure_by_sudo_that_asks_for_no_password_sends_none() {
    let Some(sshd) = far_side("nobody ALL=(root) NOPASSWD: ALL", "") else { return };
    for password in [None, Some(PASSWORD)] {
        for keeps in [0, 60] {
            assert_succeeded(&run(&sshd, "id -u; cat", keeps, password, &json!({ "input": "input" })), "0\ninput");
        }
    }
}

#[test]
fn start_procedure_timeout_ends_what_root_has_started() {
    let Some(sshd) = far_side("nobody ALL=(root) ALL", "") else { return };
    for (keeps, seconds) in [(0, "301.5"), (60, "302.5")] {
        let marker = sshd.path(&format!("started-{keeps}"));
        let action = format!("trap '' TERM HUP; id -u >'{marker}'; sleep {seconds} & sleep {seconds}");
        let host = run(&sshd, &action, keeps, Some(PASSWORD), &json!({ "timeout": 3, "retries": 0 }));
        assert_eq!((host.outcome, host.error), (HostOutcome::TimedOut, None));
        assert_eq!(fs::read_to_string(marker).unwrap(), "0\n");
        assert!(eventually(|| !is_running(seconds)));
    }
}

fn is_running(word: &str) -> bool {
    let lines = fs::read_dir("/proc").unwrap().filter_map(|entry| fs::read(entry.unwrap().path().join("cmdline")).ok());
    lines
        .map(|line| String::from_utf8_lossy(&line).into_owned())
        .any(|line| line.split('\0').any(|other| other == word))
}

#[test]
fn start_procedure_that_sudo_refuses_has_failed_once_and_says_why() {
    for (rules, before, password, reason) in [
        ("nobody ALL=(root) ALL", "", Some("wrong word"), "Sorry, try again."),
        ("nobody ALL=(root) ALL", "", None, "sudo: a password is required"),
        ("", "", Some(PASSWORD), "nobody is not in the sudoers file"),
        ("Defaults requiretty\nnobody ALL=(root) NOPASSWD: ALL", "", None, "you must have a tty to run sudo"),
        ("", "PATH=/nowhere; ", Some(PASSWORD), "sudo: not found"),
    ] {
        let Some(sshd) = far_side(rules, before) else { return };
        let action = format!("touch '{}'", sshd.path("ran"));
        for keeps in [0, 60] {
            let host = run(&sshd, &action, keeps, password, &json!({}));
            assert_eq!((host.outcome, host.attempts), (HostOutcome::Failed, 1), "{host:?}");
            let error = host.error.as_deref().unwrap();
            assert!(error.starts_with("`sudo` did not run the action") && error.contains(reason), "{host:?}");
            assert!(password.is_none_or(|password| !format!("{host:?}").contains(password)), "{host:?}");
            assert!(!Path::new(&sshd.path("ran")).exists());
        }
    }
}

#[test]
fn start_procedure_connection_that_is_lost_ends_what_root_has_started() {
    let Some(sshd) = far_side("nobody ALL=(root) ALL", "") else { return };
    let marker = sshd.path("started");
    let action = format!("trap '' TERM HUP; touch '{marker}'; sleep 303.5");
    let host = thread::scope(|scope| {
        let running = scope.spawn(|| run(&sshd, &action, 0, Some(PASSWORD), &json!({ "retries": 0 })));
        assert!(eventually(|| Path::new(&marker).exists()));
        assert!(sshd.processes().into_iter().any(|client| signal("KILL", client)));
        running.join().unwrap()
    });
    assert_eq!(host.outcome, HostOutcome::Lost, "{host:?}");
    assert!(eventually(|| !is_running("303.5")));
}
