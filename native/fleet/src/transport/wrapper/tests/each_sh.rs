//! The wrapper in each program that is `sh` somewhere, as far as this machine has it.

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::{env, fs};

use super::*;

const PROGRAMS: [&str; 8] = ["bash", "dash", "busybox", "ksh93", "mksh", "lksh", "yash", "zsh"];

const AWKWARD: &str = "it's \"$x\" `y` \\0101 $(z)\n\t é🦀\u{1}!\n";

/// A folder where `sh` is one of the programs, removed when dropped.
struct Sh {
    program: &'static str,
    folder: PathBuf,
}

impl Sh {
    fn each() -> impl Iterator<Item = Self> {
        let path = |program: &&str| Path::new("/usr/bin").join(program);
        PROGRAMS.into_iter().filter(move |program| path(program).exists()).map(move |program| {
            static NEXT: AtomicU32 = AtomicU32::new(0);
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let folder = env::temp_dir().join(format!("rust-interop-sh-{}-{number}", std::process::id()));
            fs::create_dir(&folder).unwrap();
            symlink(path(&program), folder.join("sh")).unwrap();
            Self { program, folder }
        })
    }

    fn run(&self, action: &str, variables: &[(&str, &str)], input: &[u8]) -> String {
        let mut shell = Command::new(self.folder.join("sh"));
        shell.env("PATH", format!("{}:/usr/bin:/bin", self.folder.display())).env_remove("SHELL");
        let output = run_by(shell, &delivered(action, variables, input, false));
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Sh {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.folder).unwrap();
    }
}

#[test]
fn wrapper_variables_arrive_unchanged() {
    let variables = [("AWKWARD", AWKWARD), ("EMPTY", ""), ("_a1", "'")];
    let action = "printf '%s|%s|%s' \"$AWKWARD\" \"${EMPTY-unset}\" \"$_a1\"";
    for sh in Sh::each() {
        assert_eq!(sh.run(action, &variables, b""), marked(&format!("{AWKWARD}||'"), 0), "{}", sh.program);
    }
}

#[test]
fn wrapper_variables_that_concern_shells_reach_the_action_alone() {
    let names = ["PATH", "IFS", "ENV", "BASH_ENV", "SHELL", "HOME", "CDPATH", "PS4", "LD_PRELOAD", "LANG", "PWD"];
    let variables = names.map(|name| (name, "/nowhere -f"));
    let text = "/nowhere -f /nowhere -f /nowhere -f /nowhere -f\n";
    // Without this PATH, yash would find no `echo`, although it has one.
    for sh in Sh::each().filter(|sh| sh.program != "yash") {
        let stdout = sh.run("echo \"$PATH $SHELL $HOME $LD_PRELOAD\"; exit 3", &variables, b"");
        assert_eq!(stdout, marked(text, 3), "{}", sh.program);
    }
}

#[test]
#[cfg(target_os = "linux")]
fn wrapper_variables_and_input_are_in_no_arguments_and_in_no_other_environment() {
    let secret = format!("s{}", crate::random::hexadecimal::<16>());
    let find = "grep -qaFf - /proc/[0-9]*/cmdline /proc/$PPID/environ";
    // Not by `printf`, which is a program of its own in some shells and would have it as an argument.
    let action = format!("{find} <<END || echo hidden\n$TOKEN\nEND\n{find} || echo hidden");
    for sh in Sh::each() {
        let stdout = sh.run(&action, &[("TOKEN", &secret)], secret.as_bytes());
        assert_eq!(stdout, marked("hidden\nhidden\n", 0), "{}", sh.program);
    }
}

#[test]
fn wrapper_input_of_every_byte_arrives_unchanged_and_ends() {
    let bytes: Vec<u8> = (0..=255).chain(*b"\\\\0101\\n %s\n\n").cycle().take(20_000).collect();
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    let hexadecimal: String = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(digit).collect();
    for sh in Sh::each() {
        let stdout = sh.run("od -An -v -tx1 | tr -d ' \\n'; exit 5", &[], &bytes);
        assert!(stdout == marked(&hexadecimal, 5), "{}", sh.program);
    }
}

#[test]
fn wrapper_status_of_an_action_with_input_is_its_own() {
    for sh in Sh::each() {
        for (action, status) in [("exit 255", 255), ("kill -9 $$", 137), ("kill -TERM $$", 143)] {
            assert_eq!(sh.run(action, &[], b"input"), marked("", status), "{} {action}", sh.program);
        }
    }
}

#[test]
fn wrapper_input_that_is_not_read_delays_no_end() {
    let input = vec![b'x'; 70_000];
    for sh in Sh::each() {
        assert_eq!(sh.run("exit 3", &[], &input), marked("", 3), "{}", sh.program);
    }
}
