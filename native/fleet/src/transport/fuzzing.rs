//! Only for the fuzz targets: what the library believes after `ssh` and the far side have written any text, and how it
//! reads and writes the messages of a master.

use std::sync::Arc;
use std::time::Duration;

use super::delivery::Delivery;
use super::evidence::Over;
use super::ssh_log::{Proof, SshLog};
use super::ssh_session::SshSession;
use crate::input::RemoteShell;
use crate::output::HostOutcome;
use crate::process::{Protocol, Source};
use crate::random;

#[cfg(unix)]
pub use super::kept::mux::{Answer, Answers, Malformed, new_session};

/// What the library believes after the text.
#[derive(Debug, PartialEq, Eq)]
pub struct Believed {
    /// The outcome.
    pub outcome: HostOutcome,
    /// The action's exit code.
    pub exit_code: Option<i32>,
    /// Whether the action was sent.
    pub is_sent: bool,
}

/// For pieces of the log (0), standard output (1) and standard error, none of which knows a secret of the attempt, and
/// an `ssh` that then exits with this code.
#[must_use]
pub fn believe_before_authentication(
    shell: RemoteShell,
    exit_code: Option<i32>,
    expect_disconnect: bool,
    pieces: &[(u8, &[u8])],
) -> Believed {
    let mut session = match shell {
        RemoteShell::Posix => SshSession::wrapped(
            SshLog::new(Proof::SentCommand(token())),
            None,
            [&token(), &token()],
            Delivery::new(Vec::new(), Arc::default()),
            usize::MAX,
        ),
        RemoteShell::None => SshSession::bare(SshLog::new(Proof::Nonce(token())), None, usize::MAX),
    };
    let is_sent = receive(&mut session, pieces);
    believed(session, Over::Ended(exit_code), expect_disconnect, is_sent)
}

/// For pieces of the two output streams that an action writes before it ends with `status`.
#[must_use]
pub fn believe_while_running(status: u8, pieces: &[(u8, &[u8])]) -> Believed {
    let (first, token) = (token(), token());
    let log = SshLog::new(Proof::SentCommand(token.clone()));
    let mut session =
        SshSession::wrapped(log, None, [&first, &token], Delivery::new(Vec::new(), Arc::default()), usize::MAX);
    session.receive(Source::Log, format!("debug1: Sending command: {token}\n").as_bytes());
    let marks = |marks: &str| [(1, marks.to_owned()), (2, marks.to_owned())];
    let start = marks(&format!("{first} begin\n{token} run\n"));
    let end = marks(&format!("{token} end {status}\n{token} left\n"));
    let is_sent = receive(&mut session, &start.each_ref().map(|(source, text)| (*source, text.as_bytes())));
    receive(&mut session, pieces);
    receive(&mut session, &end.each_ref().map(|(source, text)| (*source, text.as_bytes())));
    believed(session, Over::Ended(Some(i32::from(status))), false, is_sent)
}

fn token() -> String {
    random::hexadecimal::<18>()
}

/// Returns whether the action was sent meanwhile.
fn receive(session: &mut SshSession, pieces: &[(u8, &[u8])]) -> bool {
    let mut is_sent = false;
    for &(source, bytes) in pieces {
        let source = match source {
            0 => Source::Log,
            1 => Source::Stdout,
            _ => Source::Stderr,
        };
        session.receive(source, bytes);
        is_sent |= session.take_input().is_some();
    }
    is_sent
}

fn believed(session: SshSession, over: Over, expect_disconnect: bool, is_sent: bool) -> Believed {
    let (judgement, _) = session.conclude(over, String::new(), Duration::ZERO, expect_disconnect);
    Believed { outcome: judgement.outcome, exit_code: judgement.exit_code, is_sent }
}
