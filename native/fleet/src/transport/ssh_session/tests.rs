use std::sync::Arc;

use super::super::pacing::Pacing;
use super::super::ssh_log::Proof;
use super::*;
use crate::output::{HostOutcome, OutputStream};
use crate::process::grant;
use crate::process::report_queue::ReportQueue;
use crate::process::report_queue::tests::{queue, text};

const AUTHENTICATED: &[u8] = b"debug1: Sending command: exec secret\r\n";
const ADDRESS: &[u8] = b"debug1: Connecting to h [::1] port 22.\r\n";
const EXIT: &[u8] =
    b"debug1: client_input_channel_req: channel 0 rtype exit-status reply 0\r\ndebug1: Exit status 7\r\n";
const CLOSED: &[u8] = b"Connection to h closed by remote host.\r\n";
const ACTION: &[u8] = b"encoded\n";
const LOST: Over = Over::Ended(Some(255));

fn wrapped(pacing: &Arc<Pacing>) -> SshSession {
    let log = SshLog::new(Proof::SentCommand("exec secret".to_owned()));
    SshSession::wrapped(
        log,
        Some(pacing.try_enter(None).unwrap()),
        ["Beg", "Tok"],
        Delivery::new(ACTION.to_vec(), Arc::default()),
        1000,
    )
}

fn bare(pacing: &Arc<Pacing>) -> SshSession {
    SshSession::bare(SshLog::new(Proof::Nonce("nonce".to_owned())), Some(pacing.try_enter(None).unwrap()), 1000)
}

/// A session whose action was sent, and runs.
fn running(pacing: &Arc<Pacing>) -> SshSession {
    let mut session = wrapped(pacing);
    session.receive(Source::Stdout, b"Beg begin\n");
    session.take_input().unwrap();
    session.receive(Source::Stdout, b"Tok run\n");
    session.receive(Source::Stderr, b"Beg begin\nTok run\n");
    session
}

fn live_streams(queue: &Arc<ReportQueue>) -> [LiveStream; 2] {
    [OutputStream::Stdout, OutputStream::Stderr].map(|stream| LiveStream::new(queue, stream, 1))
}

fn conclude(session: SshSession, over: Over) -> (Judgement, [String; 2]) {
    let (judgement, output) = session.conclude(over, "exit".to_owned(), Duration::from_secs(9), false);
    (judgement, output.map(Capture::into_text))
}

fn outcome(session: SshSession, over: Over) -> (HostOutcome, Option<i32>, Option<String>) {
    let judgement = conclude(session, over).0;
    (judgement.outcome, judgement.exit_code, judgement.error)
}

#[test]
fn take_input_wrapper_that_runs_gets_the_action_once() {
    for source in [Source::Stdout, Source::Stderr] {
        let pacing = Arc::<Pacing>::default();
        let mut session = wrapped(&pacing);
        session.receive(Source::Log, AUTHENTICATED);
        session.receive(source, b"motd\n");
        assert_eq!(session.take_input(), None);
        session.receive(source, b"Beg begin\n");
        assert_eq!(session.take_input().unwrap(), [ACTION, b"\n"].concat());
        assert_eq!(session.take_input(), None);
    }
    let pacing = Arc::<Pacing>::default();
    let mut session = bare(&pacing);
    session.receive(Source::Log, b"nonce\n");
    assert_eq!(session.take_input(), None);
}

#[test]
fn finish_sent_action_is_stopped_and_unsent_one_is_never_sent() {
    let pacing = Arc::<Pacing>::default();
    let stop = |patience| Some((wrapper::STOP.to_vec(), patience));
    assert_eq!(running(&pacing).finish(Cause::TimeOver), stop(FAR_STOP));
    assert_eq!(running(&pacing).finish(Cause::Cancelled), stop(FAR_CANCEL));
    let mut session = wrapped(&pacing);
    session.receive(Source::Stdout, b"Beg begin\n");
    assert_eq!(session.finish(Cause::TimeOver), None);
    assert_eq!(session.take_input(), None);
    assert_eq!(bare(&pacing).finish(Cause::TimeOver), None);
}

#[test]
fn finish_delivery_that_is_incomplete_sends_nothing_more_and_nothing_has_run() {
    let pacing = Arc::<Pacing>::default();
    let log = SshLog::new(Proof::SentCommand("exec secret".to_owned()));
    let delivery = Delivery::new(ACTION.to_vec(), vec![b'x'; 100_000].into());
    let mut session = SshSession::wrapped(log, Some(pacing.try_enter(None).unwrap()), ["Beg", "Tok"], delivery, 1000);
    session.receive(Source::Stdout, b"Beg begin\n");
    assert!(session.take_input().is_some_and(|piece| piece.starts_with(ACTION)));
    assert_eq!(session.finish(Cause::TimeOver), None);
    assert_eq!(session.take_input(), None);
    let judgement = conclude(session, Over::Stopped(Cause::TimeOver)).0;
    assert_eq!((judgement.outcome, judgement.can_retry), (HostOutcome::Failed, true));
}

#[test]
fn limit_of_a_wrapper_that_waits_for_a_grant_is_later() {
    let (grant, requests, _cancel) = grant::tests::expired();
    let pacing = Arc::<Pacing>::default();
    let delivery = Delivery::new(ACTION.to_vec(), Arc::default()).granted_by(Some(grant));
    let log = SshLog::new(Proof::SentCommand("exec secret".to_owned()));
    let mut session = SshSession::wrapped(log, Some(pacing.try_enter(None).unwrap()), ["Beg", "Tok"], delivery, 1000);
    let deadline = Some(Instant::now());
    assert_eq!(session.limit(deadline), deadline);
    session.receive(Source::Stdout, b"Beg begin\n");
    assert_eq!(session.take_input(), None, "it isn't granted");
    assert!(session.limit(deadline) > deadline);
    assert_eq!((session.limit(None), session.concludes_at()), (None, None));
    grant::tests::answer(&requests);
    assert!(session.take_input().is_some());
    assert!(session.limit(deadline) > deadline);
}

#[test]
fn concludes_at_running_action_is_none() {
    let pacing = Arc::<Pacing>::default();
    assert_eq!(wrapped(&pacing).concludes_at(), None);
    assert_eq!(running(&pacing).concludes_at(), None);
    let mut session = bare(&pacing);
    session.receive(Source::Log, b"nonce\n");
    assert_eq!(session.concludes_at(), None);
}

#[test]
fn concludes_at_ended_action_waits_for_the_rest_of_its_output() {
    let pacing = Arc::<Pacing>::default();
    let mut session = running(&pacing);
    session.receive(Source::Stderr, b"Tok end 0\n");
    let ended = session.last_read;
    assert_eq!(session.concludes_at(), Some(ended + SILENCE));
    session.last_read = ended.checked_sub(REST).unwrap();
    session.receive(Source::Stdout, b"more");
    assert!(session.last_read >= ended);
    assert_eq!((session.ended, session.concludes_at()), (Some(ended), Some(session.last_read + SILENCE)));
    session.ended = ended.checked_sub(REST);
    assert_eq!(session.concludes_at(), Some(ended));
}

#[test]
fn concludes_at_while_there_is_no_room_for_the_rest_is_later() {
    let pacing = Arc::<Pacing>::default();
    let (queue, waiting, _cancel) = queue();
    let mut session = running(&pacing).reporting_to(Some(live_streams(&queue)));
    assert!(session.has_room());
    session.receive(Source::Stdout, &b"x".repeat(100_000));
    session.receive(Source::Stderr, b"Tok end 0\n");
    let long_ago = Instant::now().checked_sub(2 * REST).unwrap();
    (session.last_read, session.ended) = (long_ago, Some(long_ago));
    assert!(session.concludes_at() < Some(Instant::now()));
    assert!(!session.has_room());
    assert!(session.concludes_at() > Some(Instant::now()));
    assert_eq!(text(&waiting).len(), 100_000);
    assert!(session.has_room());
    session.receive(Source::Stdout, &b"x".repeat(100_000));
    session.receive(Source::Stdout, b"Tok end 0\n");
    assert!(session.has_room(), "what follows isn't reported");
}

#[test]
fn receive_only_the_output_of_the_action_is_reported() {
    let pacing = Arc::<Pacing>::default();
    let (queue, waiting, _cancel) = queue();
    let mut session = wrapped(&pacing).reporting_to(Some(live_streams(&queue)));
    session.receive(Source::Stdout, b"motd\nBeg begin\nTok run\nout\nTo");
    assert_eq!(text(&waiting), "out\n");
    session.receive(Source::Stdout, b"k end 0\nlogout\n");
    assert_eq!(text(&waiting), "");

    let mut session = bare(&pacing).reporting_to(Some(live_streams(&queue)));
    session.receive(Source::Stdout, b"out\n");
    assert_eq!(text(&waiting), "out\n");
}

#[test]
fn concludes_at_exit_reported_by_ssh_is_an_end_without_marks() {
    let pacing = Arc::<Pacing>::default();
    for mut session in [bare(&pacing), running(&pacing)] {
        session.receive(Source::Log, if session.stage() == Stage::Unknown { b"nonce\n" } else { AUTHENTICATED });
        session.receive(Source::Log, EXIT);
        assert_eq!(session.concludes_at(), Some(session.last_read + SILENCE));
    }
}

#[test]
fn concludes_at_complete_report_waits_briefly_for_holders_of_the_output() {
    for (left, patience) in [(&b"Tok left\n"[..], SILENCE), (b"Tok left sleep (7)\n", LETTING_GO)] {
        let pacing = Arc::<Pacing>::default();
        let mut session = running(&pacing);
        session.receive(Source::Stdout, b"Tok end 0\n");
        session.receive(Source::Stderr, b"Tok end 0\n");
        session.receive(Source::Stdout, left);
        assert_eq!(session.concludes_at(), Some(session.last_read + SILENCE), "one stream may have more");
        session.receive(Source::Stderr, left);
        let completed = session.last_read;
        assert_eq!(session.concludes_at(), Some(completed + patience));
        session.receive(Source::Stdout, b"more");
        assert_eq!(session.concludes_at(), Some(completed + patience));
    }
}

#[test]
fn concludes_at_stopping_action_waits_until_ssh_reports_the_end() {
    let pacing = Arc::<Pacing>::default();
    let mut session = running(&pacing);
    session.receive(Source::Log, AUTHENTICATED);
    session.finish(Cause::TimeOver);
    session.receive(Source::Stdout, b"Tok end 143\n");
    assert_eq!(session.concludes_at(), None);
    session.receive(Source::Log, EXIT);
    assert_eq!(session.concludes_at(), Some(session.last_read));
}

#[test]
fn concludes_at_flood_is_now() {
    let pacing = Arc::<Pacing>::default();
    let mut session = wrapped(&pacing);
    session.receive(Source::Log, &vec![b'x'; 1024 * 1024 + 1]);
    assert_eq!(session.concludes_at(), Some(session.last_read));
}

#[test]
fn receive_permit_is_held_until_the_far_side_has_let_us_in() {
    let pacing = Arc::<Pacing>::default();
    let mut session = wrapped(&pacing);
    session.receive(Source::Log, ADDRESS);
    session.receive(Source::Stdout, b"motd\n");
    assert!(session.permit.is_some());
    session.receive(Source::Log, AUTHENTICATED);
    assert!(session.permit.is_none());
    let mut session = wrapped(&pacing);
    session.receive(Source::Stdout, b"Beg begin\n");
    assert!(session.permit.is_none());
}

#[test]
fn receive_address_counts_the_connection_at_it() {
    let pacing = Arc::<Pacing>::default();
    pacing.limit(Address::Network("::1 port 22".to_owned()));
    let mut session = wrapped(&pacing);
    session.receive(Source::Log, ADDRESS);
    assert_eq!(format!("{:?}", session.permit).matches("At(Network").count(), 1);
}

#[test]
fn turned_away_by_is_the_address_if_it_is_known() {
    let pacing = Arc::<Pacing>::default();
    let turned_away = b"kex_exchange_identification: Connection closed by remote host\r\n";
    let mut session = wrapped(&pacing);
    assert_eq!(session.turned_away_by(), None);
    session.receive(Source::Log, turned_away);
    assert_eq!(session.turned_away_by(), Some(Address::Proxy(String::new())));
    session.receive(Source::Log, ADDRESS);
    assert_eq!(session.turned_away_by(), Some(Address::Network("::1 port 22".to_owned())));
    session.receive(Source::Log, AUTHENTICATED);
    session.receive(Source::Log, turned_away);
    assert_eq!(session.turned_away_by(), None);
}

#[test]
fn conclude_status_and_holders_may_be_on_either_stream() {
    let held = "the action has ended, but sleep (7) still holds its output open";
    for source in [Source::Stdout, Source::Stderr] {
        let pacing = Arc::<Pacing>::default();
        let mut session = running(&pacing);
        session.receive(source, b"Tok end 3\nTok left sleep (7)\n");
        assert_eq!(outcome(session, Over::Concluded), (HostOutcome::Failed, Some(3), Some(held.to_owned())));
        let mut session = running(&pacing);
        session.receive(source, b"Tok end 3\nTok left sleep (7)\n");
        assert_eq!(outcome(session, Over::Ended(Some(3))), (HostOutcome::Failed, Some(3), None));
    }
}

#[test]
fn conclude_stopped_action_has_no_status() {
    let pacing = Arc::<Pacing>::default();
    let mut session = running(&pacing);
    session.receive(Source::Log, AUTHENTICATED);
    session.finish(Cause::TimeOver);
    session.receive(Source::Stdout, b"Tok end 143\n");
    session.receive(Source::Log, EXIT);
    assert_eq!(outcome(session, Over::Stopped(Cause::TimeOver)), (HostOutcome::TimedOut, None, None));
    // One that had already ended keeps its own.
    let mut session = running(&pacing);
    session.receive(Source::Stdout, b"Tok end 0\n");
    session.finish(Cause::TimeOver);
    assert_eq!(outcome(session, Over::Stopped(Cause::TimeOver)), (HostOutcome::Succeeded, Some(0), None));
}

#[test]
fn conclude_unsent_action_cannot_have_run() {
    let pacing = Arc::<Pacing>::default();
    let mut session = wrapped(&pacing);
    session.receive(Source::Stdout, b"Beg begin\n");
    session.receive(Source::Stderr, b"noise\n");
    let error = "the connection ended before the action was sent: noise".to_owned();
    assert_eq!(outcome(session, LOST), (HostOutcome::Unreachable, None, Some(error)));
    let mut session = wrapped(&pacing);
    session.receive(Source::Stderr, b"u@h: Permission denied (publickey).\n");
    let judgement = conclude(session, LOST).0;
    assert_eq!((judgement.outcome, judgement.can_retry), (HostOutcome::Unreachable, false));
}

#[test]
fn conclude_notice_of_a_lost_connection_is_the_error_and_not_output() {
    let closed = "Connection to h closed by remote host.";
    let pacing = Arc::<Pacing>::default();
    let mut session = running(&pacing);
    session.receive(Source::Log, AUTHENTICATED);
    session.receive(Source::Stderr, b"err\n");
    session.receive(Source::Stderr, CLOSED);
    let (judgement, output) = conclude(session, LOST);
    assert_eq!((judgement.outcome, judgement.error.as_deref()), (HostOutcome::Lost, Some(closed)));
    assert_eq!(output, ["", "err\n"]);

    let mut session = bare(&pacing);
    session.receive(Source::Log, b"nonce\n");
    session.receive(Source::Stderr, b"err\n");
    session.receive(Source::Stderr, CLOSED);
    let (judgement, output) = conclude(session, LOST);
    assert_eq!((judgement.outcome, judgement.error.as_deref()), (HostOutcome::Lost, Some(closed)));
    assert_eq!(output, ["", "err\n"]);
}

#[test]
fn conclude_notice_behind_more_output_than_the_limit_is_the_error() {
    let pacing = Arc::<Pacing>::default();
    let mut session = running(&pacing);
    session.receive(Source::Log, AUTHENTICATED);
    session.receive(Source::Stderr, &b"0123456\n".repeat(1000));
    session.receive(Source::Stderr, CLOSED);
    let (judgement, [_, stderr]) = conclude(session, LOST);
    assert_eq!(judgement.error.as_deref(), Some("Connection to h closed by remote host."));
    assert!(stderr.contains("\n0123\n[… 7040 bytes left out …]\n456\n0123456\n"), "{stderr}");
    assert!(stderr.ends_with("\n0123456\n"), "{stderr}");
}

#[test]
fn conclude_notice_before_the_actions_end_stays_in_its_output() {
    let text = String::from_utf8(CLOSED.to_vec()).unwrap();
    let pacing = Arc::<Pacing>::default();
    let mut session = running(&pacing);
    session.receive(Source::Stderr, CLOSED);
    session.receive(Source::Stderr, b"Tok end 0\n");
    assert_eq!(conclude(session, LOST).1, ["", &text]);

    let mut session = bare(&pacing);
    session.receive(Source::Log, b"nonce\n");
    session.receive(Source::Log, EXIT);
    session.receive(Source::Stderr, CLOSED);
    let (judgement, output) = conclude(session, Over::Ended(Some(7)));
    assert_eq!(
        (judgement.outcome, judgement.exit_code, output[1].as_str()),
        (HostOutcome::Failed, Some(7), text.as_str())
    );
}

#[test]
fn conclude_without_authentication_quotes_ssh() {
    let pacing = Arc::<Pacing>::default();
    let mut session = bare(&pacing);
    session.receive(Source::Stderr, b"ssh: jump: refused\nmore\n");
    let (judgement, output) = conclude(session, LOST);
    assert_eq!(judgement.error.as_deref(), Some("ssh: jump: refused; more"));
    assert_eq!((judgement.outcome, output[1].as_str()), (HostOutcome::Unreachable, "ssh: jump: refused\nmore\n"));
}
