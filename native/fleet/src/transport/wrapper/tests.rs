use std::io::{Read, Write as _};
use std::os::unix::fs::symlink;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs};

use super::*;

const TOKEN: &str = "Zonetwo";
const SECRET: &str = "Zthree";

fn encoded(action: &str, variables: &[(&str, &str)], outlives: bool) -> Vec<u8> {
    let variables = variables.iter().map(|&(name, value)| (name, value.into())).collect();
    encode(action, &variables, SECRET, outlives)
}

/// In a process group of its own, as in a session of an ssh server.
fn start(action: &str, outlives: bool) -> (Child, ChildStdin) {
    start_with(action, &[], outlives)
}

fn start_with(action: &str, variables: &[(&str, &str)], outlives: bool) -> (Child, ChildStdin) {
    let line = command_line(&["Zone", "two"].map(str::to_owned));
    let mut command = Command::new("sh");
    command.arg("-c").arg(line).process_group(0);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&encoded(action, variables, outlives)).unwrap();
    (child, stdin)
}

fn run(action: &str) -> Output {
    let (child, open_stdin) = start(action, false);
    let output = child.wait_with_output().unwrap();
    drop(open_stdin);
    output
}

fn marked(text: &str, status: i32) -> String {
    format!("{TOKEN} begin\n{SECRET} run\n{text}{SECRET} end {status}\n{SECRET} left\n")
}

#[test]
fn command_line_has_nothing_that_login_shells_read_differently() {
    let wrapper = wrapper();
    assert!(!wrapper.contains(['\'', '\\', '\n']));
    for (position, _) in wrapper.match_indices('!') {
        assert_eq!(&wrapper[position..][..2], "! ");
    }
    assert!(!command_line(&["Zone", "two"].map(str::to_owned)).contains(TOKEN));
}

#[test]
fn beginning_starts_the_command_line_and_has_both_halves() {
    let halves = ["Zone", "two"].map(str::to_owned);
    let beginning = beginning(&halves);
    assert!(command_line(&halves).starts_with(&beginning));
    assert!(halves.iter().all(|half| beginning.contains(half)));
}

#[test]
fn encode_lines_have_a_length_that_shells_read_quickly() {
    for (action, lengths) in
        [("x".repeat(130_000), vec![60_000, 60_000, 10_000]), ("\n".repeat(13_000), vec![60_000, 5_000])]
    {
        let text = String::from_utf8(encoded(&action, &[], false)).unwrap();
        let lines: Vec<_> = text.strip_suffix("\n\n\n").unwrap().lines().skip(1).map(str::len).collect();
        assert_eq!(lines, lengths);
    }
}

#[test]
fn wrapper_marks_the_actions_output_on_both_streams_and_keeps_its_exit_code() {
    let output = run("echo \"it's $((1 + 1))\"; printf err >&2; exit 7");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), marked("it's 2\n", 7));
    assert_eq!(String::from_utf8(output.stderr).unwrap(), marked("err", 7));
    assert_eq!(output.status.code(), Some(7));
}

#[test]
fn wrapper_action_of_every_byte_arrives_unchanged() {
    let text: String = (1..=127).map(char::from).filter(|character| *character != '\'').chain("é🦀".chars()).collect();
    let output = run(&format!("printf %s '{text}'"));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), marked(&text, 0));
}

#[test]
fn wrapper_action_of_many_lines_arrives_whole() {
    let text = "x\n".repeat(60_000);
    let output = run(&format!(": '{text}'; echo end"));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), marked("end\n", 0));
}

#[test]
fn wrapper_action_reads_nothing() {
    assert_eq!(String::from_utf8(run("cat; echo end").stdout).unwrap(), marked("end\n", 0));
}

#[test]
fn wrapper_action_cut_short_is_not_run() {
    let line = command_line(&["Zone", "two"].map(str::to_owned));
    let mut child =
        Command::new("sh").arg("-c").arg(line).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let encoded = encoded("echo run", &[], false);
    child.stdin.take().unwrap().write_all(&encoded[..encoded.len() - 1]).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), format!("{TOKEN} begin\n"));
}

#[test]
fn wrapper_input_closed_or_stopped_ends_the_group() {
    for input in [&b""[..], STOP] {
        let (mut child, mut stdin) = start("trap '' HUP TERM; sleep 20", false);
        stdin.write_all(input).unwrap();
        let open = (!input.is_empty()).then_some(stdin);
        assert!(!child.wait().unwrap().success());
        drop(open);
    }
}

#[test]
fn wrapper_action_that_outlives_the_connection_ends_by_itself_or_when_stopped() {
    let (child, stdin) = start("sleep 0.2; echo end", true);
    drop(stdin);
    assert_eq!(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap(), marked("end\n", 0));
    let (mut child, mut stdin) = start("sleep 20", true);
    stdin.write_all(STOP).unwrap();
    assert!(!child.wait().unwrap().success());
}

#[test]
#[cfg(target_os = "linux")]
fn wrapper_process_left_behind_that_holds_the_output_is_named() {
    // The process has the program's name once it is the program.
    let action = "sleep 20 & until [ \"$(cat /proc/$!/comm)\" = sleep ]; do :; done; echo $!";
    let (mut child, stdin) = start(action, false);
    let mut output = String::new();
    let mut stdout = child.stdout.take().unwrap();
    while !output.contains(" left") || !output.ends_with('\n') {
        let mut buffer = [0; 100];
        let length = stdout.read(&mut buffer).unwrap();
        output.push_str(std::str::from_utf8(&buffer[..length]).unwrap());
    }
    let sleeper = output.lines().nth(2).unwrap();
    assert!(output.ends_with(&format!("{SECRET} left sleep ({sleeper})\n")), "{output}");
    assert!(Command::new("kill").arg(sleeper).status().unwrap().success());
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

const AWKWARD: &str = "it's \"$x\" `y` \\0101 $(z)\n\t é🦀\u{1}!\n";

/// Runs the command line with `sh` as this program.
fn run_under(program: &str, action: &str, variables: &[(&str, &str)]) -> Output {
    let folder = Folder::with_sh(program);
    let path = format!("{}:/usr/bin:/bin", folder.0.display());
    let line = command_line(&["Zone", "two"].map(str::to_owned));
    let mut command = Command::new(folder.0.join("sh"));
    command.arg("-c").arg(line).env("PATH", path).env_remove("SHELL").process_group(0);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&encoded(action, variables, false)).unwrap();
    let output = child.wait_with_output().unwrap();
    drop(stdin);
    output
}

/// What can be `sh` somewhere, as far as this machine has it.
fn programs() -> impl Iterator<Item = &'static str> {
    let all = ["bash", "dash", "busybox", "ksh93", "mksh", "lksh", "yash", "zsh"];
    all.into_iter().filter(|program| Path::new("/usr/bin").join(program).exists())
}

/// A folder with a program `sh`, removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn with_sh(program: &str) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = env::temp_dir().join(format!("rust-interop-wrapper-{}-{number}", std::process::id()));
        fs::create_dir(&path).unwrap();
        symlink(Path::new("/usr/bin").join(program), path.join("sh")).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).unwrap();
    }
}

#[test]
fn wrapper_variables_arrive_unchanged_under_each_sh() {
    let long = "x".repeat(131_000);
    let variables = [("AWKWARD", AWKWARD), ("EMPTY", ""), ("LONG", &long), ("_a1", "'")];
    let action =
        "printf '%s|%s|%s|' \"$AWKWARD\" \"${EMPTY-unset}\" \"$_a1\"; printf %s \"$LONG\" | wc -c | tr -d ' \\n'";
    for program in programs() {
        let output = run_under(program, action, &variables);
        let stdout = String::from_utf8(output.stdout).unwrap();
        assert_eq!(stdout, marked(&format!("{AWKWARD}||'|131000"), 0), "{program}");
    }
}

#[test]
fn wrapper_variables_that_concern_shells_reach_the_action_alone() {
    let names = ["PATH", "IFS", "ENV", "BASH_ENV", "SHELL", "HOME", "CDPATH", "PS4", "LD_PRELOAD", "LANG", "PWD"];
    let variables = names.map(|name| (name, "/nowhere -f"));
    // Without this PATH, yash would find no `echo`, although it has one.
    for program in programs().filter(|program| *program != "yash") {
        let output = run_under(program, "echo \"$PATH $SHELL $HOME $LD_PRELOAD\"; exit 3", &variables);
        let text = "/nowhere -f /nowhere -f /nowhere -f /nowhere -f\n";
        assert_eq!(String::from_utf8(output.stdout).unwrap(), marked(text, 3), "{program}");
    }
}

#[test]
fn wrapper_variable_that_the_shell_refuses_is_said_on_standard_error() {
    // Not a name that an input may have.
    let output = run_under("bash", "echo run", &[("UID", "1")]);
    assert!(!String::from_utf8(output.stdout).unwrap().contains("\nrun\n"));
    assert!(String::from_utf8(output.stderr).unwrap().contains("UID: readonly variable"));
}

#[test]
#[cfg(target_os = "linux")]
fn wrapper_variables_are_in_no_arguments_and_in_no_other_environment() {
    let secret = format!("s{}", crate::random::hexadecimal::<16>());
    let files = "/proc/[0-9]*/cmdline /proc/$PPID/environ";
    let action = format!("printf %s \"$TOKEN\" | grep -qaFf - {files} || echo hidden");
    for program in programs() {
        let output = run_under(program, &action, &[("TOKEN", &secret)]);
        assert_eq!(String::from_utf8(output.stdout).unwrap(), marked("hidden\n", 0), "{program}");
    }
}
