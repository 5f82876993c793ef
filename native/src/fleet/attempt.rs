use std::io::{self, ErrorKind};
use std::process::ExitStatus;

use super::output::HostOutcome;
use super::platform::{Ending, Finished};

/// What came of one attempt on one host.
#[derive(Debug)]
pub(super) struct Attempt {
    pub(super) verdict: Verdict,
    pub(super) stdout: String,
    pub(super) stderr: String,
    pub(super) truncated: bool,
    /// Whether trying again could be of use and do no harm.
    pub(super) can_retry: bool,
}

/// The outcome of an attempt, and why.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    pub(super) outcome: HostOutcome,
    pub(super) exit_code: Option<i32>,
    pub(super) error: Option<String>,
}

impl Verdict {
    pub(super) fn new(outcome: HostOutcome, error: Option<String>) -> Self {
        Self { outcome, exit_code: None, error }
    }

    /// The verdict on an action that ended by itself.
    pub(super) fn of_exit(status: ExitStatus) -> Self {
        let outcome = if status.success() { HostOutcome::Succeeded } else { HostOutcome::Failed };
        let error = status.code().is_none().then(|| format!("the action was ended by a {status}"));
        Self { outcome, exit_code: status.code(), error }
    }

    fn can_retry(&self) -> bool {
        matches!(self.outcome, HostOutcome::Failed | HostOutcome::TimedOut | HostOutcome::Unreachable)
    }
}

impl Attempt {
    /// Concludes the run of `program`; `judge` is asked about one that ended by itself. It may take from the stderr what
    /// is not the action's.
    pub(super) fn conclude(
        program: &str,
        run: io::Result<Finished>,
        judge: impl FnOnce(ExitStatus, &mut String) -> Verdict,
    ) -> Self {
        match run {
            Ok(finished) => Self::of_finished(finished, judge),
            Err(error) => Self::of_unstarted(program, &error),
        }
    }

    fn of_finished(finished: Finished, judge: impl FnOnce(ExitStatus, &mut String) -> Verdict) -> Self {
        let truncated = finished.stdout.is_truncated() || finished.stderr.is_truncated();
        let (stdout, mut stderr) = (finished.stdout.into_text(), finished.stderr.into_text());
        let status_known = !matches!(finished.ending, Ending::StatusUnknown(_));
        let verdict = match finished.ending {
            Ending::Exited(status) => judge(status, &mut stderr),
            Ending::StatusUnknown(reason) => Verdict::new(HostOutcome::Failed, Some(reason)),
            Ending::TimedOut(stopped) => Verdict::new(HostOutcome::TimedOut, stopped.err()),
            Ending::Cancelled(stopped) => Verdict::new(HostOutcome::Cancelled, stopped.err()),
        };
        // Whose end is not known may have done its work.
        let can_retry = status_known && verdict.can_retry();
        Self { verdict, stdout, stderr, truncated, can_retry }
    }

    pub(super) fn of_unstarted(program: &str, error: &io::Error) -> Self {
        let reason = format!("`{program}` could not be run: {error}");
        Self {
            verdict: Verdict::new(HostOutcome::Failed, Some(reason)),
            stdout: String::new(),
            stderr: String::new(),
            truncated: false,
            // A program that is not there will not come, and what is too long stays so; a lack of processes may pass.
            can_retry: !matches!(
                error.kind(),
                ErrorKind::NotFound
                    | ErrorKind::PermissionDenied
                    | ErrorKind::ArgumentListTooLong
                    | ErrorKind::InvalidInput
            ),
        }
    }
}
