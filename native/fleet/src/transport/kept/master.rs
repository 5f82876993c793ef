use std::future::poll_fn;
use std::io;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Poll, Waker};
use std::time::Instant;

use super::pool::{self, Key};
use crate::event_loop::{self, Handle};
use crate::host_address::HostAddress;
use crate::input::ProcedureInput;
use crate::process::capture::Capture;
use crate::process::{self, Ending, LogFile, PrivateFolder, Protocol, Run, Source, Stdin, Supervision};
use crate::ssh_options::Version;
use crate::transport::pacing::Permit;
use crate::transport::reason;
use crate::transport::ssh_command;
use crate::transport::ssh_log::{Proof, SshLog};
use crate::transport::ssh_session::DISCONNECT_NOTICE;
use rust_interop::boundary::lock::lock;

/// Bytes kept of what `ssh`, and the `ssh` of a jump host, write on their standard error.
const NOISE: usize = 2048;

/// An `ssh` process that keeps a connection, and runs sessions over it for whoever connects to its socket.
pub(super) struct Master {
    key: Key,
    state: Mutex<State>,
}

pub(super) struct State {
    pub(super) phase: Phase,
    pub(super) users: usize,
    /// When it ends if nobody uses it until then. `None` is never.
    pub(super) ends_at: Option<Instant>,
    /// Where it listens.
    pub(super) socket: PathBuf,
    pub(super) log: SshLog,
    noise: Capture,
    /// How it ended, until somebody asks.
    ending: Option<io::Result<Ending>>,
    task: Option<Waker>,
    waiting: Vec<Waker>,
}

/// How far a master has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    Starting,
    Ready,
    /// It ends when nobody uses it any more, and nobody else gets it.
    Retired,
    /// It doesn't listen, although it may be connected.
    Useless,
    Ended,
}

impl Master {
    /// A master with one user, who starts it.
    pub(super) fn new(key: Key) -> Self {
        let state = State {
            phase: Phase::Starting,
            users: 1,
            ends_at: None,
            socket: PathBuf::new(),
            log: SshLog::new(Proof::Elsewhere),
            noise: Capture::new(NOISE),
            ending: None,
            task: None,
            waiting: Vec::new(),
        };
        Self { key, state: Mutex::new(state) }
    }

    pub(super) fn key(&self) -> &Key {
        &self.key
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        lock(&self.state)
    }

    /// Starts it, in a task of its own that lasts as long as the process.
    pub(super) fn start(
        self: &Arc<Self>,
        event_loop: &Handle,
        input: &Arc<ProcedureInput>,
        version: Option<Version>,
        supervision: &Supervision,
        permit: Permit,
    ) {
        let (master, input, handle) = (Arc::clone(self), Arc::clone(input), event_loop.clone());
        let supervision = Arc::new(supervision.of_longer_lived());
        event_loop.spawn(Box::pin(async move {
            // However this task ends, users learn that the master has ended.
            let _ended = Ended(Arc::clone(&master));
            let keeping = master.keep(&handle, &input, version, &supervision, permit);
            if let Ok(ending) = event_loop::guarded(keeping).await {
                master.state().ending = Some(ending);
            }
        }));
    }

    /// Waits until it has left the phase, the task's cancel, or the limit. Returns the phase.
    pub(super) async fn leaves(
        &self,
        event_loop: &Handle,
        phases: &[Phase],
        limit: Option<Instant>,
        is_cancelled: impl Fn() -> bool,
    ) -> Phase {
        poll_fn(|context| {
            let mut state = self.state();
            let is_over = limit.is_some_and(|limit| limit <= Instant::now()) || is_cancelled();
            if is_over || !phases.contains(&state.phase) {
                return Poll::Ready(state.phase);
            }
            if !state.waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                state.waiting.push(context.waker().clone());
            }
            if let Some(limit) = limit {
                event_loop.wake_at(limit);
            }
            Poll::Pending
        })
        .await
    }

    /// How it ended. Only the first caller gets it.
    pub(super) fn take_ending(&self) -> Option<io::Result<Ending>> {
        self.state().ending.take()
    }

    /// What a judgement before authentication rests on.
    pub(super) fn with_log<T>(&self, judge: impl FnOnce(&SshLog, &str) -> T) -> T {
        let state = self.state();
        judge(&state.log, &state.noise.text())
    }

    /// What it has said about its end.
    pub(super) fn last_words(&self) -> String {
        let mut state = self.state();
        let notice = state.noise.take_last_line(DISCONNECT_NOTICE).unwrap_or_default();
        reason::said(&state.log, &notice)
    }

    async fn keep(
        self: &Arc<Self>,
        event_loop: &Handle,
        input: &ProcedureInput,
        version: Option<Version>,
        supervision: &Arc<Supervision>,
        permit: Permit,
    ) -> io::Result<Ending> {
        let _registration = supervision.cancel.register().await;
        poll_fn(|context| {
            self.state().task = Some(context.waker().clone());
            Poll::Ready(())
        })
        .await;
        // Without a place for a socket, there are only connections that aren't kept.
        let folder = PrivateFolder::create(supervision).inspect_err(|_| self.state().enter(Phase::Useless))?;
        let socket = folder.path().join("s");
        let log = LogFile::create()?;
        let address = HostAddress::parse(&self.key.host).map_err(io::Error::other)?;
        let command = ssh_command::of_master(input, version, &address, &socket, log.path());
        self.state().socket = socket;
        let protocol = Keeper { master: Arc::clone(self), permit: Some(permit) };
        let run = Run { command, stdin: Stdin::Empty, log: Some(log), deadline: None, protocol, grant: None };
        let mut run = pin!(process::run(event_loop, supervision, run));
        let (ending, _) = poll_fn(|context| {
            match self.state().when_due() {
                Due::Now => supervision.cancel.set(),
                Due::At(time) => event_loop.wake_at(time),
                Due::Never => {}
            }
            run.as_mut().poll(context)
        })
        .await;
        ending
    }
}

enum Due {
    Now,
    At(Instant),
    Never,
}

impl State {
    /// When to end it. From the moment when it is due, nobody gets it any more.
    fn when_due(&mut self) -> Due {
        match (self.phase, self.users, self.ends_at) {
            (Phase::Useless, _, _) | (Phase::Retired, 0, _) => Due::Now,
            (Phase::Ready, 0, Some(end)) if end <= Instant::now() => {
                self.phase = Phase::Retired;
                Due::Now
            }
            (Phase::Ready, 0, Some(end)) => Due::At(end),
            _ => Due::Never,
        }
    }

    pub(super) fn wake_task(&self) {
        if let Some(task) = &self.task {
            task.wake_by_ref();
        }
    }

    fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.waiting.drain(..).for_each(Waker::wake);
    }
}

/// Marks the end of a master.
struct Ended(Arc<Master>);

impl Drop for Ended {
    fn drop(&mut self) {
        pool::forget(&self.0);
        let mut state = self.0.state();
        state.task = None;
        let phase = if state.phase == Phase::Useless { Phase::Useless } else { Phase::Ended };
        state.enter(phase);
    }
}

/// Reads what a master writes.
struct Keeper {
    master: Arc<Master>,
    /// Held until the server has let us in.
    permit: Option<Permit>,
}

impl Protocol for Keeper {
    fn receive(&mut self, source: Source, bytes: &[u8]) {
        let mut state = self.master.state();
        match source {
            Source::Log => state.log.receive(bytes),
            Source::Stdout | Source::Stderr => state.noise.push(bytes),
        }
        if state.phase != Phase::Starting {
            return;
        }
        // It listens under another name first, and only once it is authenticated. What the log says proves nothing.
        if state.socket.exists() {
            state.log.set_authenticated();
            self.permit = None;
            state.enter(Phase::Ready);
        } else if state.log.is_in_session {
            state.enter(Phase::Useless);
            state.wake_task();
        } else if let (Some(permit), Some(address)) = (&mut self.permit, &state.log.connecting.address) {
            permit.set_address(address);
        }
    }

    fn concludes_at(&self) -> Option<Instant> {
        // Only before authentication, when nobody uses it but who waits for it.
        self.master.state().log.is_flooded().then(Instant::now)
    }
}
