use std::fs::File;
use std::io::{self, PipeWriter};
use std::os::fd::AsFd;
use std::os::unix::fs::FileExt;
use std::sync::{Arc, Mutex};

use super::child::Child;
use super::environment::Environment;
use super::shell;
use crate::boundary::system::{self, Signal};
use crate::fleet::scratch_file::ScratchFile;
use crate::lock::lock;

/// Waits until its input closes, which happens with the death of this process at the latest, and then kills the groups
/// that the list names.
const SCRIPT: &str = "trap '' HUP INT TERM; read -r _; \
     while read -r group; do [ -z \"$group\" ] || kill -9 \"-$group\"; done <&1";

/// Bytes of a line in the list: a number in a field of fixed width, so that each has a place of its own.
const LINE: usize = 12;

/// A process that kills what we have started when we die before it has ended, however we die. There is one as long as
/// any procedure runs.
#[derive(Debug)]
pub(in super::super::super) struct Watchdog {
    process: Option<Arc<Process>>,
}

#[derive(Debug)]
struct Process {
    /// `None` once it was reaped.
    child: Mutex<Option<Child>>,
    /// Closed by our death at the latest.
    _input: PipeWriter,
    list: File,
    places: Mutex<Places>,
}

#[derive(Debug, Default)]
struct Places {
    free: Vec<u32>,
    used: u32,
}

#[derive(Debug)]
struct Shared {
    users: usize,
    process: Option<Arc<Process>>,
}

static SHARED: Mutex<Shared> = Mutex::new(Shared { users: 0, process: None });

impl Watchdog {
    /// Sees to it that there is one. Where none can be started, nothing is watched: it matters only to who dies early.
    pub(super) fn new(environment: &Environment) -> Self {
        let mut shared = lock(&SHARED);
        shared.users += 1;
        if shared.process.as_ref().is_none_or(|process| process.has_ended()) {
            shared.process = Process::start(environment).ok().map(Arc::new);
        }
        Self { process: shared.process.clone() }
    }

    /// Has the group killed if we die before the entry is dropped.
    pub(super) fn watch(&self, group: u32) -> Option<Entry<'_>> {
        self.process.as_ref()?.watch(group).ok()
    }
}

impl Drop for Watchdog {
    fn drop(&mut self) {
        let mut shared = lock(&SHARED);
        shared.users -= 1;
        let unused = if shared.users == 0 { shared.process.take() } else { None };
        drop(shared);
        if let Some(process) = unused {
            process.stop();
        }
    }
}

impl Process {
    fn start(environment: &Environment) -> io::Result<Self> {
        let list = ScratchFile::unnamed()?;
        let (child_input, input) = io::pipe()?;
        let null = File::options().write(true).open("/dev/null")?;
        let streams = [child_input.as_fd(), list.as_fd(), null.as_fd()];
        let child = Child::start(&shell(SCRIPT), environment, streams)?;
        Ok(Self { child: Mutex::new(Some(child)), _input: input, list, places: Mutex::default() })
    }

    fn watch(&self, group: u32) -> io::Result<Entry<'_>> {
        let place = lock(&self.places).take();
        self.write(place, &format!("{group:LINE$}"))?;
        Ok(Entry { process: self, place })
    }

    fn write(&self, place: u32, text: &str) -> io::Result<()> {
        let line = format!("{text}\n");
        self.list.write_all_at(line.as_bytes(), u64::from(place) * (LINE as u64 + 1))
    }

    /// Whether somebody has killed it.
    fn has_ended(&self) -> bool {
        let mut child = lock(&self.child);
        if child.as_ref().is_some_and(|child| matches!(system::has_ended(child.id()), Ok(false))) {
            return false;
        }
        reap(&mut child);
        true
    }

    /// Ends it when nothing is listed any more. It is killed, since it would not see its input close where a process that
    /// was forked meanwhile holds a copy of the other end.
    fn stop(&self) {
        let mut child = lock(&self.child);
        if let Some(child) = &*child {
            // An error is that it belongs to another user now, and nobody has made it so.
            let _ = system::signal_group(child.id(), Signal::Kill);
        }
        reap(&mut child);
    }
}

fn reap(child: &mut Option<Child>) {
    // An error is that somebody else has reaped it.
    let _ = child.take().map(Child::wait);
}

/// A group in the list.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    process: &'a Process,
    place: u32,
}

impl Drop for Entry<'_> {
    fn drop(&mut self) {
        // Only a place that was emptied may be used again.
        if self.process.write(self.place, &" ".repeat(LINE)).is_ok() {
            lock(&self.process.places).free.push(self.place);
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

#[cfg(test)]
mod tests {
    use std::os::unix::process::CommandExt;
    use std::process::Command;
    use std::time::Duration;
    use std::{mem, process, thread};

    use super::*;

    fn sleeper() -> process::Child {
        Command::new("sleep").arg("20").process_group(0).spawn().unwrap()
    }

    #[test]
    fn watch_process_that_dies_has_its_groups_killed_and_no_others() {
        let (mut watched, mut ended, mut other) = (sleeper(), sleeper(), sleeper());
        let process = Process::start(&Environment::current()).unwrap();
        mem::forget(process.watch(watched.id()).unwrap());
        drop(process.watch(ended.id()));

        // What our death does.
        let Process { child, _input: input, .. } = process;
        drop(input);

        assert!(!watched.wait().unwrap().success());
        child.into_inner().unwrap().unwrap().wait().unwrap();
        thread::sleep(Duration::from_millis(10));
        for child in [&mut ended, &mut other] {
            assert!(child.try_wait().unwrap().is_none());
            child.kill().unwrap();
            child.wait().unwrap();
        }
    }

    #[test]
    fn new_watchdog_that_was_killed_is_replaced() {
        let process = Process::start(&Environment::current()).unwrap();
        assert!(!process.has_ended());
        system::signal_group(lock(&process.child).as_ref().unwrap().id(), Signal::Kill).unwrap();
        while !process.has_ended() {
            thread::yield_now();
        }
    }

    #[test]
    fn take_place_given_back_is_used_again() {
        let mut places = Places::default();
        assert_eq!((places.take(), places.take()), (0, 1));
        places.free.push(0);
        assert_eq!((places.take(), places.take()), (0, 2));
    }
}
