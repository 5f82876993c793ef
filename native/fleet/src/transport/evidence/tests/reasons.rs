//! The reason that each judgement gives.

use super::*;

/// Has a text in every member.
fn why() -> Why<'static> {
    Why { said: "said".to_owned(), waiting: "waiting".to_owned(), noise: "noise", exit: "exit".to_owned() }
}

/// The outcome, whether there is another attempt, and the reason.
fn with_reason(judgement: &Judgement) -> (HostOutcome, bool, Option<&str>) {
    (judgement.outcome, judgement.can_retry, judgement.error.as_deref())
}

#[test]
fn judge_wrapped_that_has_begun_says_what_became_of_the_action() {
    use HostOutcome::{Cancelled, Lost, Succeeded, TimedOut};

    let may_run = "the far side did not report that it ended the action, so it may still run";
    let unreported = "the shell around the action ended without reporting the action's exit code";
    let signalled = "the shell around the action was ended by a signal, so its exit code is not known";
    let (ended, time_over) = (Over::Ended(Some(255)), Over::Stopped(Cause::TimeOver));
    for (stage, far_end, over, expect, expected) in [
        (Stage::Running, FarEnd::Unknown, Over::Stopped(Cause::Cancelled), true, (Cancelled, false, None)),
        (Stage::Running, FarEnd::Unknown, time_over, false, (TimedOut, false, Some(may_run))),
        (Stage::Running, FarEnd::Refused, time_over, false, (TimedOut, false, Some(may_run))),
        (Stage::Ended, FarEnd::Exited(None), time_over, false, (TimedOut, true, None)),
        (Stage::Running, FarEnd::Unknown, Over::Unwatched, true, (Lost, false, Some("exit"))),
        (Stage::Running, FarEnd::Unknown, ended, true, (Succeeded, false, None)),
        (Stage::Running, FarEnd::Unknown, ended, false, (Lost, false, Some("said"))),
        (Stage::Running, FarEnd::Refused, ended, false, (Lost, false, Some("said"))),
        (Stage::Running, FarEnd::Signalled, ended, false, (Lost, false, Some(signalled))),
        (Stage::Running, FarEnd::Closed, ended, false, (Lost, false, Some(unreported))),
        (Stage::Running, FarEnd::Closed, time_over, false, (TimedOut, true, None)),
        (Stage::Ended, FarEnd::Exited(Some(1)), ended, false, (Lost, false, Some(unreported))),
        (
            Stage::Begun,
            FarEnd::Unknown,
            ended,
            true,
            (Lost, false, Some("the action was sent, but its start was not reported: said")),
        ),
    ] {
        let seen = Wrapped { far_end, ..wrapped(stage) };
        assert_eq!(with_reason(&seen.judge(over, expect, &why())), expected, "{seen:?} {over:?}");
    }
}

#[test]
fn judge_wrapped_that_has_not_begun_says_why_nothing_was_sent() {
    use HostOutcome::{Cancelled, Failed, Unreachable};

    let refused = "the server refused to run a command: said";
    let late = "the login shell did not start `sh` in time; it said: noise";
    let closed = "the connection ended before the action was sent: said";
    let not_run = "the login shell did not run `sh`; it said: noise";
    let time_over = Over::Stopped(Cause::TimeOver);
    for (far_end, over, expected) in [
        (FarEnd::Refused, Over::Ended(Some(255)), (Failed, false, Some(refused))),
        (FarEnd::Refused, time_over, (Failed, false, Some(refused))),
        (FarEnd::Unknown, time_over, (Failed, false, Some(late))),
        (FarEnd::Exited(Some(0)), time_over, (Failed, false, Some(late))),
        (FarEnd::Unknown, Over::Stopped(Cause::Cancelled), (Cancelled, false, None)),
        (FarEnd::Unknown, Over::Ended(Some(255)), (Unreachable, true, Some(closed))),
        (FarEnd::Unknown, Over::Ended(None), (Unreachable, true, Some(closed))),
        (FarEnd::Unknown, Over::StatusUnknown, (Unreachable, true, Some(closed))),
        (FarEnd::Unknown, Over::Unwatched, (Unreachable, true, Some(closed))),
        (FarEnd::Signalled, Over::Ended(Some(255)), (Failed, false, Some(not_run))),
        (FarEnd::Unknown, Over::Ended(Some(0)), (Failed, false, Some(not_run))),
        (FarEnd::Unknown, Over::Concluded, (Failed, false, Some(not_run))),
        (FarEnd::Exited(None), Over::Concluded, (Failed, false, Some(not_run))),
    ] {
        let seen = Wrapped { far_end, ..wrapped(Stage::Unknown) };
        assert_eq!(with_reason(&seen.judge(over, true, &why())), expected, "{seen:?} {over:?}");
    }
}

#[test]
fn judge_not_authenticated_quotes_ssh_or_says_what_it_waited_for() {
    let nothing_said = || Why { said: String::new(), ..why() };
    for (over, why, error) in [
        (Over::Ended(Some(255)), why(), "said"),
        (Over::Ended(Some(255)), nothing_said(), "exit"),
        (Over::Stopped(Cause::TimeOver), why(), "waiting; said"),
        (Over::Stopped(Cause::TimeOver), nothing_said(), "waiting"),
        (Over::Concluded, why(), "the server floods the connection before authentication"),
    ] {
        for is_final in [false, true] {
            let expected = (HostOutcome::Unreachable, !is_final, Some(error));
            let seen = Wrapped { is_authenticated: false, is_final, ..wrapped(Stage::Unknown) };
            assert_eq!(with_reason(&seen.judge(over, true, &why)), expected, "{over:?}");
            let seen = Bare { is_authenticated: false, is_final, ..bare() };
            assert_eq!(with_reason(&seen.judge(over, true, &why)), expected, "{over:?}");
        }
    }
}

#[test]
fn judge_bare_not_authenticated_is_lost_if_something_may_have_been_sent() {
    let seen = Bare { is_authenticated: false, ..bare() };
    for (over, expected) in [
        (Over::Stopped(Cause::Cancelled), (HostOutcome::Cancelled, false, None)),
        (Over::StatusUnknown, (HostOutcome::Lost, false, Some("said"))),
        (Over::Unwatched, (HostOutcome::Lost, false, Some("said"))),
        (
            Over::Ended(Some(3)),
            (HostOutcome::Lost, false, Some("`ssh` exited with 3 without proof that it was authenticated")),
        ),
    ] {
        assert_eq!(with_reason(&seen.judge(over, true, &why())), expected, "{over:?}");
    }
}

#[test]
fn judge_bare_authenticated_says_what_became_of_the_action() {
    use HostOutcome::{Cancelled, Failed, Lost, Succeeded, TimedOut};

    let held = "the action has ended, but a process that it started still holds its output open, so that its exit code is not \
                known";
    let unknown = "the action has ended, and its exit code is not known";
    let signalled = "the action was ended by a signal";
    let closed = "the action has ended: by a signal, or the server does not report exit codes";
    let nobody = "without a shell on the far side, nothing ends the action there, so it may still run";
    let ended = Over::Ended(Some(255));
    for (far_end, over, expect, expected) in [
        (FarEnd::Exited(None), Over::Concluded, true, (Lost, false, Some(held))),
        (FarEnd::Exited(None), ended, true, (Lost, false, Some(unknown))),
        (FarEnd::Signalled, ended, true, (Succeeded, false, None)),
        (FarEnd::Signalled, ended, false, (Failed, true, Some(signalled))),
        (FarEnd::Signalled, Over::Concluded, false, (Failed, false, Some(signalled))),
        (FarEnd::Closed, ended, true, (Succeeded, false, None)),
        (FarEnd::Closed, ended, false, (Lost, false, Some(closed))),
        (FarEnd::Refused, ended, true, (Failed, false, Some("the server refused to run a command: said"))),
        (FarEnd::Unknown, Over::Stopped(Cause::Cancelled), true, (Cancelled, false, None)),
        (FarEnd::Unknown, Over::Stopped(Cause::TimeOver), true, (TimedOut, false, Some(nobody))),
        (FarEnd::Unknown, Over::Unwatched, true, (Lost, false, Some("exit"))),
        (FarEnd::Unknown, ended, false, (Lost, false, Some("said"))),
    ] {
        let seen = Bare { far_end, ..bare() };
        assert_eq!(with_reason(&seen.judge(over, expect, &why())), expected, "{seen:?} {over:?}");
    }
}

#[test]
fn judge_wrapped_plain_failure_has_no_error() {
    let seen = Wrapped { status: Some(1), ..wrapped(Stage::Ended) };
    assert_eq!(seen.judge(Over::Ended(Some(1)), false, &why()).error, None);
    let seen = Wrapped { holders: Some(String::new()), ..seen };
    let error = seen.judge(Over::Concluded, false, &why()).error;
    assert_eq!(error.as_deref(), Some("the action has ended, but its connection was still open"));
}

#[test]
fn noise_is_trimmed_and_cut() {
    for (noise, expected) in [
        (" \r\n".to_owned(), String::new()),
        (" a\nb ".to_owned(), "; it said: a\nb".to_owned()),
        ("x".repeat(MOST_NOISE), format!("; it said: {}", "x".repeat(MOST_NOISE))),
        ("x".repeat(MOST_NOISE + 1), format!("; it said: {}…", "x".repeat(MOST_NOISE))),
    ] {
        assert_eq!(Why { noise: &noise, ..why() }.noise(), expected);
    }
}

#[test]
fn signal_of_names_signals_only() {
    let name = |status| signal_of(status).map(|said| said.split(' ').skip(5).collect::<Vec<_>>().join(" "));
    for (signal, expected) in [
        (1, "1 (SIGHUP)"),
        (2, "2 (SIGINT)"),
        (3, "3 (SIGQUIT)"),
        (5, "5"),
        (6, "6 (SIGABRT)"),
        (11, "11 (SIGSEGV)"),
        (13, "13 (SIGPIPE)"),
        (14, "14 (SIGALRM)"),
        (64, "64"),
    ] {
        for from in [256, 384] {
            assert_eq!(name(from + signal), Some(format!("signal {expected}")));
        }
        assert!(signal_of(128 + signal).unwrap().contains(&format!(": signal {expected}, or")));
    }
    for status in [0, 128, 193, 256, 321, 384, 449] {
        assert_eq!(signal_of(status), None, "{status}");
    }
}

#[test]
fn judge_wrapper_that_did_not_get_all_is_failed_and_tried_again() {
    let seen = Wrapped { is_wrapper_known: true, ..wrapped(Stage::Unknown) };
    let gone = Wrapped { far_end: FarEnd::Exited(Some(1)), ..seen.clone() };
    for (seen, over, error) in [
        (seen, Over::Stopped(Cause::TimeOver), "the action and its input were not sent in time"),
        (gone, Over::Ended(Some(1)), "the far `sh` ended before the action was sent"),
    ] {
        let judgement = seen.judge(over, true, &WHY);
        assert_eq!(of(&judgement), (HostOutcome::Failed, None, true));
        assert_eq!(judgement.error.as_deref(), Some(error));
    }
}
