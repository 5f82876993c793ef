use std::fs::File;
use std::future::poll_fn;
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, Weak};
use std::task::Poll;
use std::{io, mem};

use super::watchdog_process::WatchdogProcess;
use crate::event_loop::{self, Handle, Watched};
use crate::random;
use crate::sys::{Interest, spawn};
use rust_interop::boundary::fork::Held;
use rust_interop::boundary::lock::lock;

/// In the environment of every child process, and so of everything it starts: the mark of its entry in the list.
pub(super) const MARK: &str = "RUST_INTEROP_CHILD";

/// Bytes of a line in the list: a field of fixed width, so that each line has its place. Enough for the folder of a
/// socket, whose path is limited too.
pub(super) const LINE: usize = 84;

/// Kills what we have started when this process dies first, however it dies. One watchdog process serves all
/// procedures, for as long as there is one.
#[derive(Debug)]
pub(crate) struct Watchdog {
    list: Option<Arc<List>>,
}

/// The child processes to kill, and the process that would do so. A line holds the group of a child process, or its
/// mark: from before its start until its group is known. Or it holds the path of a folder to remove.
#[derive(Debug)]
struct List {
    file: File,
    places: Mutex<Places>,
    /// `None` if no process could be started, or the last one ended at once.
    process: Mutex<Option<Arc<WatchdogProcess>>>,
}

#[derive(Debug, Default)]
struct Places {
    free: Vec<u32>,
    used: u32,
}

#[derive(Debug)]
struct Shared {
    users: usize,
    list: Option<Arc<List>>,
}

static SHARED: Mutex<Shared> = Mutex::new(Shared { users: 0, list: None });

impl Watchdog {
    /// If no process can be started, nothing is watched. That only matters if this process dies early.
    pub(super) fn new() -> Self {
        let mut shared = lock(&SHARED);
        shared.users += 1;
        match &shared.list {
            Some(list) => list.ensure_process(),
            None => shared.list = List::new().ok().map(Arc::new),
        }
        Self { list: shared.list.clone() }
    }

    /// Lists a child process that is about to start. Give it the mark of the entry.
    pub(super) fn announce(&self) -> Option<Entry<'_>> {
        self.list.as_ref()?.add(next_mark()).ok()
    }

    /// Lists a folder that is about to be created. Its path is absolute and has no more than [`LINE`] bytes.
    pub(super) fn announce_folder(&self, path: &str) -> Option<Entry<'_>> {
        self.list.as_ref()?.add(path.to_owned()).ok()
    }

    /// Makes the loop start another watchdog process if somebody kills this one, unless a loop does so already.
    pub(super) fn watch(&self, event_loop: &Handle) {
        if let Some(list) = &self.list
            && let Some(claim) = list.claim()
        {
            let watch = replace_when_ended(Arc::downgrade(list), claim, event_loop.clone());
            event_loop.spawn(Box::pin(async move {
                // After a panic, the next child process makes its loop watch.
                let _ = event_loop::guarded(watch).await;
            }));
        }
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        let mut shared = lock(&SHARED);
        shared.users -= 1;
        let unused = if shared.users == 0 { shared.list.take() } else { None };
        drop(shared);
        let process = unused.and_then(|list| lock(&list.process).take());
        if let Some(process) = process {
            process.stop();
        }
    }
}

impl List {
    fn new() -> io::Result<Self> {
        let file = unnamed_file()?;
        let process = WatchdogProcess::start(&file).ok().map(Arc::new);
        Ok(Self { file, places: Mutex::default(), process: Mutex::new(process) })
    }

    fn add(&self, text: String) -> io::Result<Entry<'_>> {
        self.replace_ended();
        let place = lock(&self.places).take();
        let entry = Entry { list: self, place, text };
        self.write(place, &entry.text)?;
        Ok(entry)
    }

    fn write(&self, place: u32, text: &str) -> io::Result<()> {
        self.file.write_all_at(format!("{text:LINE$}\n").as_bytes(), u64::from(place) * (LINE as u64 + 1))
    }

    fn claim(&self) -> Option<Claim> {
        let process = lock(&self.process);
        process.as_ref().filter(|process| process.claim()).map(Arc::clone).map(Claim)
    }

    fn ensure_process(&self) {
        self.replace_ended();
        let mut process = lock(&self.process);
        if process.is_none() {
            *process = self.start_process();
        }
    }

    fn replace_ended(&self) {
        let mut process = lock(&self.process);
        let Some(ended) = process.as_ref().filter(|process| process.has_ended()) else { return };
        // One that can't live isn't started over and over: the next procedure tries again.
        *process = if ended.ended_at_once() { None } else { self.start_process() };
    }

    fn start_process(&self) -> Option<Arc<WatchdogProcess>> {
        WatchdogProcess::start(&self.file).ok().map(Arc::new)
    }
}

/// The process that this loop watches, and no other loop.
struct Claim(Arc<WatchdogProcess>);

impl Drop for Claim {
    fn drop(&mut self) {
        self.0.disclaim();
    }
}

/// Replaces the process until nobody needs one any more, or one has ended at once.
async fn replace_when_ended(list: Weak<List>, mut claim: Claim, event_loop: Handle) {
    loop {
        if !ends(&claim.0, &event_loop).await {
            return;
        }
        let Some(list) = list.upgrade() else { return };
        list.replace_ended();
        let Some(next) = list.claim() else { return };
        claim = next;
    }
}

/// Waits for the end. Returns `false` if it can't be watched.
async fn ends(process: &WatchdogProcess, event_loop: &Handle) -> bool {
    let Some(exit) = process.exit() else { return false };
    let mut exit = Watched::new(exit);
    if !exit.watch(event_loop, 0, Interest::Read) {
        return false;
    }
    let ends = || {
        let ready = event_loop.take_ready();
        !ready.has_none() && (ready.is_known() || process.has_ended())
    };
    poll_fn(|_| if ends() { Poll::Ready(true) } else { Poll::Pending }).await
}

/// A file that is only reachable by its descriptor.
fn unnamed_file() -> io::Result<File> {
    #[cfg(target_os = "linux")]
    return crate::sys::linux::memory_file(c"rust-interop").map(File::from);
    #[cfg(not(target_os = "linux"))]
    {
        let (file, path) = super::log_file::create_temporary(|path| {
            File::options().read(true).write(true).create_new(true).open(path)
        })?;
        std::fs::remove_file(path)?;
        Ok(file)
    }
}

static NEXT_MARK: LazyLock<AtomicU64> = LazyLock::new(|| AtomicU64::new(random::number()));

/// Unique, also among processes. It begins with a letter, unlike a group.
fn next_mark() -> String {
    format!("x{:016x}", NEXT_MARK.fetch_add(1, Ordering::Relaxed))
}

/// A child process or a folder in the list, until dropped.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    list: &'a List,
    place: u32,
    text: String,
}

impl Entry<'_> {
    /// The value of [`MARK`] in the child's environment.
    pub(super) fn mark(&self) -> &str {
        &self.text
    }

    /// Records that the child process has started and leads this group.
    pub(super) fn set_group(&self, group: u32) {
        // If the file can't be written any more, the watchdog still finds the child process by its mark.
        let _ = self.list.write(self.place, &group.to_string());
    }
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        // Only an empty place may be used again.
        if self.list.write(self.place, "").is_ok() {
            lock(&self.list.places).free.push(self.place);
        }
    }
}

impl Places {
    fn take(&mut self) -> u32 {
        self.free.pop().unwrap_or_else(|| {
            self.used += 1;
            self.used - 1
        })
    }
}

/// Locks the state for the duration of a fork, so that the child process finds it complete.
pub(crate) fn lock_for_fork() -> Box<dyn Held> {
    LazyLock::force(&NEXT_MARK);
    spawn::initialise();
    Box::new(HeldShared(lock(&SHARED)))
}

struct HeldShared(MutexGuard<'static, Shared>);

impl Held for HeldShared {
    /// The list isn't the forked child's. And while the child holds our end of the watchdog's input, the watchdog would
    /// not notice our death.
    fn reset_in_copy(&mut self) {
        WatchdogProcess::close_input_in_copy();
        self.0.users = 0;
        mem::forget(self.0.list.take());
    }
}

#[cfg(test)]
mod tests;
