//! On the host, through the system's OpenSSH client.

use std::process::{Command, ExitStatus, Stdio};
use std::time::Duration;

use super::ssh_log::{Session, SshLog};
use super::{Request, remote_shell};
use crate::fleet::attempt::{Attempt, Verdict};
use crate::fleet::input::{ProcedureInput, RemoteShell};
use crate::fleet::output::HostOutcome;
use crate::fleet::platform;

const PROGRAM: &str = "ssh";

/// The longest that making the connection may take.
const LONGEST_CONNECT: Duration = Duration::from_secs(10);

pub(super) fn attempt(request: &Request<'_>) -> Attempt {
    let input = request.input;
    let log = match SshLog::create() {
        Ok(log) => log,
        Err(error) => return Attempt::of_unstarted(PROGRAM, &error),
    };
    let run = platform::run(
        &mut command(input, request.host, &log),
        super::limits(input),
        request.supervision,
        request.started,
    );
    Attempt::conclude(PROGRAM, run, |status, stderr| match log.session() {
        Ok(session) => judge(status, &session, stderr, input.expect_disconnect),
        // It may have run: what is not known is not tried again.
        Err(error) => Verdict::new(HostOutcome::Lost, Some(format!("the log of `ssh` cannot be read: {error}"))),
    })
}

fn command(input: &ProcedureInput, host: &str, log: &SshLog) -> Command {
    let mut ssh = Command::new(PROGRAM);
    // The first value of an option stands: these come before the caller's arguments. No shared connections, since the
    // log and the life of a connection would be another process's.
    ssh.arg("-T")
        .args(["-o", "BatchMode=yes", "-o", "ControlPath=none", "-o", "LogLevel=DEBUG1"])
        .args(["-o", &format!("ConnectTimeout={}", connect_timeout(input.timeout))])
        .args(["-o", "ServerAliveInterval=10", "-o", "ServerAliveCountMax=3"])
        .args(&input.ssh_arguments)
        .arg("-E")
        .arg(log.path())
        .args(["--", host])
        .arg(&*remote_shell::command_line(input.remote_shell, &input.action));
    // Open as long as this process lives, for the watchdog. Without one there is nothing to be read.
    let watched = input.remote_shell == RemoteShell::Posix || cfg!(windows);
    ssh.stdin(if watched { Stdio::piped() } else { Stdio::null() });
    ssh
}

/// Whole seconds, as ssh takes them; at least one, since zero would be no limit.
fn connect_timeout(timeout: Duration) -> u64 {
    let longest = if timeout.is_zero() { LONGEST_CONNECT } else { timeout.min(LONGEST_CONNECT) };
    (longest.as_secs() + u64::from(longest.subsec_nanos() > 0)).max(1)
}

fn judge(status: ExitStatus, session: &Session, stderr: &str, expect_disconnect: bool) -> Verdict {
    let reason = || {
        let said = session.reason.clone().or_else(|| stderr.lines().find(|line| !line.is_empty()).map(str::to_owned));
        Some(said.unwrap_or_else(|| format!("`ssh` ended with {status} and said nothing")))
    };
    match session {
        Session { action_sent: false, .. } => Verdict::new(HostOutcome::Unreachable, reason()),
        Session { exit_status_received: true, .. } => Verdict::of_exit(status),
        _ if expect_disconnect => Verdict::new(HostOutcome::Succeeded, None),
        Session { exit_signal_received: true, .. } => {
            Verdict::new(HostOutcome::Failed, Some("the action was ended by a signal".to_owned()))
        }
        _ => Verdict::new(HostOutcome::Lost, reason()),
    }
}
