//! How to wait for a session: by its descriptors, which are parts of the task, and by times.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Instant;

use super::{CONTROL, INPUT, Running, Step, Woken};
use crate::process::{Protocol, part_of};
use crate::transport::kept::control::INTERVAL;
use crate::transport::kept::mux::{self, Answer};
use crate::transport::ssh_log::FarEnd;

impl Running<'_> {
    /// Reads and writes until `done`, the connection is closed, the cancel or the limit, whichever comes first. Returns
    /// `None` if it is done.
    pub(super) async fn wait(
        &mut self,
        limit: &dyn Fn(&Self) -> Option<Instant>,
        may_cancel: bool,
        done: &dyn Fn(&Self) -> bool,
    ) -> Option<Woken> {
        poll_fn(|_| {
            self.proceed();
            if self.control.is_closed() || self.unread.is_some() {
                return Poll::Ready(Some(Woken::Closed));
            }
            if done(self) {
                return Poll::Ready(None);
            }
            if may_cancel && self.cancel.is_set() {
                return Poll::Ready(Some(Woken::Cancelled));
            }
            let limit = limit(self);
            if limit.is_some_and(|limit| limit <= Instant::now()) {
                return Poll::Ready(Some(Woken::TimeOver));
            }
            let look_at = (!self.is_watched).then(|| Instant::now() + INTERVAL);
            for time in [limit, look_at].into_iter().flatten() {
                self.event_loop.wake_at(time);
            }
            Poll::Pending
        })
        .await
    }

    /// Reads and writes what is ready.
    fn proceed(&mut self) {
        let ready = self.event_loop.take_ready();
        let is_watched = self.is_watched;
        let is_ready = |part: u8| !is_watched || ready.has(part);
        let Self { event_loop, stdout, stderr, session, control, are_streams_watched, .. } = self;
        let answers = event_loop.with_buffer(|buffer| {
            for stream in [stdout, stderr] {
                let is_ready = is_ready(part_of(stream.source()));
                let new_watch = stream.read_with_room(is_ready, event_loop, buffer, *session);
                *are_streams_watched &= new_watch.unwrap_or(true);
            }
            control.flush();
            if is_ready(CONTROL) { control.receive(buffer) } else { Vec::new() }
        });
        if self.control.is_sent() && self.step == Step::Opening {
            self.session.set_command_sent(true);
        }
        for answer in answers {
            self.take(answer);
        }
        self.note_unread();
        if is_ready(INPUT) {
            self.input.flush();
        }
        while self.input.is_idle()
            && let Some(bytes) = self.session.take_input()
        {
            self.input.write(bytes);
        }
        let (control, input) = (&mut self.control, &mut self.input);
        let are_watched = [control.watch(self.event_loop, CONTROL), input.watch(self.event_loop, INPUT)];
        self.is_watched = self.are_streams_watched && are_watched == [true, true];
    }

    pub(super) fn note_unread(&mut self) {
        let Self { stdout, stderr, unread, .. } = self;
        *unread = unread.take().or_else(|| stdout.take_broken()).or_else(|| stderr.take_broken());
    }

    fn take(&mut self, answer: Answer) {
        match (answer, self.step) {
            (Answer::Hello(mux::VERSION), Step::Greeting) => {
                if self.grant.is_some_and(|grant| !grant.is_valid()) {
                    self.refuse("it has to be granted again");
                } else if let Some((message, descriptors)) = self.request.take() {
                    self.step = Step::Opening;
                    self.step_ends = Instant::now() + self.patience;
                    self.control.send(&message, descriptors);
                }
            }
            // Another version of the protocol.
            (Answer::Hello(_), Step::Greeting) => self.control.close(),
            (Answer::Refused(reason), Step::Opening) => {
                self.session.set_command_sent(false);
                self.refuse(reason);
            }
            (Answer::Opened(number), Step::Opening) => self.step = Step::Open(number),
            (Answer::Exited { session, code }, Step::Open(number)) if session == number => {
                self.session.set_far_end(FarEnd::Exited(i32::try_from(code).ok()));
            }
            _ => {}
        }
    }

    fn refuse(&mut self, reason: impl Into<String>) {
        self.refusal = Some(reason.into());
        self.control.close();
    }

    /// Reads what is left of the output. Returns `false` if there is no room for the rest yet.
    pub(super) fn drain(&mut self) -> bool {
        let Self { event_loop, stdout, stderr, session, .. } = self;
        event_loop.with_buffer(|buffer| {
            let is_drained = stdout.drain(buffer, *session) && stderr.drain(buffer, *session);
            if !is_drained {
                // Only room for the rest may wake the task.
                stdout.pause();
                stderr.pause();
            }
            is_drained
        })
    }
}
