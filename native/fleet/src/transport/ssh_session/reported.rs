//! What is reported to a session of a kept connection about its end, because the log of its `ssh` is that of all its sessions.

use std::time::Instant;

use super::{Command, SshSession};
use crate::transport::ssh_log::FarEnd;

/// How a master begins the line that it writes on a session's standard error when the server refuses the command.
const REFUSAL: &str = "exec request failed on channel ";

impl SshSession {
    /// Whether the action may have reached the far side.
    pub(in crate::transport) fn is_sent(&self) -> bool {
        match &self.command {
            Command::Wrapper(wrapper) => wrapper.delivery.is_complete(),
            Command::Action(_) => self.log.was_sent,
        }
    }

    /// Records whether a command line that is the action was sent.
    pub(in crate::transport) fn set_command_sent(&mut self, is_sent: bool) {
        self.log.was_sent = is_sent;
    }

    pub(in crate::transport) fn far_end(&self) -> FarEnd {
        self.log.far_end
    }

    /// Records the end that a master reports.
    pub(in crate::transport) fn set_far_end(&mut self, far_end: FarEnd) {
        self.log.far_end = far_end;
        self.last_read = Instant::now();
        self.advance();
    }

    /// Records that the session was closed without a status.
    pub(in crate::transport) fn set_closed(&mut self) {
        let refusal = match &mut self.command {
            Command::Wrapper(_) => None,
            Command::Action(captures) => captures.stderr.take_last_line(REFUSAL),
        };
        match refusal {
            Some(refusal) => self.log.receive(format!("{refusal}\n").as_bytes()),
            None => self.set_far_end(FarEnd::Closed),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::output::HostOutcome;
    use crate::process::{Protocol, Source};
    use crate::transport::evidence::Over;
    use crate::transport::ssh_log::SshLog;

    #[test]
    fn set_closed_after_a_refusal_is_one_and_else_an_end_without_a_status() {
        for (stderr, outcome, error, left) in [
            (
                "exec request failed on channel 3\r\n",
                HostOutcome::Failed,
                "the server refused to run a command: exec request failed on channel 3",
                "",
            ),
            (
                "text\n",
                HostOutcome::Lost,
                "the action has ended: by a signal, or the server does not report exit codes",
                "text\n",
            ),
        ] {
            let mut session = SshSession::bare(SshLog::of_session(), None, 100);
            session.set_command_sent(true);
            session.receive(Source::Stderr, stderr.as_bytes());
            session.set_closed();
            let (judgement, [_, stderr]) = session.conclude(Over::Ended(None), String::new(), Duration::ZERO, false);
            assert_eq!((judgement.outcome, judgement.error.as_deref()), (outcome, Some(error)));
            assert_eq!((stderr.into_text().as_str(), judgement.can_retry), (left, false));
        }
    }
}
