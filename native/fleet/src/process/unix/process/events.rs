//! How to wait for a running child process: by its descriptors, which are parts of the task, and by times.

use std::future::poll_fn;
use std::io;
use std::task::Poll;
use std::time::{Duration, Instant};

use super::{EXIT, INPUT, Running, Woken};
use crate::event_loop::Ready;
use crate::process::Source;
use crate::process::unix::stream::part_of;
use crate::sys::{Interest, system};

/// How long to leave the log alone after reading it: `ssh` writes it line by line, and none is urgent.
const LOG_PAUSE: Duration = Duration::from_millis(20);

/// How often to poll what can't be watched. The longer the child process has run, the less often.
const SHORTEST_INTERVAL: Duration = Duration::from_millis(1);
const LONGEST_INTERVAL: Duration = Duration::from_millis(50);

impl Running<'_> {
    /// Called only after the child process was alone for a moment: before that, watching isn't worth it.
    pub(super) fn watch_streams(&mut self) {
        for stream in [&mut self.stdout, &mut self.stderr] {
            self.unwatched |=
                u8::from(!stream.watch(self.context.event_loop, Interest::Read)) << part_of(stream.source());
        }
        if let Some(log) = &mut self.log {
            let is_watched = log.stream().watch(self.context.event_loop, Interest::ReadOnce);
            self.unwatched |= u8::from(!is_watched) << part_of(Source::Log);
        }
    }

    /// Reads and writes until `done`, the cancel or the limit, whichever comes first.
    pub(super) async fn wait(
        &mut self,
        limit: impl Fn(&Self) -> Option<Instant>,
        is_cancelled: impl Fn(&Self) -> bool,
        done: impl Fn(&Self) -> bool,
    ) -> io::Result<Woken> {
        poll_fn(|_| {
            if let Err(error) = self.proceed(Instant::now()) {
                return Poll::Ready(Err(error));
            }
            if done(self) {
                return Poll::Ready(Ok(Woken::Done));
            }
            if is_cancelled(self) {
                return Poll::Ready(Ok(Woken::Cancelled));
            }
            let limit = limit(self);
            if limit.is_some_and(|limit| limit <= Instant::now()) {
                return Poll::Ready(Ok(Woken::TimeOver));
            }
            let poll_at = (self.unwatched != 0).then_some(self.poll_at);
            for time in [limit, poll_at, self.log_pause].into_iter().flatten() {
                self.context.event_loop.wake_at(time);
            }
            Poll::Pending
        })
        .await
    }

    /// Reads and writes what is ready, and finds out whether the child process has ended.
    fn proceed(&mut self, now: Instant) -> io::Result<()> {
        let ready = self.context.event_loop.take_ready();
        let polled = if now >= self.poll_at { self.unwatched } else { 0 };
        if polled != 0 {
            self.poll_at = now + (now.duration_since(self.started) / 8).clamp(SHORTEST_INTERVAL, LONGEST_INTERVAL);
        }
        let is_ready = |part: u8| ready.has(part) || polled & 1 << part != 0;
        self.read(is_ready, now);
        if is_ready(INPUT) {
            self.input.flush();
        }
        while self.input.is_idle()
            && let Some(bytes) = self.context.protocol.take_input()
        {
            self.input.write(bytes);
        }
        let is_watched = self.input.watch(self.context.event_loop, INPUT);
        self.unwatched = self.unwatched & !(1 << INPUT) | u8::from(!is_watched) << INPUT;
        if let Some(error) = self.stdout.take_broken().or_else(|| self.stderr.take_broken()) {
            return Err(error);
        }
        if !self.ended && is_ready(EXIT) {
            self.check_exit(ready)?;
        }
        Ok(())
    }

    fn read(&mut self, is_ready: impl Fn(u8) -> bool, now: Instant) {
        let Self { stdout, stderr, log, log_pause, unwatched, context, .. } = self;
        context.event_loop.with_buffer(|buffer| {
            for stream in [stdout, stderr] {
                let part = part_of(stream.source());
                let new_watch = stream.read_with_room(is_ready(part), context.event_loop, buffer, context.protocol);
                if let Some(is_watched) = new_watch {
                    *unwatched = *unwatched & !(1 << part) | u8::from(!is_watched) << part;
                }
            }
            let Some(log) = log else { return };
            let log_part = part_of(Source::Log);
            if is_ready(log_part) {
                log.stream().read(buffer, context.protocol);
                *log_pause = Some(now + LOG_PAUSE);
            } else if log_pause.take_if(|end| *end <= now).is_some() {
                *unwatched |= u8::from(!log.stream().rearm()) << log_part;
            }
        });
    }

    fn check_exit(&mut self, ready: Ready) -> io::Result<()> {
        let is_reported = self.exit.is_some() && ready.is_known();
        self.ended = is_reported || system::has_ended(self.leader)?;
        if self.ended {
            self.exit = None;
            self.unwatched &= !(1 << EXIT);
        }
        Ok(())
    }
}
