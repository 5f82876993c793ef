//! The diagnostics of `ssh`, kept apart from the action's standard error. Its exit code 255 means anything; they tell.

use std::io::{self, Read, Seek};
use std::path::Path;

use crate::fleet::scratch_file::ScratchFile;

/// The log that one run of `ssh` writes.
#[derive(Debug)]
pub(super) struct SshLog(ScratchFile);

/// What the log tells of a session.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Session {
    /// The far side has been asked to run the action.
    pub(super) action_sent: bool,
    /// The far side has told the action's exit code.
    pub(super) exit_status_received: bool,
    /// The far side has told that a signal ended the action.
    pub(super) exit_signal_received: bool,
    /// The last thing said that is no routine.
    pub(super) reason: Option<String>,
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
        let mut log = Vec::new();
        self.0.file().rewind()?;
        self.0.file().read_to_end(&mut log)?;
        Ok(Session::of_log(&String::from_utf8_lossy(&log)))
    }
}

impl Session {
    /// Text of the far side stands behind a prefix and has its control characters escaped by `ssh`: it cannot pose as a
    /// line of its own.
    fn of_log(log: &str) -> Self {
        let mut session = Self::default();
        for line in log.lines().filter(|line| !line.is_empty()) {
            if let Some(detail) = line.strip_prefix("debug1: ") {
                session.action_sent |= detail.starts_with("Sending command: ");
                if detail.starts_with("client_input_channel_req: ") {
                    session.exit_status_received |= detail.contains(" rtype exit-status ");
                    session.exit_signal_received |= detail.contains(" rtype exit-signal ");
                }
            } else if line.starts_with("exec request failed") {
                session.action_sent = false;
                session.reason = Some(line.to_owned());
            } else if !is_routine(line) {
                session.reason = Some(line.to_owned());
            }
        }
        session
    }
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

    #[test]
    fn of_log_connection_refused_was_not_sent_and_tells_why() {
        let session = Session::of_log("debug1: Connecting\r\nssh: connect to host h port 1: Connection refused\r\n");
        assert!(!session.action_sent);
        assert_eq!(session.reason.as_deref(), Some("ssh: connect to host h port 1: Connection refused"));
    }

    #[test]
    fn of_log_exit_status_is_seen() {
        let status = "debug1: client_input_channel_req: channel 0 rtype exit-status reply 0\r\n";
        let session = Session::of_log(&format!("{CONNECTED}{SENT}{status}Transferred: sent 1, received 2 bytes\r\n"));
        let expected = Session { action_sent: true, exit_status_received: true, ..Session::default() };
        assert_eq!(session, expected);
    }

    #[test]
    fn of_log_connection_closed_after_the_action_was_sent_has_neither() {
        let session = Session::of_log(&format!("{CONNECTED}{SENT}Connection to h closed by remote host.\r\n"));
        assert!(session.action_sent && !session.exit_status_received && !session.exit_signal_received);
        assert_eq!(session.reason.as_deref(), Some("Connection to h closed by remote host."));
    }

    #[test]
    fn of_log_action_that_names_an_exit_status_does_not_fake_one() {
        let sent = "debug1: Sending command: client_input_channel_req: channel 0 rtype exit-status reply 0\r\n";
        assert!(!Session::of_log(sent).exit_status_received);
        let remote = "debug1: Remote: client_input_channel_req: channel 0 rtype exit-status reply 0\r\n";
        assert!(!Session::of_log(remote).exit_status_received);
    }

    #[test]
    fn of_log_refused_action_counts_as_not_sent() {
        let session = Session::of_log(&format!("{CONNECTED}{SENT}exec request failed on channel 0\r\n"));
        assert!(!session.action_sent);
    }
}
