use std::io::{self, ErrorKind};
use std::process::ExitStatus;

use crate::output::HostOutcome;
use crate::process::capture::Capture;

/// The result of one attempt on one host, with the action's output.
#[derive(Debug)]
pub(crate) struct AttemptResult {
    pub(crate) judgement: Judgement,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
    pub(crate) truncated: bool,
}

/// The outcome of an attempt, its reason, and whether another attempt would make sense and do no harm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judgement {
    pub(crate) outcome: HostOutcome,
    pub(crate) exit_code: Option<i32>,
    pub(crate) error: Option<String>,
    pub(crate) can_retry: bool,
}

impl Judgement {
    /// A judgement without an exit code or an error, and without a retry.
    pub(crate) fn new(outcome: HostOutcome) -> Self {
        Self { outcome, exit_code: None, error: None, can_retry: false }
    }

    pub(crate) fn because(self, error: impl Into<String>) -> Self {
        Self { error: Some(error.into()), ..self }
    }

    pub(crate) fn with_retry(self) -> Self {
        Self { can_retry: true, ..self }
    }

    /// For an action that ended by itself, with nothing between it and us.
    pub(crate) fn of_exit(status: ExitStatus) -> Self {
        if status.success() {
            return Self { exit_code: status.code(), ..Self::new(HostOutcome::Succeeded) };
        }
        let error = status.code().is_none().then(|| format!("the action was ended by a {status}"));
        Self { exit_code: status.code(), error, ..Self::new(HostOutcome::Failed).with_retry() }
    }

    /// For an action whose `program` could not be started.
    pub(crate) fn of_unstarted(program: &str, error: &io::Error) -> Self {
        let failed = Self::new(HostOutcome::Failed).because(format!("`{program}` could not be run: {error}"));
        // A missing program stays missing, and what is too long stays too long. A lack of processes may pass.
        let is_final = matches!(
            error.kind(),
            ErrorKind::NotFound
                | ErrorKind::PermissionDenied
                | ErrorKind::ArgumentListTooLong
                | ErrorKind::InvalidInput
        );
        if is_final { failed } else { failed.with_retry() }
    }
}

impl AttemptResult {
    pub(crate) fn new(judgement: Judgement, stdout: Capture, stderr: Capture) -> Self {
        let truncated = stdout.is_truncated() || stderr.is_truncated();
        Self { judgement, stdout: stdout.into_text(), stderr: stderr.into_text(), truncated }
    }

    /// For an action that wrote nothing.
    pub(crate) fn silent(judgement: Judgement) -> Self {
        Self { judgement, stdout: String::new(), stderr: String::new(), truncated: false }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_unstarted_temporary_error_is_retried() {
        for (kind, can_retry) in [
            (ErrorKind::NotFound, false),
            (ErrorKind::PermissionDenied, false),
            (ErrorKind::ArgumentListTooLong, false),
            (ErrorKind::InvalidInput, false),
            (ErrorKind::WouldBlock, true),
            (ErrorKind::OutOfMemory, true),
        ] {
            let judgement = Judgement::of_unstarted("ssh", &kind.into());
            assert_eq!((judgement.outcome, judgement.can_retry), (HostOutcome::Failed, can_retry), "{kind}");
            assert_eq!(judgement.error.unwrap(), format!("`ssh` could not be run: {kind}"));
        }
    }

    #[test]
    fn silent_is_empty_and_not_truncated() {
        let attempt = AttemptResult::silent(Judgement::new(HostOutcome::Cancelled));
        assert_eq!((attempt.stdout.as_str(), attempt.stderr.as_str(), attempt.truncated), ("", "", false));
    }
}
