//! The command line that `ssh` has the far side's shell run.

use std::borrow::Cow;

use crate::fleet::input::RemoteShell;

/// The command line for the far side.
pub(super) fn command_line(shell: RemoteShell, action: &str) -> Cow<'_, str> {
    match shell {
        RemoteShell::Posix => Cow::Owned(watched(action)),
        RemoteShell::None => Cow::Borrowed(action),
    }
}

/// The action under a watchdog. Its standard input, open as long as this side lives, is watched by a `cat`; when it
/// closes, the whole process group of the session is killed. The action itself reads nothing, and its exit code is kept.
/// The blank before it keeps `eval` from reading an action as an option.
fn watched(action: &str) -> String {
    format!(
        "exec 3<&0; (eval ' '{}) </dev/null 3<&- & w=$!; \
         (cat <&3 >/dev/null; kill -9 0) >/dev/null 2>&1 & c=$!; \
         exec 3<&-; wait $w; r=$?; kill $c 2>/dev/null; exit $r",
        quoted(action)
    )
}

/// One word to a POSIX shell, whatever is in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::process::{CommandExt, ExitStatusExt};
    use std::process::{Child, Command, Output, Stdio};

    use super::*;

    /// In a process group of its own, which is what the watchdog kills.
    fn start(action: &str) -> Child {
        let line = command_line(RemoteShell::Posix, action);
        let mut command = Command::new("sh");
        command.arg("-c").arg(&*line).process_group(0);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap()
    }

    fn run(action: &str) -> Output {
        let mut child = start(action);
        let open_to_the_end = child.stdin.take();
        let output = child.wait_with_output().unwrap();
        drop(open_to_the_end);
        output
    }

    #[test]
    fn command_line_posix_keeps_output_and_exit_code() {
        let output = run("echo \"it's $((1 + 1))\"; exit 7");
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(7), b"it's 2\n".as_slice()));
    }

    #[test]
    fn command_line_posix_action_that_looks_like_an_option_is_run() {
        assert_eq!(run("-x 2>&- || echo run").stdout, b"run\n");
    }

    #[test]
    fn command_line_posix_action_reads_nothing() {
        assert_eq!(run("cat; echo end").stdout, b"end\n");
    }

    #[test]
    fn command_line_posix_input_closed_kills_the_group() {
        let mut child = start("trap '' HUP TERM; sleep 20");
        drop(child.stdin.take());
        assert_eq!(child.wait().unwrap().signal(), Some(9));
    }

    #[test]
    fn command_line_none_is_the_action_itself() {
        assert_eq!(command_line(RemoteShell::None, "show 'version'"), "show 'version'");
    }

    #[test]
    fn quoted_any_character_is_one_word() {
        let text = "a'b\"c$d`e\\f\ng;h&i|j*k?l!m#n ~o";
        let output = Command::new("sh").arg("-c").arg(format!("printf %s {}", quoted(text))).output().unwrap();
        assert_eq!(String::from_utf8(output.stdout).unwrap(), text);
    }
}
