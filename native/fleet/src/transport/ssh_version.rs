use std::future::poll_fn;
use std::mem;
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::task::{Poll, Waker};
use std::time::{Duration, Instant};

use super::ssh_command::PROGRAM;
use crate::event_loop::Handle;
use crate::process::capture::Captures;
use crate::process::{self, Ending, Run, Stdin, Supervision};
use crate::ssh_options::Version;
use rust_interop::boundary::lock::lock;

/// How long `ssh` may take to report its version.
const PATIENCE: Duration = Duration::from_secs(5);

/// More than `ssh` writes then.
const LIMIT: usize = 1024;

/// The version of the `ssh` that a procedure uses, determined once.
#[derive(Debug, Default)]
pub(crate) struct SshVersion(Mutex<Answer>);

#[derive(Debug, Default)]
enum Answer {
    #[default]
    Unknown,
    /// One task asks `ssh`. These tasks wait for the answer.
    Asked(Vec<Waker>),
    Known(Option<Version>),
}

/// Held by the task that asks. If it is dropped without an answer, another task asks.
struct Question<'a>(&'a SshVersion);

impl SshVersion {
    /// `None` if `ssh` doesn't report one, or not one that we can read.
    pub(super) async fn get(&self, event_loop: &Handle, supervision: &Arc<Supervision>) -> Option<Version> {
        let known = poll_fn(|context| match &mut *lock(&self.0) {
            Answer::Known(version) => Poll::Ready(Ok(*version)),
            Answer::Asked(waiting) => {
                // The task may come here again, because something else wakes it too.
                if !waiting.iter().any(|waker| waker.will_wake(context.waker())) {
                    waiting.push(context.waker().clone());
                }
                Poll::Pending
            }
            unknown @ Answer::Unknown => {
                *unknown = Answer::Asked(Vec::new());
                Poll::Ready(Err(Question(self)))
            }
        });
        match known.await {
            Ok(version) => version,
            Err(question) => question.answer(ask(event_loop, supervision).await),
        }
    }

    fn set(&self, answer: Answer) {
        let previous = mem::replace(&mut *lock(&self.0), answer);
        if let Answer::Asked(waiting) = previous {
            waiting.into_iter().for_each(Waker::wake);
        }
    }
}

impl Question<'_> {
    fn answer(self, version: Option<Version>) -> Option<Version> {
        self.0.set(Answer::Known(version));
        version
    }
}

impl Drop for Question<'_> {
    fn drop(&mut self) {
        let is_open = matches!(*lock(&self.0.0), Answer::Asked(_));
        if is_open {
            self.0.set(Answer::Unknown);
        }
    }
}

async fn ask(event_loop: &Handle, supervision: &Arc<Supervision>) -> Option<Version> {
    let mut command = Command::new(PROGRAM);
    command.arg("-V");
    let run = Run {
        command,
        stdin: Stdin::Empty,
        log: None,
        deadline: Instant::now().checked_add(PATIENCE),
        protocol: Captures::new(LIMIT),
        grant: None,
    };
    match process::run(event_loop, supervision, run).await {
        (Ok(Ending::Exited(_)), captures) => Version::parse(&captures.stderr.into_text()),
        // The attempt then reports why `ssh` can't be run.
        _ => None,
    }
}
