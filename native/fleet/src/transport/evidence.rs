//! Turns what was proved about an attempt over ssh into its outcome. A claim needs evidence that the other side can't
//! forge before it is authenticated, and that no configuration can fake. An action that may have run, without proof of
//! its end, is lost.

use super::marks::Stage;
use super::ssh_log::FarEnd;
use crate::output::HostOutcome;
use crate::process::Cause;
use crate::transport::attempt::Judgement;

/// Why the run of `ssh` is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Over {
    /// `ssh` has ended: with this exit code, or by a signal.
    Ended(Option<i32>),
    /// `ssh` has ended, but how is unknown.
    StatusUnknown,
    /// We could not watch it to its end.
    Unwatched,
    /// We ended it because there was nothing more to wait for.
    Concluded,
    Stopped(Cause),
}

/// What has to start the wrapper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Starter {
    LoginShell,
    Sudo,
}

/// What was proved about an attempt with the wrapper.
#[derive(Debug, Clone)]
pub(super) struct Wrapped {
    pub(super) is_authenticated: bool,
    /// How far the wrapper has come, by its marks. It begins before it gets the action. Unknown until all that it gets
    /// was sent: before that, it can't have run the action.
    pub(super) stage: Stage,
    /// Whether the wrapper has begun, even if not all was sent.
    pub(super) is_wrapper_known: bool,
    pub(super) starter: Starter,
    /// The action's exit status, from the mark of its end.
    pub(super) status: Option<u32>,
    /// What holds the output of an ended action open, as the wrapper names it. Empty if nothing is known to, although
    /// the connection was still open.
    pub(super) holders: Option<String>,
    pub(super) far_end: FarEnd,
    /// The server refused this side's keys, or this side the server's, so another attempt would end the same way.
    pub(super) is_final: bool,
}

/// What was proved about an attempt whose command line is the action.
#[derive(Debug, Clone)]
pub(super) struct Bare {
    pub(super) is_authenticated: bool,
    pub(super) was_sent: bool,
    pub(super) far_end: FarEnd,
    pub(super) is_final: bool,
}

impl Wrapped {
    /// For a connection that wasn't made.
    #[cfg(unix)]
    pub(super) fn unconnected(is_final: bool) -> Self {
        Self {
            is_authenticated: false,
            stage: Stage::Unknown,
            is_wrapper_known: false,
            starter: Starter::LoginShell,
            status: None,
            holders: None,
            far_end: FarEnd::Unknown,
            is_final,
        }
    }

    pub(super) fn judge(&self, over: Over, expect_disconnect: bool, why: &Why<'_>) -> Judgement {
        if let Some(status) = self.status {
            return self.of_status(status);
        }
        match (over, self.stage) {
            (Over::Stopped(Cause::Cancelled), _) => Judgement::new(HostOutcome::Cancelled),
            (Over::Stopped(Cause::TimeOver), Stage::Running | Stage::Ended) => match self.far_end {
                FarEnd::Unknown | FarEnd::Refused => Judgement::new(HostOutcome::TimedOut)
                    .because("the far side did not report that it ended the action, so it may still run"),
                FarEnd::Exited(_) | FarEnd::Signalled | FarEnd::Closed => {
                    Judgement::new(HostOutcome::TimedOut).with_retry()
                }
            },
            // Then the connection isn't what was lost.
            (Over::Unwatched, Stage::Running | Stage::Ended) => {
                Judgement::new(HostOutcome::Lost).because(why.exit.clone())
            }
            (_, Stage::Running | Stage::Ended) if expect_disconnect => Judgement::new(HostOutcome::Succeeded),
            (_, Stage::Running | Stage::Ended) => Judgement::new(HostOutcome::Lost).because(self.how_lost(why)),
            (_, Stage::Begun) => Judgement::new(HostOutcome::Lost)
                .because(format!("the action was sent, but its start was not reported: {}", why.ended())),
            (over, Stage::Unknown) => self.of_unsent(over, why),
        }
    }

    fn of_status(&self, status: u32) -> Judgement {
        let judgement = if status == 0 {
            Judgement::new(HostOutcome::Succeeded)
        } else {
            let failed = Judgement::new(HostOutcome::Failed);
            // If it has left something behind, it hasn't really ended.
            if self.holders.is_some() { failed } else { failed.with_retry() }
        };
        let held = self.holders.as_deref().map(|holders| match holders {
            "" => "the action has ended, but its connection was still open".to_owned(),
            holders => format!("the action has ended, but {holders} still holds its output open"),
        });
        let error = [signal_of(status), held].into_iter().flatten().collect::<Vec<_>>().join("; ");
        Judgement {
            exit_code: i32::try_from(status).ok(),
            error: Some(error).filter(|error| !error.is_empty()),
            ..judgement
        }
    }

    fn how_lost(&self, why: &Why<'_>) -> String {
        match self.far_end {
            FarEnd::Signalled => {
                "the shell around the action was ended by a signal, so its exit code is not known".to_owned()
            }
            FarEnd::Exited(_) | FarEnd::Closed => {
                "the shell around the action ended without reporting the action's exit code".to_owned()
            }
            FarEnd::Unknown | FarEnd::Refused => why.ended(),
        }
    }

    /// The wrapper hasn't shown that it runs, or the connection ended before it got all.
    fn of_unsent(&self, over: Over, why: &Why<'_>) -> Judgement {
        if !self.is_authenticated {
            let unreachable = Judgement::new(HostOutcome::Unreachable).because(why.not_connected(over));
            return if self.is_final { unreachable } else { unreachable.with_retry() };
        }
        let failed = Judgement::new(HostOutcome::Failed);
        let (starter, program) = match self.starter {
            Starter::LoginShell => ("the login shell", "`sh`"),
            Starter::Sudo => ("`sudo`", "the action"),
        };
        match over {
            _ if self.far_end == FarEnd::Refused => {
                failed.because(format!("the server refused to run a command: {}", why.ended()))
            }
            Over::Stopped(_) if self.is_wrapper_known => {
                failed.because("the action and its input were not sent in time").with_retry()
            }
            Over::Stopped(_) => failed.because(format!("{starter} did not start {program} in time{}", why.noise())),
            Over::Ended(Some(255) | None) | Over::StatusUnknown | Over::Unwatched
                if self.far_end == FarEnd::Unknown =>
            {
                Judgement::new(HostOutcome::Unreachable)
                    .because(format!("the connection ended before the action was sent: {}", why.ended()))
                    .with_retry()
            }
            _ if self.is_wrapper_known => {
                failed.because(format!("the far `sh` ended before the action was sent{}", why.noise())).with_retry()
            }
            Over::Ended(_) | Over::StatusUnknown | Over::Unwatched | Over::Concluded => {
                let code = match self.far_end {
                    FarEnd::Exited(Some(code)) => format!(" but exited with {code}"),
                    _ => String::new(),
                };
                failed.because(format!("{starter} did not run {program}{code}{}", why.noise()))
            }
        }
    }
}

impl Bare {
    pub(super) fn judge(&self, over: Over, expect_disconnect: bool, why: &Why<'_>) -> Judgement {
        if !self.is_authenticated {
            return self.of_unproved(over, why);
        }
        match (self.far_end, over) {
            (FarEnd::Exited(code), _) => Self::of_exit(code, over),
            (FarEnd::Signalled | FarEnd::Closed, _) if expect_disconnect => Judgement::new(HostOutcome::Succeeded),
            (FarEnd::Closed, _) => Judgement::new(HostOutcome::Lost)
                .because("the action has ended: by a signal, or the server does not report exit codes"),
            (FarEnd::Signalled, _) => {
                let failed = Judgement::new(HostOutcome::Failed).because("the action was ended by a signal");
                if over == Over::Concluded { failed } else { failed.with_retry() }
            }
            (FarEnd::Refused, _) => Judgement::new(HostOutcome::Failed)
                .because(format!("the server refused to run a command: {}", why.ended())),
            (FarEnd::Unknown, Over::Stopped(Cause::Cancelled)) => Judgement::new(HostOutcome::Cancelled),
            (FarEnd::Unknown, Over::Stopped(Cause::TimeOver)) => Judgement::new(HostOutcome::TimedOut)
                .because("without a shell on the far side, nothing ends the action there, so it may still run"),
            (FarEnd::Unknown, Over::Unwatched) => Judgement::new(HostOutcome::Lost).because(why.exit.clone()),
            (FarEnd::Unknown, _) if expect_disconnect && self.was_sent => Judgement::new(HostOutcome::Succeeded),
            (FarEnd::Unknown, _) => Judgement::new(HostOutcome::Lost).because(why.ended()),
        }
    }

    /// `ssh` only reports the exit code when it ends by itself, which it doesn't while the output is held open.
    fn of_exit(code: Option<i32>, over: Over) -> Judgement {
        match code {
            Some(0) => Judgement { exit_code: code, ..Judgement::new(HostOutcome::Succeeded) },
            Some(_) => Judgement { exit_code: code, ..Judgement::new(HostOutcome::Failed).with_retry() },
            None if over == Over::Concluded => Judgement::new(HostOutcome::Lost).because(
                "the action has ended, but a process that it started still holds its output open, so that its exit code \
                 is not known",
            ),
            None => Judgement::new(HostOutcome::Lost).because("the action has ended, and its exit code is not known"),
        }
    }

    /// Without proof of authentication, only a failure that `ssh` reports proves that nothing was sent.
    fn of_unproved(&self, over: Over, why: &Why<'_>) -> Judgement {
        match over {
            Over::Stopped(Cause::Cancelled) => Judgement::new(HostOutcome::Cancelled),
            Over::StatusUnknown | Over::Unwatched => Judgement::new(HostOutcome::Lost).because(why.ended()),
            Over::Ended(Some(code)) if code != 255 => Judgement::new(HostOutcome::Lost)
                .because(format!("`ssh` exited with {code} without proof that it was authenticated")),
            _ => {
                let unreachable = Judgement::new(HostOutcome::Unreachable).because(why.not_connected(over));
                if self.is_final { unreachable } else { unreachable.with_retry() }
            }
        }
    }
}

/// What a shell's exit status says about a signal. Most shells report one as 128 plus its number, which may also be a
/// plain exit code; some add 256 or 384, which no exit code reaches.
fn signal_of(status: u32) -> Option<String> {
    let (signal, is_certain) = match status {
        129..=192 => (status - 128, false),
        257..=320 => (status - 256, true),
        385..=448 => (status - 384, true),
        _ => return None,
    };
    let name = match signal {
        1 => " (SIGHUP)",
        2 => " (SIGINT)",
        3 => " (SIGQUIT)",
        6 => " (SIGABRT)",
        9 => " (SIGKILL)",
        11 => " (SIGSEGV)",
        13 => " (SIGPIPE)",
        14 => " (SIGALRM)",
        15 => " (SIGTERM)",
        _ => "",
    };
    Some(if is_certain {
        format!("the action was ended by signal {signal}{name}")
    } else {
        format!("the far shell reported {status}: signal {signal}{name}, or an exit with that code")
    })
}

/// How many characters to quote of what a login shell said: some print the whole command line.
const MOST_NOISE: usize = 300;

/// The reasons to quote in an error.
#[derive(Debug)]
pub(super) struct Why<'a> {
    /// What `ssh` has said since it was authenticated; before that, since it was started.
    pub(super) said: String,
    /// What is known about a connection that isn't made in time.
    pub(super) waiting: String,
    /// What the far side sent before the action ran.
    pub(super) noise: &'a str,
    /// How `ssh` itself ended.
    pub(super) exit: String,
}

impl Why<'_> {
    fn ended(&self) -> String {
        if self.said.is_empty() { self.exit.clone() } else { self.said.clone() }
    }

    fn not_connected(&self, over: Over) -> String {
        match over {
            Over::Stopped(_) if self.said.is_empty() => self.waiting.clone(),
            Over::Stopped(_) => format!("{}; {}", self.waiting, self.said),
            Over::Concluded => "the server floods the connection before authentication".to_owned(),
            Over::Ended(_) | Over::StatusUnknown | Over::Unwatched => self.ended(),
        }
    }

    fn noise(&self) -> String {
        let mut noise = self.noise.trim().chars();
        let start: String = noise.by_ref().take(MOST_NOISE).collect();
        match (start.as_str(), noise.next()) {
            ("", _) => String::new(),
            (noise, None) => format!("; it said: {noise}"),
            (noise, Some(_)) => format!("; it said: {noise}…"),
        }
    }
}

#[cfg(test)]
mod tests;
