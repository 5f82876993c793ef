//! The diagnostics of `ssh`, kept apart from the action's standard error. Its exit code 255 means anything; they tell.

use std::io::{self, BufRead, BufReader, Seek};
use std::path::Path;

use crate::fleet::scratch_file::ScratchFile;

/// The log that one run of `ssh` writes.
#[derive(Debug)]
pub(super) struct SshLog(ScratchFile);

/// What the log tells of a session.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Session {
    pub(super) action: Action,
    /// The last thing said that is no routine.
    pub(super) reason: Option<String>,
}

/// How far the action has come, as the log tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Action {
    /// The far side has not been asked to run it.
    #[default]
    NotSent,
    /// The far side has been asked to run it, and has not told its end.
    Sent,
    /// The far side has told its exit code.
    Exited,
    /// The far side has told that a signal ended it.
    Signalled,
    /// The log has a form in which this cannot be told.
    Unknown,
}

impl SshLog {
    pub(super) fn create() -> io::Result<Self> {
        ScratchFile::create().map(Self)
    }

    /// What `ssh` is to open.
    pub(super) fn path(&self) -> &Path {
        self.0.path()
    }

    pub(super) fn session(mut self) -> io::Result<Session> {
        self.0.file().rewind()?;
        Session::of_log(BufReader::new(self.0.file()))
    }
}

impl Session {
    /// Text of the far side stands behind a prefix and has its control characters escaped by `ssh`: it cannot pose as a
    /// line of its own.
    fn of_log(mut log: impl BufRead) -> io::Result<Self> {
        let mut session = Self::default();
        // Line by line: the far side can make it as long as it likes.
        let mut line = Vec::new();
        while log.read_until(b'\n', &mut line)? > 0 {
            session.note(String::from_utf8_lossy(&line).trim_end());
            line.clear();
        }
        Ok(session)
    }

    fn note(&mut self, line: &str) {
        if let Some(detail) = line.strip_prefix("debug1: ") {
            if self.action == Action::Unknown || names_its_source(detail) {
                self.action = Action::Unknown;
            } else if detail.starts_with("Sending command: ") {
                self.action = Action::Sent;
            } else if detail.starts_with("client_input_channel_req: ") {
                if detail.contains(" rtype exit-status ") {
                    self.action = Action::Exited;
                } else if detail.contains(" rtype exit-signal ") {
                    self.action = Action::Signalled;
                }
            }
        } else if line.starts_with("exec request failed") {
            self.action = Action::NotSent;
            self.reason = Some(line.to_owned());
        } else if !line.is_empty() && !is_routine(line) {
            self.reason = Some(line.to_owned());
        }
    }
}

/// Whether the line has the form that the option `LogVerbose` gives it: `clientloop.c:client_loop():1234 (pid=5): …`.
fn names_its_source(detail: &str) -> bool {
    detail.split(' ').next().is_some_and(|first| first.contains(".c:") && first.contains("():"))
}

fn is_routine(line: &str) -> bool {
    const BEGINNINGS: [&str; 8] = [
        "debug",
        "OpenSSH_",
        "Authenticated to ",
        "Transferred: ",
        "Bytes per second: ",
        "Pseudo-terminal will not be allocated",
        "Warning: Permanently added ",
        "Server accepts key: ",
    ];
    BEGINNINGS.iter().any(|beginning| line.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONNECTED: &str = "OpenSSH_9.2p1\r\nAuthenticated to h ([::1]:22) using \"publickey\".\r\n";
    const SENT: &str = "debug1: Sending command: reboot\r\n";

    fn session(log: &str) -> Session {
        Session::of_log(log.as_bytes()).unwrap()
    }

    #[test]
    fn of_log_connection_refused_was_not_sent_and_tells_why() {
        let session = session("debug1: Connecting\r\nssh: connect to host h port 1: Connection refused\r\n");
        assert_eq!(session.action, Action::NotSent);
        assert_eq!(session.reason.as_deref(), Some("ssh: connect to host h port 1: Connection refused"));
    }

    #[test]
    fn of_log_that_names_its_sources_tells_nothing() {
        let verbose = "debug1: clientloop.c:client_session2_setup():2660 (pid=5): Sending command: reboot\r\n";
        assert_eq!(session(&format!("{verbose}debug1: Exit status 255\r\n")).action, Action::Unknown);
    }

    #[test]
    fn of_log_of_an_ssh_that_ended_before_it_began_was_not_sent() {
        assert_eq!(session("").action, Action::NotSent);
        assert_eq!(session("Can't open user config file x: No such file\r\n").action, Action::NotSent);
    }

    #[test]
    fn of_log_exit_status_is_seen() {
        let status = "debug1: client_input_channel_req: channel 0 rtype exit-status reply 0\r\n";
        let session = session(&format!("{CONNECTED}{SENT}{status}Transferred: sent 1, received 2 bytes\r\n"));
        let expected = Session { action: Action::Exited, reason: None };
        assert_eq!(session, expected);
    }

    #[test]
    fn of_log_connection_broken_after_the_action_was_sent_has_neither() {
        let broken = "client_loop: send disconnect: Broken pipe";
        let session = session(&format!("{CONNECTED}{SENT}{broken}\r\n"));
        assert_eq!(session.action, Action::Sent);
        assert_eq!(session.reason.as_deref(), Some(broken));
    }

    #[test]
    fn of_log_action_that_names_an_exit_status_does_not_fake_one() {
        let sent = "debug1: Sending command: client_input_channel_req: channel 0 rtype exit-status reply 0\r\n";
        assert_eq!(session(sent).action, Action::Sent);
        let remote = "debug1: Remote: client_input_channel_req: channel 0 rtype exit-status reply 0\r\n";
        assert_eq!(session(remote).action, Action::NotSent);
    }

    #[test]
    fn of_log_refused_action_counts_as_not_sent() {
        let session = session(&format!("{CONNECTED}{SENT}exec request failed on channel 0\r\n"));
        assert_eq!(session.action, Action::NotSent);
    }
}
