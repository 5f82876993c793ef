//! The input of an action. That each `sh` passes it on: `each_sh`.

use super::*;

/// More than any pipe holds.
const LONG: &[u8] = &[b'x'; 70_000];

fn start_with_input(action: &str, input: &[u8], outlives: bool) -> (Child, ChildStdin) {
    start_by(Command::new("sh"), &delivered(action, &[], input, outlives))
}

/// Whether a process of the wrapper's group is left.
fn is_left(group: u32) -> bool {
    Command::new("kill").args(["-0", "--", &format!("-{group}")]).stderr(Stdio::null()).status().unwrap().success()
}

#[test]
fn wrapper_input_is_there_by_the_name_of_the_stream() {
    let (child, open_stdin) = start_with_input("cat /dev/stdin; cat", b"input\n", false);
    assert_eq!(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap(), marked("input\n", 0));
    drop(open_stdin);
}

#[test]
fn wrapper_input_for_a_shell_may_be_a_script_longer_than_any_action() {
    let script = format!(": '{}'\necho end $1\n", "x\n".repeat(100_000));
    let (child, open_stdin) = start_with_input("sh -s word", script.as_bytes(), false);
    assert_eq!(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap(), marked("end word\n", 0));
    drop(open_stdin);
}

#[test]
fn wrapper_input_that_is_not_read_leaves_no_process() {
    for action in ["exit 3", "exec <&-; exit 3", "head -c 1 >/dev/null; exit 3"] {
        let (child, open_stdin) = start_with_input(action, LONG, false);
        let group = child.id();
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(3));
        assert!(!is_left(group), "{action}");
        drop(open_stdin);
    }
}

#[test]
fn wrapper_process_left_behind_that_holds_the_input_delays_no_end() {
    // The shell redirects its own output, because a process in the background may do that after the check.
    let action = "exec 5<&0 6>&1 7>&2 >/dev/null 2>&1; sleep 20 <&5 6>&- 7>&- & exec >&6 2>&7; echo $!; exit 3";
    let (child, open_stdin) = start_with_input(action, LONG, false);
    let stdout = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    let sleeper = stdout.lines().nth(2).unwrap();
    assert_eq!(stdout, marked(&format!("{sleeper}\n"), 3));
    assert!(Command::new("kill").arg(sleeper).status().unwrap().success());
    drop(open_stdin);
}

#[test]
fn wrapper_action_that_has_not_read_its_input_ends_with_the_connection_or_when_stopped() {
    for last in [&b""[..], STOP] {
        let (mut child, mut stdin) = start_with_input("trap '' HUP TERM; sleep 20", LONG, false);
        stdin.write_all(last).unwrap();
        let open = (!last.is_empty()).then_some(stdin);
        assert!(!child.wait().unwrap().success());
        drop(open);
    }
}

#[test]
fn wrapper_action_that_outlives_the_connection_gets_all_of_its_input() {
    let (child, stdin) = start_with_input("sleep 0.2; wc -c | tr -d ' '", LONG, true);
    drop(stdin);
    assert_eq!(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap(), marked("70000\n", 0));
}

#[test]
fn wrapper_action_whose_group_is_told_to_end_keeps_its_input() {
    // The first byte shows that the process with the input is prepared.
    let action = "trap '' HUP INT TERM; dd bs=1 count=1 >/dev/null 2>&1; kill -TERM 0; sleep 0.1; wc -c | tr -d ' '";
    let (child, stdin) = start_with_input(action, LONG, false);
    assert_eq!(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap(), marked("69999\n", 0));
    drop(stdin);
}
