use std::fs::File;
use std::os::unix::fs::FileExt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard};
use std::{io, mem};

use super::watchdog_process::WatchdogProcess;
use crate::random;
use crate::sys::spawn;
use rust_interop::boundary::fork::Held;
use rust_interop::boundary::lock::lock;

/// In the environment of every child, and so of what it starts: the mark of its entry in the list.
pub(super) const MARK: &str = "RUST_INTEROP_CHILD";

/// Bytes of a line in the list: a field of fixed width, so that each has a place of its own.
const LINE: usize = 20;

/// Has what we have started killed when this process dies before it has ended, however it dies. One watchdog process
/// serves all procedures, as long as there is any.
#[derive(Debug)]
pub(crate) struct Watchdog {
    list: Option<Arc<List>>,
}

/// The children to kill, and the process that would do so. A line holds the group of a child; or, from before the start of
/// the child until its group is known, the child's mark.
#[derive(Debug)]
struct List {
    file: File,
    places: Mutex<Places>,
    /// `None` where none could be started, or the last one ended at once.
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
    /// Where no process can be started, nothing is watched: it matters only if this process dies early.
    pub(super) fn new() -> Self {
        let mut shared = lock(&SHARED);
        shared.users += 1;
        match &shared.list {
            Some(list) => list.ensure_process(),
            None => shared.list = List::new().ok().map(Arc::new),
        }
        Self { list: shared.list.clone() }
    }

    /// Enters a child that is about to be started. It is given the mark.
    pub(super) fn announce(&self) -> Option<Entry<'_>> {
        self.list.as_ref()?.announce().ok()
    }

    /// The process, to be polled for its end.
    pub(super) fn process(&self) -> Option<Arc<WatchdogProcess>> {
        self.list.as_ref().and_then(|list| lock(&list.process).clone())
    }

    /// Starts another process in place of one that somebody has killed.
    pub(super) fn replace(&self) {
        if let Some(list) = &self.list {
            list.replace_ended();
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

    fn announce(&self) -> io::Result<Entry<'_>> {
        self.replace_ended();
        let place = lock(&self.places).take();
        let entry = Entry { list: self, place, mark: next_mark() };
        self.write(place, &entry.mark)?;
        Ok(entry)
    }

    fn write(&self, place: u32, text: &str) -> io::Result<()> {
        self.file.write_all_at(format!("{text:LINE$}\n").as_bytes(), u64::from(place) * (LINE as u64 + 1))
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
        // One that cannot live is not started again and again: the next procedure tries.
        *process = if ended.ended_at_once() { None } else { self.start_process() };
    }

    fn start_process(&self) -> Option<Arc<WatchdogProcess>> {
        WatchdogProcess::start(&self.file).ok().map(Arc::new)
    }
}

/// A file that only its descriptor leads to.
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

/// Unlike any other, of other processes too. It begins with a letter, unlike a group.
fn next_mark() -> String {
    format!("x{:016x}", NEXT_MARK.fetch_add(1, Ordering::Relaxed))
}

/// A child in the list, until dropped.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    list: &'a List,
    place: u32,
    mark: String,
}

impl Entry<'_> {
    /// The value of [`MARK`] in the child's environment.
    pub(super) fn mark(&self) -> &str {
        &self.mark
    }

    /// The child has been started and leads this group.
    pub(super) fn set_group(&self, group: u32) {
        // Where the file cannot be written any more, the mark still finds the child.
        let _ = self.list.write(self.place, &group.to_string());
    }
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        // Only a place that was emptied may be used again.
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

/// Held while this process forks, so that nothing is half-done in the copy.
pub(crate) fn lock_for_fork() -> Box<dyn Held> {
    LazyLock::force(&NEXT_MARK);
    spawn::initialise();
    Box::new(HeldShared(lock(&SHARED)))
}

struct HeldShared(MutexGuard<'static, Shared>);

impl Held for HeldShared {
    /// What is listed is not the copy's. The watchdog would not notice our death as long as a copy holds our end of its
    /// input.
    fn reset_in_copy(&mut self) {
        WatchdogProcess::close_input_in_copy();
        self.0.users = 0;
        mem::forget(self.0.list.take());
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::process::CommandExt;
    use std::process::{Child, Command};
    use std::thread;
    use std::time::Duration;

    use super::*;

    fn sleeper(mark: &str) -> Child {
        Command::new("sleep").arg("20").env(MARK, mark).process_group(0).spawn().unwrap()
    }

    fn list() -> List {
        List::new().unwrap()
    }

    /// What our death does.
    fn die(list: &List) {
        let process = Arc::into_inner(lock(&list.process).take().unwrap()).unwrap();
        process.close_input_and_wait();
    }

    #[test]
    fn announce_process_that_dies_has_its_groups_killed_and_no_others() {
        let list = list();
        let watched = list.announce().unwrap();
        let ended = list.announce().unwrap();
        let mut children = [sleeper(watched.mark()), sleeper(ended.mark()), sleeper("")];
        watched.set_group(children[0].id());
        ended.set_group(children[1].id());
        drop(ended);

        die(&list);

        assert!(!children[0].wait().unwrap().success());
        thread::sleep(Duration::from_millis(10));
        for child in &mut children[1..] {
            assert!(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    #[test]
    fn announce_place_of_one_that_has_ended_is_used_again() {
        let list = list();
        let first = list.announce().unwrap().place;
        let again = list.announce().unwrap();
        let other = list.announce().unwrap();
        assert_eq!((again.place, other.place), (first, first + 1));
        drop((again, other));
        die(&list);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn announce_child_whose_group_is_not_listed_yet_is_found_by_its_mark() {
        let list = list();
        let entry = list.announce().unwrap();
        let mut child = sleeper(entry.mark());

        die(&list);

        assert!(!child.wait().unwrap().success());
    }

    #[test]
    fn replace_ended_watchdog_that_was_killed_is_replaced_and_knows_the_list() {
        let list = list();
        let entry = list.announce().unwrap();
        let mut child = sleeper(entry.mark());
        entry.set_group(child.id());
        thread::sleep(WatchdogProcess::SHORT_LIFE);
        let first = lock(&list.process).clone().unwrap();
        first.kill();
        while !first.has_ended() {
            thread::yield_now();
        }
        drop(first);

        list.replace_ended();
        die(&list);

        assert!(!child.wait().unwrap().success());
    }

    #[test]
    fn take_place_given_back_is_used_again() {
        let mut places = Places::default();
        assert_eq!((places.take(), places.take()), (0, 1));
        places.free.push(0);
        assert_eq!((places.take(), places.take()), (0, 2));
    }
}
