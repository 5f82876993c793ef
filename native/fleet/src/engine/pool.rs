//! The threads that do the work of all procedures: a few more work at a time than there are processors, and besides them
//! there are those that wait for something. However many procedures run, no more is alive at once than is of use.

use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use std::{io, mem, process, thread};

use super::job::{Job, Task};
#[cfg(unix)]
use rust_interop::boundary::fork;
use rust_interop::boundary::lock::lock;

/// What a worker needs by itself: it starts processes and moves bytes.
const STACK: usize = 256 * 1024;

/// How long a worker stays when there is nothing to do.
const REST: Duration = Duration::from_secs(1);

/// The pool of this process. Between the end of one child and the start of the next a processor would be idle, if each had
/// but one worker.
pub(super) static POOL: LazyLock<Pool> = LazyLock::new(|| {
    let processors = thread::available_parallelism().map_or(1, usize::from);
    Pool::new(processors + processors.div_ceil(4))
});

/// Workers take a task of the first job in the queue and put the job back at the end: however many tasks one has, the
/// others go on as well.
pub(super) struct Pool {
    seats: usize,
    state: Mutex<State>,
    summons: Condvar,
}

/// As long as there is a job in the queue, all seats are taken, unless the system had no thread for one.
struct State {
    /// The process whose threads the workers are.
    process: u32,
    /// The jobs that have a task which may begin.
    queue: VecDeque<Arc<Job>>,
    last_taken: Instant,
    /// Workers that have a seat: those that work, or are on their way to it, and not those that wait for something.
    seated: usize,
    resting: usize,
    /// Workers that rested and were given a seat, but have not noticed yet.
    summoned: usize,
}

impl Pool {
    fn new(seats: usize) -> Self {
        Self { seats, state: Mutex::new(State::new()), summons: Condvar::new() }
    }

    /// Held while this process forks, so that nothing is half-done in the copy. Its next job sees that the workers are another
    /// process's.
    #[cfg(unix)]
    pub(super) fn lock_for_fork(&'static self) -> Box<dyn fork::Held> {
        Box::new(lock(&self.state))
    }

    /// Has the job done; a closed one is done. Whoever does some of it keeps it alive meanwhile, and nobody else.
    pub(super) fn submit(&'static self, job: Arc<Job>) {
        let mut state = lock(&self.state);
        if state.process != process::id() {
            // A copy that was forked has none of the threads. What the jobs hold is theirs.
            mem::forget(mem::replace(&mut *state, State::new()));
        }
        if job.is_ready() {
            state.queue.push_back(job);
            self.fill_seat(state);
        }
    }

    /// Lets no further task of the job begin.
    pub(super) fn close(&self, job: &Arc<Job>) {
        let mut state = lock(&self.state);
        job.close();
        drop(state.withdraw(job));
    }

    /// For who waits for a job in vain. Where no worker has taken a task for `patience`, since each hangs or there is none,
    /// one of this job's is done by a new thread or, where the system has none, by this one. Returns whether it was this.
    pub(super) fn help(&'static self, job: &Arc<Job>, patience: Duration) -> bool {
        let mut state = lock(&self.state);
        if state.last_taken.elapsed() < patience || state.position(job).is_none() {
            return false;
        }
        let taken = Arc::clone(job);
        let worker = move || {
            self.run_first(&taken);
            drop(taken);
            self.work(false);
        };
        if start(worker).is_ok() {
            state.last_taken = Instant::now();
            return false;
        }
        drop(state);
        self.run_first(job)
    }

    /// Runs a task of the job, without a seat. Returns whether there was one.
    fn run_first(&self, job: &Arc<Job>) -> bool {
        let mut state = lock(&self.state);
        let Some(task) = state.withdraw(job).map(|job| state.begin(job)) else { return false };
        drop(state);
        self.run(task, &|| {});
        true
    }

    fn work(&'static self, seated: bool) {
        let seated = Cell::new(seated);
        while let Some(task) = self.next(&seated) {
            self.run(task, &|| self.leave_seat(&seated));
        }
    }

    fn run(&self, task: Task, waits: &dyn Fn()) {
        if task.run(waits).is_break() {
            self.close(&task.job);
        }
        let mut state = lock(&self.state);
        // Nobody is called to it: who was at it comes for the next.
        if task.job.end() {
            state.queue.push_back(task.job);
        }
    }

    /// The next task, once there is a seat for it; `None` where nothing has come for a while.
    fn next(&'static self, seated: &Cell<bool>) -> Option<Task> {
        let mut state = lock(&self.state);
        loop {
            if !seated.get() && state.seated < self.seats && !state.queue.is_empty() {
                state.seated += 1;
                seated.set(true);
            }
            if seated.get() {
                if let Some(job) = state.queue.pop_front() {
                    state.last_taken = Instant::now();
                    let task = state.begin(job);
                    self.fill_seat(state);
                    return Some(task);
                }
                state.seated -= 1;
                seated.set(false);
            }
            state.resting += 1;
            let summoned = |state: &mut State| state.summoned == 0;
            let rest = self.summons.wait_timeout_while(state, REST, summoned);
            state = rest.unwrap_or_else(PoisonError::into_inner).0;
            if state.summoned == 0 {
                state.resting -= 1;
                // Else a burst of procedures would be remembered for good.
                state.queue.shrink_to_fit();
                return None;
            }
            state.summoned -= 1;
            seated.set(true);
        }
    }

    fn leave_seat(&'static self, seated: &Cell<bool>) {
        if seated.replace(false) {
            let mut state = lock(&self.state);
            state.seated -= 1;
            self.fill_seat(state);
        }
    }

    /// Has a worker come for what is in the queue, if there is a seat.
    fn fill_seat(&'static self, mut state: MutexGuard<'_, State>) {
        if state.queue.is_empty() || state.seated == self.seats {
            return;
        }
        state.seated += 1;
        if state.resting > 0 {
            state.resting -= 1;
            state.summoned += 1;
            self.summons.notify_one();
            return;
        }
        drop(state);
        if start(move || self.work(true)).is_err() {
            // Those that there are do all the work; where there are none, who waits for it does.
            lock(&self.state).seated -= 1;
        }
    }
}

impl State {
    fn new() -> Self {
        Self {
            process: process::id(),
            queue: VecDeque::new(),
            last_taken: Instant::now(),
            seated: 0,
            resting: 0,
            summoned: 0,
        }
    }

    /// Begins a task of a job that was taken from the queue.
    fn begin(&mut self, job: Arc<Job>) -> Task {
        let number = job.begin();
        if job.is_ready() {
            self.queue.push_back(Arc::clone(&job));
        }
        Task { job, number }
    }

    fn position(&self, job: &Arc<Job>) -> Option<usize> {
        self.queue.iter().position(|queued| Arc::ptr_eq(queued, job))
    }

    fn withdraw(&mut self, job: &Arc<Job>) -> Option<Arc<Job>> {
        self.position(job).and_then(|position| self.queue.remove(position))
    }
}

fn start(worker: impl FnOnce() + Send + 'static) -> io::Result<()> {
    thread::Builder::new().name("rust-interop".to_owned()).stack_size(STACK).spawn(worker).map(drop)
}

#[cfg(test)]
mod tests {
    use std::ops::ControlFlow;
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::sync::mpsc::{self, Receiver};

    use super::*;
    use crate::engine::job::Work;

    const PATIENCE: Duration = Duration::from_secs(20);

    struct Tasks<F>(F);

    impl<F: Fn(usize, &dyn Fn()) + Send + Sync> Work for Tasks<F> {
        fn run(&self, number: usize, waits: &dyn Fn()) -> ControlFlow<()> {
            (self.0)(number, waits);
            ControlFlow::Continue(())
        }
    }

    /// Never dropped, but not lost either: a tool that looks for leaks finds it in the list.
    fn pool(seats: usize) -> &'static Pool {
        static POOLS: Mutex<Vec<&'static Pool>> = Mutex::new(Vec::new());
        let pool = Box::leak(Box::new(Pool::new(seats)));
        lock(&POOLS).push(pool);
        pool
    }

    fn job(tasks: usize, width: usize, task: impl Fn(usize, &dyn Fn()) + Send + Sync + 'static) -> Arc<Job> {
        Arc::new(Job::new(tasks, width, Tasks(task)))
    }

    /// A job whose task takes the only seat until what is returned is dropped.
    fn occupy(pool: &'static Pool) -> mpsc::Sender<()> {
        let (end, ended) = mpsc::channel::<()>();
        let ended = Mutex::new(ended);
        let (sender, begun) = mpsc::channel();
        pool.submit(job(1, 1, move |_, _| {
            sender.send(()).unwrap();
            assert!(lock(&ended).recv().is_err());
        }));
        begun.recv_timeout(PATIENCE).unwrap();
        end
    }

    fn receive(names: &Receiver<String>) -> Vec<String> {
        let mut received = Vec::new();
        loop {
            match names.recv_timeout(PATIENCE) {
                Ok(name) => received.push(name),
                Err(mpsc::RecvTimeoutError::Disconnected) => return received,
                Err(mpsc::RecvTimeoutError::Timeout) => panic!("only {received:?}"),
            }
        }
    }

    #[test]
    fn submit_jobs_take_turns_task_by_task() {
        let pool = pool(1);
        let occupied = occupy(pool);
        let (sender, names) = mpsc::channel();
        for (name, tasks) in [("a", 4), ("b", 2), ("c", 1)] {
            let sender = sender.clone();
            pool.submit(job(tasks, 9, move |number, _| sender.send(format!("{name}{number}")).unwrap()));
        }
        drop((sender, occupied));
        assert_eq!(receive(&names), ["a0", "b0", "c0", "a1", "b1", "a2", "a3"]);
    }

    #[test]
    fn submit_tasks_that_wait_all_run_at_once() {
        let (sender, names) = mpsc::channel();
        let all = Barrier::new(40);
        pool(1).submit(job(40, 40, move |_, waits| {
            waits();
            waits();
            all.wait();
            sender.send(String::new()).unwrap();
        }));
        assert_eq!(receive(&names).len(), 40);
    }

    #[test]
    fn submit_tasks_that_work_run_on_as_many_threads_as_there_are_seats() {
        let (sender, names) = mpsc::channel();
        let running = AtomicUsize::new(0);
        let both = Barrier::new(2);
        pool(2).submit(job(50, 50, move |_, _| {
            let others = running.fetch_add(1, Ordering::Relaxed);
            both.wait();
            thread::sleep(Duration::from_millis(1));
            running.fetch_sub(1, Ordering::Relaxed);
            sender.send(others.to_string()).unwrap();
        }));
        let others = receive(&names);
        assert_eq!(others.len(), 50);
        assert!(others.iter().all(|others| others == "0" || others == "1"), "{others:?}");
    }

    #[test]
    fn close_job_that_has_not_begun_is_gone() {
        let pool = pool(1);
        let _occupied = occupy(pool);
        let job = job(3, 1, |_, _| {});
        pool.submit(Arc::clone(&job));
        pool.close(&job);
        pool.submit(Arc::clone(&job));
        assert_eq!(Arc::strong_count(&job), 1);
    }

    #[test]
    fn help_where_all_seats_are_taken_by_what_hangs_does_a_task() {
        let pool = pool(1);
        let _occupied = occupy(pool);
        let (sender, names) = mpsc::channel();
        let job = job(1, 1, move |_, _| sender.send(String::new()).unwrap());
        pool.submit(Arc::clone(&job));
        assert!(!pool.help(&job, PATIENCE), "others have just begun");
        assert!(!pool.help(&job, Duration::ZERO), "there are threads");
        drop(job);
        assert_eq!(receive(&names).len(), 1);
    }

    #[test]
    fn work_worker_without_work_ends_holding_nothing_and_another_comes_for_the_next() {
        struct Ends(mpsc::Sender<String>);
        impl Drop for Ends {
            fn drop(&mut self) {
                self.0.send(String::new()).unwrap();
            }
        }
        thread_local! {
            static THREAD: Cell<Option<Ends>> = const { Cell::new(None) };
        }
        let pool = pool(1);
        for _ in 0..2 {
            let (sender, names) = mpsc::channel();
            pool.submit(job(1, 1, move |_, _| THREAD.set(Some(Ends(sender.clone())))));
            assert_eq!(receive(&names).len(), 1);
        }
        let state = lock(&pool.state);
        assert_eq!((state.resting, state.queue.capacity()), (0, 0));
    }
}
