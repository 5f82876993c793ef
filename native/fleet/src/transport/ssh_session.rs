use std::time::{Duration, Instant};

use super::delivery::Delivery;
use super::evidence::{Bare, Over, Starter, Why, Wrapped};
use super::marks::{MarkedStream, Stage};
use super::pacing::Permit;
use super::reason;
use super::ssh_log::{Address, FarEnd, SshLog};
use super::sudo::Sudo;
use super::wrapper;
use crate::process::capture::{Capture, Captures};
use crate::process::live_output::LiveStream;
use crate::process::{Cause, Protocol, Source};
use crate::transport::attempt::Judgement;

/// How long to wait for the rest of an ended action's output while nothing comes.
const SILENCE: Duration = Duration::from_secs(2);

/// How long something that the action left behind may keep its output open.
const LETTING_GO: Duration = Duration::from_millis(200);

/// How long the rest of an action's output may take altogether.
const REST: Duration = Duration::from_mins(1);

/// How long the far side may take to end an action whose time has run out.
const FAR_STOP: Duration = Duration::from_secs(3);

/// The same at a cancel.
const FAR_CANCEL: Duration = Duration::from_secs(1);

/// How `ssh` begins the line that it writes on standard error, not into its log, when a connection ends early.
pub(super) const DISCONNECT_NOTICE: &str = "Connection to ";

/// One run of `ssh`, or one session of a kept connection: what it is sent, and what it shows.
pub(super) struct SshSession {
    log: SshLog,
    command: Command,
    /// Held until the far side has let us in.
    permit: Option<Permit>,
    /// When the end of the action was first seen, and when nothing more was to come from it.
    ended: Option<Instant>,
    completed: Option<Instant>,
    last_read: Instant,
    is_stopping: bool,
    /// Whether the action ended after it was asked to.
    is_stopped: bool,
}

/// The command line of `ssh`.
enum Command {
    /// The wrapper, which then gets the action.
    Wrapper(Box<Wrapper>),
    /// The action itself.
    Action(Captures),
}

struct Wrapper {
    stdout: MarkedStream,
    stderr: MarkedStream,
    delivery: Delivery,
    /// What runs the wrapper, if it isn't the login shell.
    sudo: Option<Sudo>,
}

impl SshSession {
    /// For the wrapper with these tokens, and what it gets.
    pub(super) fn wrapped(
        log: SshLog,
        permit: Option<Permit>,
        tokens: [&str; 2],
        delivery: Delivery,
        output_limit: usize,
    ) -> Self {
        let [stdout, stderr] = [(), ()].map(|()| MarkedStream::new(tokens, output_limit));
        Self::new(log, permit, Command::Wrapper(Box::new(Wrapper { stdout, stderr, delivery, sudo: None })))
    }

    /// Has the wrapper run by `sudo`, if it is given.
    pub(super) fn by_sudo(mut self, sudo: Option<Sudo>) -> Self {
        if let Command::Wrapper(wrapper) = &mut self.command {
            wrapper.sudo = sudo;
        }
        self
    }

    /// For the action itself.
    pub(super) fn bare(log: SshLog, permit: Option<Permit>, output_limit: usize) -> Self {
        Self::new(log, permit, Command::Action(Captures::new(output_limit)))
    }

    fn new(log: SshLog, permit: Option<Permit>, command: Command) -> Self {
        Self {
            log,
            command,
            permit,
            ended: None,
            completed: None,
            last_read: Instant::now(),
            is_stopping: false,
            is_stopped: false,
        }
    }

    /// Reports the action's output while it runs.
    pub(super) fn reporting_to(self, streams: Option<[LiveStream; 2]>) -> Self {
        let command = match (self.command, streams) {
            (Command::Wrapper(mut wrapper), Some([stdout, stderr])) => {
                wrapper.stdout.report_to(stdout);
                wrapper.stderr.report_to(stderr);
                Command::Wrapper(wrapper)
            }
            (Command::Action(captures), streams) => Command::Action(captures.reporting_to(streams)),
            (command, None) => command,
        };
        Self { command, ..self }
    }

    pub(super) fn turned_away_by(&self) -> Option<Address> {
        let stderr = match &self.command {
            Command::Wrapper(wrapper) => wrapper.stderr.noise(),
            Command::Action(captures) => captures.stderr.text(),
        };
        reason::turned_away_by(&self.log, &stderr)
    }

    /// Judges the attempt. Returns that with the action's output.
    pub(super) fn conclude(
        self,
        over: Over,
        exit: String,
        timeout: Duration,
        expect_disconnect: bool,
    ) -> (Judgement, [Capture; 2]) {
        let log = self.log;
        let waiting = reason::waiting(&log, timeout);
        match self.command {
            Command::Wrapper(wrapper) => {
                let stage = wrapper.stage();
                let is_sent = wrapper.delivery.is_complete();
                let Wrapper { stdout, stderr, sudo, .. } = *wrapper;
                let held = stdout.holders().or(stderr.holders()).filter(|_| over == Over::Concluded);
                let mut evidence = Wrapped {
                    is_authenticated: log.is_authenticated || stage >= Stage::Begun,
                    stage: if is_sent { stage } else { Stage::Unknown },
                    is_wrapper_known: stage >= Stage::Begun,
                    starter: if sudo.is_some() { Starter::Sudo } else { Starter::LoginShell },
                    status: stdout.status().or(stderr.status()).filter(|_| !self.is_stopped),
                    holders: held.map(str::to_owned),
                    far_end: log.far_end,
                    is_final: false,
                };
                let (stdout_noise, stdout) = stdout.finish();
                let (stderr_noise, mut stderr) = stderr.finish();
                let noise = [stderr_noise, stdout_noise].map(Capture::into_text).concat();
                let noise = if let Some(sudo) = &sudo { sudo.reason(&noise) } else { noise };
                evidence.is_final = reason::is_final(&log, &noise);
                let said = if !is_sent {
                    reason::said(&log, &noise)
                } else if evidence.status.is_none() {
                    reason::said(&log, &stderr.take_last_line(DISCONNECT_NOTICE).unwrap_or_default())
                } else {
                    String::new()
                };
                let why = Why { said, waiting, noise: &noise, exit };
                (evidence.judge(over, expect_disconnect, &why), [stdout, stderr])
            }
            Command::Action(Captures { stdout, mut stderr }) => {
                let text = match log.far_end {
                    _ if !log.is_authenticated => stderr.text(),
                    FarEnd::Unknown | FarEnd::Refused => stderr.take_last_line(DISCONNECT_NOTICE).unwrap_or_default(),
                    FarEnd::Exited(_) | FarEnd::Signalled | FarEnd::Closed => String::new(),
                };
                let evidence = Bare {
                    is_authenticated: log.is_authenticated,
                    was_sent: log.was_sent,
                    far_end: log.far_end,
                    is_final: reason::is_final(&log, &text),
                };
                let why = Why { said: reason::said(&log, &text), waiting, noise: "", exit };
                (evidence.judge(over, expect_disconnect, &why), [stdout, stderr])
            }
        }
    }

    /// Updates what depends on how far the connection has come.
    fn advance(&mut self) {
        let is_let_in = self.log.is_authenticated || self.stage() >= Stage::Begun;
        if is_let_in {
            self.permit = None;
        } else if let (Some(permit), Some(address)) = (&mut self.permit, &self.log.connecting.address) {
            permit.set_address(address);
        }
        let now = self.last_read;
        if self.ended.is_none() && (self.stage() == Stage::Ended || self.log.far_end != FarEnd::Unknown) {
            self.ended = Some(now);
            self.is_stopped = self.is_stopping;
        }
        if self.completed.is_none() && self.is_complete() {
            self.completed = Some(now);
        }
    }

    fn stage(&self) -> Stage {
        match &self.command {
            Command::Wrapper(wrapper) => wrapper.stage(),
            Command::Action(_) => Stage::Unknown,
        }
    }

    /// Whether the wrapper has named processes that hold the output open.
    fn is_held(&self) -> bool {
        match &self.command {
            Command::Wrapper(wrapper) => wrapper.stdout.holders().is_some_and(|holders| !holders.is_empty()),
            Command::Action(_) => false,
        }
    }

    /// Whether everything that the wrapper reports was read. If nothing holds the output open, `ssh` then ends by
    /// itself.
    fn is_complete(&self) -> bool {
        match &self.command {
            Command::Wrapper(wrapper) => wrapper.stdout.holders().is_some() && wrapper.stderr.holders().is_some(),
            Command::Action(_) => false,
        }
    }
}

impl Wrapper {
    /// One stream may lack a mark, because the action may have closed it.
    fn stage(&self) -> Stage {
        self.stdout.stage().max(self.stderr.stage())
    }

    /// What it gets next: as long as it hasn't shown that it runs, only a password that `sudo` asks for.
    fn next_input(&mut self) -> Option<Vec<u8>> {
        if self.stage() > Stage::Unknown {
            return self.delivery.next();
        }
        self.sudo.as_mut()?.answer(|| self.stderr.noise())
    }

    /// Whether `sudo` won't run it.
    fn is_refused(&self) -> bool {
        self.stage() == Stage::Unknown && self.sudo.as_ref().is_some_and(|sudo| sudo.is_refused(|| self.stderr.noise()))
    }
}

impl Protocol for SshSession {
    fn receive(&mut self, source: Source, bytes: &[u8]) {
        match (source, &mut self.command) {
            (Source::Log, _) => self.log.receive(bytes),
            (Source::Stdout, Command::Wrapper(wrapper)) => wrapper.stdout.receive(bytes),
            (Source::Stderr, Command::Wrapper(wrapper)) => wrapper.stderr.receive(bytes),
            (_, Command::Action(captures)) => captures.receive(source, bytes),
        }
        self.last_read = Instant::now();
        self.advance();
    }

    fn take_input(&mut self) -> Option<Vec<u8>> {
        match &mut self.command {
            Command::Wrapper(wrapper) if !self.is_stopping => wrapper.next_input(),
            Command::Wrapper(_) | Command::Action(_) => None,
        }
    }

    fn has_room(&mut self) -> bool {
        let has_room = match &mut self.command {
            Command::Wrapper(wrapper) => wrapper.stdout.has_room() && wrapper.stderr.has_room(),
            Command::Action(captures) => captures.has_room(),
        };
        if !has_room {
            // The far side isn't silent: what it says isn't read.
            let now = Instant::now();
            self.last_read = now;
            self.ended = self.ended.map(|_| now);
        }
        has_room
    }

    fn concludes_at(&self) -> Option<Instant> {
        let is_refused = matches!(&self.command, Command::Wrapper(wrapper) if wrapper.is_refused());
        if self.log.is_flooded() || is_refused {
            return Some(self.last_read);
        }
        if self.is_stopping {
            // The wrapper may report its own end before everything that the action started has ended.
            return (self.log.far_end != FarEnd::Unknown).then_some(self.last_read);
        }
        let ended = self.ended?;
        Some(match self.completed {
            Some(completed) if self.is_held() => completed + LETTING_GO,
            Some(completed) => completed + SILENCE,
            None => (self.last_read + SILENCE).min(ended + REST),
        })
    }

    fn waited(&self) -> Duration {
        match &self.command {
            Command::Wrapper(wrapper) => wrapper.delivery.waited(),
            Command::Action(_) => Duration::ZERO,
        }
    }

    fn finish(&mut self, cause: Cause) -> Option<(Vec<u8>, Duration)> {
        self.is_stopping = true;
        match &self.command {
            Command::Wrapper(wrapper) if wrapper.delivery.is_complete() => {
                let patience = if cause == Cause::Cancelled { FAR_CANCEL } else { FAR_STOP };
                Some((wrapper::STOP.to_vec(), patience))
            }
            // What wasn't all sent isn't run, and without a watchdog nothing ends it.
            Command::Wrapper(_) | Command::Action(_) => None,
        }
    }
}

#[cfg(unix)]
mod reported;
#[cfg(test)]
mod tests;
