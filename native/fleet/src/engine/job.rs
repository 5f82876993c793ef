use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};

use rust_interop::boundary::lock::lock;

/// What the tasks of a job are.
pub(super) trait Work: Send + Sync {
    /// Does task `number`, and says whether further ones are to begin. Does not panic. Calls `waits`, once or more often,
    /// when it comes to wait for something instead of keeping a processor busy.
    fn run(&self, number: usize, waits: &dyn Fn()) -> ControlFlow<()>;
}

/// Tasks, numbered from 0, of which up to `width` run at a time.
pub(super) struct Job {
    width: usize,
    turns: Mutex<Turns>,
    work: Box<dyn Work>,
}

struct Turns {
    next: usize,
    end: usize,
    running: usize,
}

impl Job {
    pub(super) fn new(tasks: usize, width: usize, work: impl Work + 'static) -> Self {
        Self { width, turns: Mutex::new(Turns { next: 0, end: tasks, running: 0 }), work: Box::new(work) }
    }

    /// Whether there is a task that may begin.
    pub(super) fn is_ready(&self) -> bool {
        lock(&self.turns).is_ready(self.width)
    }

    /// Begins the next task of a job that is ready. Returns its number.
    pub(super) fn begin(&self) -> usize {
        let mut turns = lock(&self.turns);
        turns.running += 1;
        turns.next += 1;
        turns.next - 1
    }

    /// Ends a task. Returns whether that has made the job ready, which it was not before.
    pub(super) fn end(&self) -> bool {
        let mut turns = lock(&self.turns);
        let was_ready = turns.is_ready(self.width);
        turns.running -= 1;
        !was_ready && turns.is_ready(self.width)
    }

    /// Lets no further task begin.
    pub(super) fn close(&self) {
        let mut turns = lock(&self.turns);
        turns.end = turns.next;
    }
}

impl Turns {
    fn is_ready(&self, width: usize) -> bool {
        self.next < self.end && self.running < width
    }
}

/// A task that has begun.
pub(super) struct Task {
    pub(super) job: Arc<Job>,
    pub(super) number: usize,
}

impl Task {
    pub(super) fn run(&self, waits: &dyn Fn()) -> ControlFlow<()> {
        self.job.work.run(self.number, waits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Nothing;

    impl Work for Nothing {
        fn run(&self, _: usize, _: &dyn Fn()) -> ControlFlow<()> {
            ControlFlow::Continue(())
        }
    }

    #[test]
    fn begin_up_to_the_width_is_ready_again_when_one_ends() {
        let job = Job::new(4, 2, Nothing);
        assert_eq!((job.is_ready(), job.begin()), (true, 0));
        assert_eq!((job.is_ready(), job.begin()), (true, 1));
        assert!(!job.is_ready());
        assert!(job.end());
        assert!(!job.end(), "was ready");
        assert_eq!((job.begin(), job.begin()), (2, 3));
        assert!(!job.end());
        assert!(!job.is_ready(), "has no further task");
    }

    #[test]
    fn close_lets_no_further_task_begin() {
        let job = Job::new(9, 1, Nothing);
        job.begin();
        job.close();
        assert!(!job.end());
        assert!(!job.is_ready());
    }
}
