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

/// Does what our death would do.
fn die(list: &List) {
    let process = Arc::into_inner(lock(&list.process).take().unwrap()).unwrap();
    process.close_input_and_wait();
}

#[test]
fn announce_process_that_dies_has_its_groups_killed_and_no_others() {
    let list = list();
    let watched = list.add(next_mark()).unwrap();
    let ended = list.add(next_mark()).unwrap();
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
#[cfg(target_os = "linux")]
fn announce_child_whose_group_is_not_listed_yet_is_killed_by_its_mark() {
    let list = list();
    let entry = list.add(next_mark()).unwrap();
    let mut child = sleeper(entry.mark());

    die(&list);

    assert!(!child.wait().unwrap().success());
}

#[test]
fn replace_ended_watchdog_that_was_killed_is_replaced_and_knows_the_list() {
    let list = list();
    let entry = list.add(next_mark()).unwrap();
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
fn announce_folder_is_removed_unless_its_entry_was_dropped() {
    let list = list();
    let base = std::env::temp_dir().join(format!("rust-interop-listed {}", std::process::id()));
    let folders = ["kept", "left"].map(|name| base.join(name));
    for folder in &folders {
        std::fs::create_dir_all(folder.join("inner")).unwrap();
    }
    let [_kept, left] = folders.each_ref().map(|folder| list.add(folder.to_str().unwrap().to_owned()).unwrap());
    drop(left);

    die(&list);

    assert_eq!(folders.each_ref().map(|folder| folder.exists()), [false, true]);
    std::fs::remove_dir_all(base).unwrap();
}

#[test]
fn take_place_given_back_is_used_again() {
    let mut places = Places::default();
    assert_eq!((places.take(), places.take()), (0, 1));
    places.free.push(0);
    assert_eq!((places.take(), places.take()), (0, 2));
}
