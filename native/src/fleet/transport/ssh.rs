//! On the host, through the system's OpenSSH client.

use std::process::{Command, ExitStatus};
use std::time::Duration;

use super::ssh_log::{Action, Session, SshLog};
use super::{Request, remote_shell};
use crate::fleet::attempt::{Attempt, Verdict};
use crate::fleet::input::{ProcedureInput, RemoteShell};
use crate::fleet::output::HostOutcome;
use crate::fleet::platform::{self, Stdin};

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
        stdin(input.remote_shell),
        super::limits(input),
        request.supervision,
        request.waits,
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
        .args(["-o", "RemoteCommand=none"])
        .args(["-o", &format!("ConnectTimeout={}", connect_timeout(input.timeout))])
        .args(["-o", "ServerAliveInterval=10", "-o", "ServerAliveCountMax=3"])
        .args(&input.ssh_arguments)
        .arg("-E")
        .arg(log.path())
        .args(["--", host])
        .arg(&*remote_shell::command_line(input.remote_shell, &input.action));
    ssh
}

/// Open as long as this process lives, for the watchdog. Without one there is nothing to be read.
fn stdin(shell: RemoteShell) -> Stdin {
    if shell == RemoteShell::Posix || cfg!(windows) { Stdin::Open } else { Stdin::Empty }
}

/// Whole seconds, as ssh takes them; at least one, since zero would be no limit.
fn connect_timeout(timeout: Duration) -> u64 {
    let longest = if timeout.is_zero() { LONGEST_CONNECT } else { timeout.min(LONGEST_CONNECT) };
    (longest.as_secs() + u64::from(longest.subsec_nanos() > 0)).max(1)
}

/// `ssh` says 255 for all that goes wrong with itself; whether the action was sent, and what came back, its log says.
/// `unreachable` may be tried again, so that it takes a log which shows that nothing was sent.
fn judge(status: ExitStatus, session: &Session, stderr: &mut String, expect_disconnect: bool) -> Verdict {
    match session.action {
        Action::Exited => Verdict::of_exit(status),
        Action::NotSent if status.code() == Some(255) => {
            let said = session.reason.clone().or_else(|| first_line(stderr));
            Verdict::new(HostOutcome::Unreachable, Some(said.unwrap_or_else(|| ended(status))))
        }
        Action::NotSent | Action::Unknown => {
            let reason = format!("{}, and its log does not tell whether the action ran", ended(status));
            Verdict::new(HostOutcome::Lost, Some(reason))
        }
        Action::Sent | Action::Signalled if expect_disconnect => {
            take_farewell(stderr);
            Verdict::new(HostOutcome::Succeeded, None)
        }
        Action::Signalled => Verdict::new(HostOutcome::Failed, Some("the action was ended by a signal".to_owned())),
        Action::Sent => {
            let said = take_farewell(stderr).or_else(|| session.reason.clone());
            Verdict::new(HostOutcome::Lost, Some(said.unwrap_or_else(|| ended(status))))
        }
    }
}

fn ended(status: ExitStatus) -> String {
    format!("`ssh` ended with {status}")
}

fn first_line(text: &str) -> Option<String> {
    text.lines().find(|line| !line.is_empty()).map(str::to_owned)
}

/// What `ssh` writes on standard error, not into its log, when a connection ends early: taken out of what the action has
/// written there.
fn take_farewell(stderr: &mut String) -> Option<String> {
    let start = stderr.trim_end().rfind('\n').map_or(0, |end| end + 1);
    let line = stderr[start..].trim_end();
    let farewell = line.starts_with("Connection to ").then(|| line.to_owned())?;
    stderr.truncate(start);
    Some(farewell)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::*;

    fn verdict(code: i32, action: Action) -> HostOutcome {
        let session = Session { action, reason: None };
        judge(ExitStatus::from_raw(code << 8), &session, &mut String::new(), false).outcome
    }

    #[test]
    fn judge_not_sent_is_unreachable_only_where_ssh_itself_failed_and_told() {
        assert_eq!(verdict(255, Action::NotSent), HostOutcome::Unreachable);
        assert_eq!(verdict(0, Action::NotSent), HostOutcome::Lost);
        assert_eq!(verdict(255, Action::Unknown), HostOutcome::Lost);
    }

    #[test]
    fn judge_sent_without_an_answer_is_lost_unless_expected() {
        let sent = Session { action: Action::Sent, reason: None };
        let mut stderr = "the action's own\nConnection to h closed by remote host.\r\n".to_owned();
        let lost = judge(ExitStatus::from_raw(255 << 8), &sent, &mut stderr, false);
        assert_eq!(lost.outcome, HostOutcome::Lost);
        assert_eq!(lost.error.as_deref(), Some("Connection to h closed by remote host."));
        assert_eq!(stderr, "the action's own\n");
        let expected = judge(ExitStatus::from_raw(255 << 8), &sent, &mut stderr, true);
        assert_eq!((expected.outcome, expected.error), (HostOutcome::Succeeded, None));
    }

    #[test]
    fn judge_answered_is_the_actions_exit() {
        assert_eq!(verdict(255, Action::Exited), HostOutcome::Failed);
        assert_eq!(verdict(0, Action::Exited), HostOutcome::Succeeded);
        assert_eq!(verdict(255, Action::Signalled), HostOutcome::Failed);
    }
}
