use std::io::{Read, Write as _};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, Output, Stdio};

use super::super::delivery::Delivery;
use super::*;

const TOKEN: &str = "Zonetwo";
const SECRET: &str = "Zthree";

fn encoded(action: &str, variables: &[(&str, &str)], outlives: bool) -> Vec<u8> {
    let variables = variables.iter().map(|&(name, value)| (name, value.into())).collect();
    encode(action, &variables, SECRET, outlives)
}

fn delivered(action: &str, variables: &[(&str, &str)], input: &[u8], outlives: bool) -> Vec<u8> {
    Delivery::new(encoded(action, variables, outlives), input.into()).collect::<Vec<_>>().concat()
}

/// Starts the command line in a process group of its own, as in a session of an ssh server, and delivers the text.
fn start_by(mut shell: Command, text: &[u8]) -> (Child, ChildStdin) {
    shell.arg("-c").arg(command_line("", &["Zone", "two"].map(str::to_owned))).process_group(0);
    let mut child = shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(text).unwrap();
    (child, stdin)
}

fn run_by(shell: Command, text: &[u8]) -> Output {
    let (child, open_stdin) = start_by(shell, text);
    let output = child.wait_with_output().unwrap();
    drop(open_stdin);
    output
}

fn start(action: &str, outlives: bool) -> (Child, ChildStdin) {
    start_by(Command::new("sh"), &delivered(action, &[], b"", outlives))
}

fn run(action: &str) -> Output {
    run_by(Command::new("sh"), &delivered(action, &[], b"", false))
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
    assert!(!command_line("", &["Zone", "two"].map(str::to_owned)).contains(TOKEN));
}

#[test]
fn beginning_starts_the_command_line_and_has_both_halves() {
    let halves = ["Zone", "two"].map(str::to_owned);
    let beginning = beginning("sudo -- ", &halves);
    assert!(command_line("sudo -- ", &halves).starts_with(&beginning));
    assert!(halves.iter().all(|half| beginning.contains(half)));
}

#[test]
fn encode_lines_have_a_length_that_shells_read_quickly() {
    for (action, lengths) in
        [("x".repeat(130_000), vec![60_000, 60_000, 10_000]), ("\t".repeat(13_000), vec![60_000, 5_000])]
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
fn wrapper_longest_variables_arrive_whole() {
    let long = "x".repeat(131_069);
    let variables = ["A", "B", "C"].map(|name| (name, long.as_str()));
    let action = "printf %s \"$A$B$C\" | wc -c | tr -d ' '";
    let output = run_by(Command::new("sh"), &delivered(action, &variables, b"", false));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), marked("393207\n", 0));
}

#[test]
fn wrapper_action_reads_nothing() {
    assert_eq!(String::from_utf8(run("cat; echo end").stdout).unwrap(), marked("end\n", 0));
}

#[test]
fn wrapper_action_cut_short_is_not_run() {
    let line = command_line("", &["Zone", "two"].map(str::to_owned));
    let mut child =
        Command::new("sh").arg("-c").arg(line).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let text = delivered("echo run", &[("A", "1")], b"input", false);
    child.stdin.take().unwrap().write_all(&text[..text.len() - 1]).unwrap();
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

mod each_sh;
mod input;
