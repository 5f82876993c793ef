mod reasons;

use super::*;

const WHY: Why<'static> = Why { said: String::new(), waiting: String::new(), noise: "", exit: String::new() };

const OVERS: [Over; 8] = [
    Over::Ended(Some(0)),
    Over::Ended(Some(255)),
    Over::Ended(None),
    Over::StatusUnknown,
    Over::Unwatched,
    Over::Concluded,
    Over::Stopped(Cause::TimeOver),
    Over::Stopped(Cause::Cancelled),
];

const FAR_ENDS: [FarEnd; 6] = [
    FarEnd::Unknown,
    FarEnd::Refused,
    FarEnd::Exited(Some(0)),
    FarEnd::Exited(None),
    FarEnd::Signalled,
    FarEnd::Closed,
];

fn wrapped(stage: Stage) -> Wrapped {
    Wrapped {
        is_authenticated: true,
        stage,
        is_wrapper_known: stage >= Stage::Begun,
        starter: Starter::LoginShell,
        status: None,
        holders: None,
        far_end: FarEnd::Unknown,
        is_final: false,
    }
}

fn bare() -> Bare {
    Bare { is_authenticated: true, was_sent: true, far_end: FarEnd::Unknown, is_final: false }
}

/// The outcome, the exit code, and whether there is another attempt.
fn of(judgement: &Judgement) -> (HostOutcome, Option<i32>, bool) {
    (judgement.outcome, judgement.exit_code, judgement.can_retry)
}

/// Every combination of evidence about a wrapper.
fn all_wrapped() -> impl Iterator<Item = (Wrapped, Over, bool)> {
    let stages = [Stage::Unknown, Stage::Begun, Stage::Running, Stage::Ended];
    let flags = (0..16_u8).map(|bits| [0, 1, 2, 3].map(|bit| bits & (1 << bit) != 0));
    flags.flat_map(move |[is_authenticated, is_final, has_status, expect]| {
        stages.into_iter().flat_map(move |stage| {
            FAR_ENDS.into_iter().flat_map(move |far_end| {
                OVERS.into_iter().map(move |over| {
                    // Only the mark of the end carries a status.
                    let status = (has_status && stage == Stage::Ended).then_some(0);
                    let seen = Wrapped { is_authenticated, status, far_end, is_final, ..wrapped(stage) };
                    (seen, over, expect)
                })
            })
        })
    })
}

#[test]
fn judge_wrapped_succeeded_needs_the_end_mark_or_an_expected_disconnect() {
    for (seen, over, expect) in all_wrapped() {
        let judgement = seen.judge(over, expect, &WHY);
        if judgement.outcome == HostOutcome::Succeeded {
            let is_disconnected = expect && seen.stage >= Stage::Running && over != Over::Unwatched;
            assert!(seen.status == Some(0) || is_disconnected, "{seen:?} {over:?}");
        }
    }
}

#[test]
fn judge_wrapped_unreachable_needs_that_nothing_was_sent() {
    for (seen, over, expect) in all_wrapped() {
        let judgement = seen.judge(over, expect, &WHY);
        if judgement.outcome == HostOutcome::Unreachable {
            assert_eq!(seen.stage, Stage::Unknown, "{seen:?} {over:?}");
        }
    }
}

#[test]
fn judge_wrapped_retry_needs_that_nothing_runs() {
    for (seen, over, expect) in all_wrapped() {
        let judgement = seen.judge(over, expect, &WHY);
        if judgement.can_retry {
            let has_ended =
                seen.status.is_some() || matches!(seen.far_end, FarEnd::Exited(_) | FarEnd::Signalled | FarEnd::Closed);
            assert!(seen.stage == Stage::Unknown || has_ended, "{seen:?} {over:?}");
            assert!(!(seen.is_final && judgement.outcome == HostOutcome::Unreachable && !seen.is_authenticated));
        }
    }
}

#[test]
fn judge_wrapped_without_a_status_has_no_exit_code() {
    for (seen, over, expect) in all_wrapped() {
        assert_eq!(seen.judge(over, expect, &WHY).exit_code.is_some(), seen.status.is_some(), "{seen:?} {over:?}");
    }
}

#[test]
fn judge_wrapped_end_mark_counts_however_ssh_ends() {
    for over in OVERS {
        let seen = Wrapped { status: Some(0), ..wrapped(Stage::Ended) };
        assert_eq!(of(&seen.judge(over, false, &WHY)), (HostOutcome::Succeeded, Some(0), false), "{over:?}");
        let seen = Wrapped { status: Some(255), ..seen };
        assert_eq!(of(&seen.judge(over, true, &WHY)), (HostOutcome::Failed, Some(255), true), "{over:?}");
    }
}

#[test]
fn judge_wrapped_held_output_is_reported_and_not_retried() {
    let seen = Wrapped { status: Some(1), holders: Some("sleep (7)".to_owned()), ..wrapped(Stage::Ended) };
    let judgement = seen.judge(Over::Concluded, false, &WHY);
    assert_eq!(of(&judgement), (HostOutcome::Failed, Some(1), false));
    assert_eq!(judgement.error.unwrap(), "the action has ended, but sleep (7) still holds its output open");
}

#[test]
fn judge_wrapped_timeout_is_retried_only_if_the_far_side_reported_an_end() {
    let over = Over::Stopped(Cause::TimeOver);
    let seen = wrapped(Stage::Running);
    assert_eq!(of(&seen.judge(over, true, &WHY)), (HostOutcome::TimedOut, None, false));
    let seen = Wrapped { far_end: FarEnd::Signalled, ..seen };
    assert_eq!(of(&seen.judge(over, true, &WHY)), (HostOutcome::TimedOut, None, true));
}

#[test]
fn judge_wrapped_login_shell_that_runs_nothing_fails_without_a_retry() {
    let seen = Wrapped { far_end: FarEnd::Exited(Some(0)), ..wrapped(Stage::Unknown) };
    let why = Why { noise: "not available\n", ..WHY };
    let judgement = seen.judge(Over::Ended(Some(0)), true, &why);
    assert_eq!(of(&judgement), (HostOutcome::Failed, None, false));
    assert_eq!(judgement.error.unwrap(), "the login shell did not run `sh` but exited with 0; it said: not available");
}

#[test]
fn judge_wrapped_sudo_that_starts_nothing_fails_without_a_retry_and_by_its_own_reason() {
    let seen = Wrapped { starter: Starter::Sudo, ..wrapped(Stage::Unknown) };
    let why = Why { noise: "Sorry, try again.\n", ..WHY };
    for (over, far_end, how) in [
        (Over::Ended(Some(1)), FarEnd::Exited(Some(1)), "run the action but exited with 1"),
        (Over::Concluded, FarEnd::Unknown, "run the action"),
        (Over::Stopped(Cause::TimeOver), FarEnd::Unknown, "start the action in time"),
    ] {
        let judgement = Wrapped { far_end, ..seen.clone() }.judge(over, true, &why);
        assert_eq!(of(&judgement), (HostOutcome::Failed, None, false));
        let error = format!("`sudo` did not {how}; it said: Sorry, try again.");
        assert_eq!(judgement.error.unwrap(), error);
    }
}

#[test]
fn judge_wrapped_signals_are_named() {
    for (status, said) in [
        (137, "the far shell reported 137: signal 9 (SIGKILL), or an exit with that code"),
        (265, "the action was ended by signal 9 (SIGKILL)"),
        (399, "the action was ended by signal 15 (SIGTERM)"),
    ] {
        let seen = Wrapped { status: Some(status), ..wrapped(Stage::Ended) };
        assert_eq!(seen.judge(Over::Ended(None), false, &WHY).error.unwrap(), said);
    }
}

#[test]
fn judge_bare_without_the_nonce_only_a_failure_of_ssh_proves_that_nothing_was_sent() {
    let seen = Bare { is_authenticated: false, far_end: FarEnd::Exited(Some(0)), ..bare() };
    for expect in [false, true] {
        assert_eq!(of(&seen.judge(Over::Ended(Some(255)), expect, &WHY)), (HostOutcome::Unreachable, None, true));
        assert_eq!(of(&seen.judge(Over::Ended(Some(0)), expect, &WHY)), (HostOutcome::Lost, None, false));
        assert_eq!(of(&seen.judge(Over::StatusUnknown, expect, &WHY)), (HostOutcome::Lost, None, false));
    }
    let seen = Bare { is_final: true, ..seen };
    assert_eq!(of(&seen.judge(Over::Ended(Some(255)), false, &WHY)), (HostOutcome::Unreachable, None, false));
}

#[test]
fn judge_bare_reported_exit_is_the_actions() {
    for (code, outcome) in [(0, HostOutcome::Succeeded), (255, HostOutcome::Failed)] {
        let seen = Bare { far_end: FarEnd::Exited(Some(code)), ..bare() };
        let judgement = seen.judge(Over::Ended(Some(255)), false, &WHY);
        assert_eq!(of(&judgement), (outcome, Some(code), code != 0));
    }
}

#[test]
fn judge_bare_exit_without_a_code_is_lost() {
    let seen = Bare { far_end: FarEnd::Exited(None), ..bare() };
    assert_eq!(of(&seen.judge(Over::Concluded, true, &WHY)), (HostOutcome::Lost, None, false));
}

#[test]
fn judge_bare_timeout_may_still_run() {
    assert_eq!(of(&bare().judge(Over::Stopped(Cause::TimeOver), true, &WHY)), (HostOutcome::TimedOut, None, false));
}

#[test]
fn judge_bare_sent_without_an_answer_is_lost_unless_expected() {
    assert_eq!(of(&bare().judge(Over::Ended(Some(255)), false, &WHY)), (HostOutcome::Lost, None, false));
    assert_eq!(of(&bare().judge(Over::Ended(Some(255)), true, &WHY)), (HostOutcome::Succeeded, None, false));
    let unsent = Bare { was_sent: false, ..bare() };
    assert_eq!(of(&unsent.judge(Over::Ended(Some(255)), true, &WHY)), (HostOutcome::Lost, None, false));
}
