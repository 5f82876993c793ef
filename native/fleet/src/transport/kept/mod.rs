//! Actions over connections that are kept. A connection belongs to a master: an `ssh` that runs as our child process
//! and listens to a socket in a folder of its own. Each action is a session, which we ask for over that socket, as
//! `ssh -S` would, but without another process.
//!
//! The first action on a host goes this way too: it waits until the master is connected. That costs no more than an
//! `ssh` of its own, and a connection that can't be made is judged by the master's log, as it would be by that of an
//! `ssh` for one action. Whatever a master can't or won't do is left to such an `ssh`.

mod control;
mod master;
pub(super) mod mux;
mod pool;
mod session;

use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::attempt::{AttemptResult, Judgement};
use super::evidence::{Over, Why, Wrapped};
use super::pacing::Permit;
use super::ssh_command::{self, PROGRAM};
use super::ssh_log::{Address, FarEnd, SshLog};
use super::ssh_session::SshSession;
use super::{Request, reason, ssh};
use crate::input::{ProcedureInput, RemoteShell};
use crate::output::HostOutcome;
use crate::process::{Cause, Stdin};
use crate::ssh_options;
use master::Phase;
use pool::{Key, Lease, Limits};
use rust_interop::boundary::fork::Held;
use session::{Ending, NotOpened};

/// How long to wait for what a master says about its end.
const LAST_WORDS: Duration = Duration::from_secs(1);

/// Locks what is kept for the duration of a fork.
pub(crate) fn lock_for_fork() -> Box<dyn Held> {
    pool::lock_for_fork()
}

/// The descriptors that this process has to spare for what the procedure keeps.
pub(crate) fn descriptors(input: &ProcedureInput) -> usize {
    limits(input).map_or(0, |limits| pool::descriptors(limits.most))
}

/// What came of an attempt to run the action this way.
pub(super) enum Attempted {
    /// It is over. If the connection was turned away, the second value says by which address.
    Judged(AttemptResult, Option<Address>),
    /// Nothing was sent. The action needs an `ssh` of its own.
    NotSent,
}

/// Runs the action over a connection that is there. `None` if there is none.
pub(super) async fn attempt(request: &Request<'_>, deadline: Option<Instant>) -> Option<Attempted> {
    let lease = pool::take(&key(request), limits(request.input)?)?;
    Some(boxed(request, &lease, deadline).await)
}

/// Whether the procedure keeps connections.
pub(super) fn is_wanted(input: &ProcedureInput) -> bool {
    limits(input).is_some()
}

/// Makes a connection, and runs the action over it.
pub(super) async fn connect(request: &Request<'_>, permit: Permit, deadline: Option<Instant>) -> Attempted {
    let version = request.ssh_version.get(request.event_loop, request.supervision).await;
    let Some(lease) = limits(request.input).and_then(|limits| pool::register(key(request), limits)) else {
        // Another procedure is making one.
        return Attempted::NotSent;
    };
    let cancel = || request.supervision.cancel.is_set();
    lease.master.start(request.event_loop, request.input, version, request.supervision, permit);
    match lease.master.leaves(request.event_loop, &[Phase::Starting], deadline, cancel).await {
        Phase::Ready => return boxed(request, &lease, deadline).await,
        Phase::Useless => return Attempted::NotSent,
        Phase::Starting | Phase::Retired | Phase::Ended => {}
    }
    let is_late = || deadline.is_some_and(|deadline| deadline <= Instant::now());
    let stopped = if cancel() {
        Some(Over::Stopped(Cause::Cancelled))
    } else {
        is_late().then_some(Over::Stopped(Cause::TimeOver))
    };
    let master = Arc::clone(&lease.master);
    drop(lease);
    let unended = [Phase::Starting, Phase::Ready, Phase::Retired, Phase::Useless];
    master.leaves(request.event_loop, &unended, None, || false).await;
    let (over, exit, left) = match master.take_ending() {
        Some(Ok(ending)) => ssh::read(ending),
        Some(Err(error)) => {
            return Attempted::Judged(AttemptResult::silent(Judgement::of_unstarted(PROGRAM, &error)), None);
        }
        None => (Over::StatusUnknown, "the connection was given up".to_owned(), None),
    };
    let over = stopped.unwrap_or(over);
    let timeout = request.input.timeout;
    let (judgement, turned_away_by) = master.with_log(|log, noise| {
        let turned_away_by = if over == Over::Ended(Some(255)) { reason::turned_away_by(log, noise) } else { None };
        (not_connected(log, noise, over, exit, timeout), turned_away_by)
    });
    Attempted::Judged(AttemptResult::silent(ssh::with_left(judgement, left)), turned_away_by)
}

/// Judges a connection that was not made: the same way for both kinds of shells, because nothing was sent.
fn not_connected(log: &SshLog, noise: &str, over: Over, exit: String, timeout: Duration) -> Judgement {
    let evidence = Wrapped::unconnected(reason::is_final(log, noise));
    let why = Why { said: reason::said(log, noise), waiting: reason::waiting(log, timeout), noise, exit };
    evidence.judge(over, false, &why)
}

/// On the heap, so that it takes no room in the tasks of hosts that don't need it.
fn boxed<'a>(
    request: &'a Request<'_>,
    lease: &'a Lease,
    deadline: Option<Instant>,
) -> Pin<Box<dyn Future<Output = Attempted> + 'a>> {
    Box::pin(run(request, lease, deadline))
}

/// Runs the action over a connection.
async fn run(request: &Request<'_>, lease: &Lease, deadline: Option<Instant>) -> Attempted {
    let (input, cancel) = (request.input, &request.supervision.cancel);
    let (line, stdin, mut session, grant) = match input.remote_shell {
        RemoteShell::Posix => {
            let (line, session) = ssh::wrapped(request, None, |_| SshLog::of_session());
            (line, Stdin::Protocol, session, None)
        }
        RemoteShell::None => {
            let session = SshSession::bare(SshLog::of_session(), None, super::output_limit(input));
            let session = session.reporting_to(request.live_streams());
            (input.action.clone(), ssh::bare_input(request), session, request.grant)
        }
    };
    let Some(message) = mux::new_session(&line, request.supervision.environment.variables()) else {
        return Attempted::NotSent;
    };
    // Without a descriptor for it, an `ssh` says so.
    let Ok(null) = request.supervision.null() else { return Attempted::NotSent };
    let socket = lease.master.state().socket.clone();
    let patience = ssh_command::connect_timeout(input);
    let run = session::Run { socket: &socket, message, stdin, null, deadline, patience, cancel, grant };
    let mut exit = "the kept connection was closed".to_owned();
    let (over, is_closed) = match session::run(request.event_loop, run, &mut session).await {
        Ending::Over { over, is_closed } => (over, is_closed),
        Ending::Unread(error) => {
            exit = format!("the output could not be read: {error}");
            (Over::Unwatched, false)
        }
        Ending::NotOpened(why) => return not_opened(request, lease, why, deadline),
    };
    // An end without a status: together with the connection, or because the server hasn't sent one, as after a signal.
    if is_closed && session.far_end() == FarEnd::Unknown {
        if control::is_alive(request.event_loop, &socket).await {
            session.set_closed();
        } else {
            lease.retire();
            if !session.is_sent() && over == Over::Ended(None) {
                let reason = "the kept connection ended before the action was sent".to_owned();
                return not_opened(request, lease, NotOpened { reason, is_refused: false }, deadline);
            }
            let limit = Instant::now().checked_add(LAST_WORDS);
            lease.master.leaves(request.event_loop, &[Phase::Retired], limit, || cancel.is_set()).await;
            let said = lease.master.last_words();
            exit = if said.is_empty() { "the kept connection was lost".to_owned() } else { said };
        }
    }
    // A connection that doesn't answer may be stuck, and one whose server is about to end won't last.
    let is_unanswered = match over {
        Over::Stopped(Cause::TimeOver) => session.far_end() == FarEnd::Unknown,
        Over::Stopped(Cause::Cancelled) => session.far_end() == FarEnd::Unknown && session.is_sent(),
        _ => false,
    };
    if is_unanswered || input.expect_disconnect {
        lease.retire();
    }
    let (judgement, [stdout, stderr]) = session.conclude(over, exit, input.timeout, input.expect_disconnect);
    Attempted::Judged(AttemptResult::new(judgement, stdout, stderr), None)
}

fn not_opened(request: &Request<'_>, lease: &Lease, why: NotOpened, deadline: Option<Instant>) -> Attempted {
    if !why.is_refused {
        lease.retire();
    }
    let judgement = if request.supervision.cancel.is_set() {
        Judgement::new(HostOutcome::Cancelled)
    } else if deadline.is_some_and(|deadline| deadline <= Instant::now()) {
        Judgement::new(HostOutcome::Unreachable).because(why.reason).with_retry()
    } else {
        return Attempted::NotSent;
    };
    Attempted::Judged(AttemptResult::silent(judgement), None)
}

fn limits(input: &ProcedureInput) -> Option<Limits> {
    let is_possible =
        || input.remote_shell == RemoteShell::Posix || !ssh_options::asks_for_terminal(&input.ssh_arguments);
    if input.keep_connections.is_zero() || !is_possible() {
        return None;
    }
    let most = pool::most(usize::from(input.max_kept_connections.get()));
    (most > 0).then_some(Limits { idle: input.keep_connections, most })
}

fn key(request: &Request<'_>) -> Key {
    Key {
        host: request.host.to_owned(),
        ssh_arguments: request.input.ssh_arguments.clone(),
        environment: Arc::clone(&request.supervision.environment),
    }
}
