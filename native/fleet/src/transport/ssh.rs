//! Runs the action on the host, through the system's OpenSSH client.

use std::fmt::Write;
use std::process::ExitStatus;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::delivery::Delivery;
use super::evidence::Over;
use super::kept::{self, Attempted};
use super::pacing::{self, Permit};
use super::ssh_command::{self, PROGRAM};
use super::ssh_log::{Address, Proof, SshLog};
use super::ssh_session::SshSession;
use super::sudo::Sudo;
use super::{Request, wrapper};
use crate::host_address::HostAddress;
use crate::input::RemoteShell;
use crate::output::HostOutcome;
use crate::process::{self, Ending, LogFile, Run, Stdin};
use crate::random;
use crate::transport::attempt::{AttemptResult, Judgement};

/// Runs the action once, on as many connections as it takes until one isn't turned away.
pub(super) async fn attempt(request: &Request<'_>) -> AttemptResult {
    let input = request.input;
    if input.remote_shell == RemoteShell::Posix && input.action.len() > wrapper::LONGEST_ACTION {
        let error = format!(
            "the action is longer than {} bytes, the most that a shell accepts: as `input`, a script of any length can \
             be given to `sh -s`",
            wrapper::LONGEST_ACTION
        );
        return AttemptResult::silent(Judgement::new(HostOutcome::Failed).because(error));
    }
    let host = match HostAddress::parse(request.host) {
        Ok(host) => host,
        Err(error) => return AttemptResult::silent(Judgement::new(HostOutcome::Failed).because(error)),
    };
    let patience = ssh_command::connect_timeout(input);
    let mut waited = Duration::ZERO;
    let mut address = None;
    let mut number = 1;
    let mut deadline = super::deadline(input);
    let mut keeps = kept::is_wanted(input);
    match kept::attempt(request, deadline).await {
        Some(Attempted::Judged(result, _)) => return result,
        Some(Attempted::NotSent) => keeps = false,
        None => {}
    }
    loop {
        let permit = request.pacing.enter(address.clone()).await;
        let started = Instant::now();
        let (result, turned_away_by) = if keeps {
            match kept::connect(request, permit, deadline).await {
                Attempted::Judged(result, turned_away_by) => (result, turned_away_by),
                Attempted::NotSent => {
                    keeps = false;
                    continue;
                }
            }
        } else {
            connect(request, &host, permit, deadline).await
        };
        let Some(turned_away_by) = turned_away_by else { return result };
        request.pacing.limit(turned_away_by.clone());
        waited += started.elapsed();
        let delay = pacing::delay(number);
        let cancel = &request.supervision.cancel;
        if number == pacing::TRIES || waited + delay > patience || cancel.is_set() {
            return result;
        }
        request.event_loop.sleep(delay, || cancel.is_set()).await;
        waited += delay;
        address = Some(turned_away_by);
        number += 1;
        deadline = super::deadline(input);
    }
}

/// Runs the action on one connection. If that was turned away, the second value says by which address.
async fn connect(
    request: &Request<'_>,
    host: &HostAddress<'_>,
    permit: Permit,
    deadline: Option<Instant>,
) -> (AttemptResult, Option<Address>) {
    let input = request.input;
    if request.supervision.cancel.is_set() {
        return (AttemptResult::silent(Judgement::new(HostOutcome::Cancelled)), None);
    }
    let log = match LogFile::create() {
        Ok(log) => log,
        Err(error) => return (AttemptResult::silent(Judgement::of_unstarted(PROGRAM, &error)), None),
    };
    let version = request.ssh_version.get(request.event_loop, request.supervision).await;
    let (command, stdin, session, grant) = match input.remote_shell {
        RemoteShell::Posix => {
            let (line, session) =
                wrapped(request, Some(permit), |beginning| SshLog::new(Proof::SentCommand(beginning)));
            (ssh_command::of_wrapper(input, version, host, &line, log.path()), Stdin::Protocol, session, None)
        }
        RemoteShell::None => {
            let nonce = random::hexadecimal::<16>();
            let ssh = ssh_command::of_action(input, version, host, log.path(), &nonce);
            let log = SshLog::new(Proof::Nonce(nonce));
            let session = SshSession::bare(log, Some(permit), super::output_limit(input));
            (ssh, bare_input(request), session.reporting_to(request.live_streams()), request.grant.cloned())
        }
    };
    let run = Run { command, stdin, log: Some(log), deadline, protocol: session, grant };
    let (ending, session) = process::run(request.event_loop, request.supervision, run).await;
    let ending = match ending {
        Ok(ending) => ending,
        Err(error) => return (AttemptResult::silent(Judgement::of_unstarted(PROGRAM, &error)), None),
    };
    let (over, exit, left) = read(ending);
    let turned_away_by = if matches!(over, Over::Ended(Some(255))) { session.turned_away_by() } else { None };
    let (judgement, [stdout, stderr]) = session.conclude(over, exit, input.timeout, input.expect_disconnect);
    (AttemptResult::new(with_left(judgement, left), stdout, stderr), turned_away_by)
}

/// The wrapper's command line, and a session for it that has the action. The log is made with the beginning of the line,
/// which nobody can know before it is sent.
pub(super) fn wrapped(
    request: &Request<'_>,
    permit: Option<Permit>,
    log: impl FnOnce(String) -> SshLog,
) -> (String, SshSession) {
    // Each half begins with a letter, because some shells read a number in a special way.
    let halves = ["Z", "q"].map(|letter| letter.to_owned() + &random::hexadecimal::<8>());
    let secret = format!("Z{}", random::hexadecimal::<16>());
    let input = request.input;
    let action = wrapper::encode(&input.action, &request.variables(), &secret, input.expect_disconnect);
    let delivery =
        Delivery::new(action, request.action_input().cloned().unwrap_or_default()).granted_by(request.grant.cloned());
    let tokens = [&*halves.concat(), &secret];
    let sudo = input.sudo.then(|| Sudo::new(input.sudo_password.as_deref()));
    let prefix = sudo.as_ref().map_or_else(String::new, Sudo::prefix);
    let log = log(wrapper::beginning(&prefix, &halves));
    let session = SshSession::wrapped(log, permit, tokens, delivery, super::output_limit(input)).by_sudo(sudo);
    (wrapper::command_line(&prefix, &halves), session.reporting_to(request.live_streams()))
}

/// What an action without a wrapper reads.
pub(super) fn bare_input(request: &Request<'_>) -> Stdin {
    match request.action_input() {
        Some(bytes) => Stdin::Bytes(Arc::clone(bytes)),
        // On Windows, `ssh` doesn't notice the end of an empty file.
        None if cfg!(windows) => Stdin::Protocol,
        None => Stdin::Empty,
    }
}

/// Adds what may be left of an `ssh` to the judgement.
pub(super) fn with_left(mut judgement: Judgement, left: Option<String>) -> Judgement {
    if let Some(left) = left {
        let error = judgement.error.get_or_insert_default();
        let separator = if error.is_empty() { "" } else { "; " };
        // Writing into a string doesn't fail.
        let _ = write!(error, "{separator}{left}");
        judgement.can_retry = false;
    }
    judgement
}

/// How the run of `ssh` ended, the same in words, and what may be left of it.
pub(super) fn read(ending: Ending) -> (Over, String, Option<String>) {
    match ending {
        Ending::Exited(status) => (Over::Ended(status.code()), ended(status), None),
        Ending::StatusUnknown(reason) => (Over::StatusUnknown, reason, None),
        Ending::Unwatched(reason) => (Over::Unwatched, reason, None),
        Ending::Concluded(left) => (Over::Concluded, "`ssh` was ended".to_owned(), left.err()),
        Ending::Stopped(cause, left) => (Over::Stopped(cause), "`ssh` was ended".to_owned(), left.err()),
    }
}

fn ended(status: ExitStatus) -> String {
    format!("`ssh` ended with {status}")
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::process::ExitStatusExt;

    use super::*;
    use crate::process::Cause;

    #[test]
    fn read_reports_how_ssh_ended_and_what_may_be_left() {
        let left = || Err("left".to_owned());
        for (ending, over, exit, may_be_left) in [
            (
                Ending::Exited(ExitStatus::from_raw(255 << 8)),
                Over::Ended(Some(255)),
                "`ssh` ended with exit status: 255",
                None,
            ),
            (Ending::Exited(ExitStatus::from_raw(9)), Over::Ended(None), "`ssh` ended with signal: 9 (SIGKILL)", None),
            (Ending::StatusUnknown("reason".to_owned()), Over::StatusUnknown, "reason", None),
            (Ending::Unwatched("reason".to_owned()), Over::Unwatched, "reason", None),
            (Ending::Concluded(Ok(())), Over::Concluded, "`ssh` was ended", None),
            (Ending::Concluded(left()), Over::Concluded, "`ssh` was ended", Some("left")),
            (Ending::Stopped(Cause::TimeOver, left()), Over::Stopped(Cause::TimeOver), "`ssh` was ended", Some("left")),
        ] {
            assert_eq!(read(ending), (over, exit.to_owned(), may_be_left.map(str::to_owned)));
        }
    }
}
