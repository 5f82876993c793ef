use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::input::ProcedureInput;
use crate::ssh_options::{self, Version};

pub(super) const PROGRAM: &str = "ssh";

/// The longest that making the connection may take, unless the caller's arguments say otherwise.
const LONGEST_CONNECT: Duration = Duration::from_secs(10);

/// The shells that read the commands which `ssh` runs on this machine as `sh` does.
#[cfg(unix)]
const POSIX_SHELLS: [&str; 8] = ["sh", "bash", "dash", "ash", "zsh", "ksh", "ksh93", "mksh"];

/// The `ssh` that has the wrapper run on the host, by this command line.
pub(super) fn of_wrapper(
    input: &ProcedureInput,
    version: Option<Version>,
    host: &str,
    line: &str,
    log: &Path,
) -> Command {
    let mut ssh = start(input, version);
    ssh.args(["-o", "PermitLocalCommand=no"]).args(&input.ssh_arguments);
    // A terminal would mix the streams, and show what is sent.
    ssh.arg("-T");
    finish(ssh, log, host, line)
}

/// The `ssh` that runs the action on the host. Behind its nonce, what it writes to the log is evidence.
pub(super) fn of_action(
    input: &ProcedureInput,
    version: Option<Version>,
    host: &str,
    log: &Path,
    nonce: &str,
) -> Command {
    let mut ssh = start(input, version);
    ssh.args(["-o", "PermitLocalCommand=yes", "-o"]).arg(format!("LocalCommand={}", local_command(log, nonce)));
    #[cfg(unix)]
    if !std::env::var_os("SHELL").is_some_and(|shell| is_posix(Path::new(&shell))) {
        ssh.env("SHELL", "/bin/sh");
    }
    // A terminal is for devices that insist on one: the caller's arguments may say so.
    ssh.arg("-T").args(&input.ssh_arguments);
    finish(ssh, log, host, &input.action)
}

/// With what stands before the caller's arguments: the first value of an option holds.
fn start(input: &ProcedureInput, version: Option<Version>) -> Command {
    let mut ssh = Command::new(PROGRAM);
    let timeout = format!("ConnectTimeout={}", connect_timeout(input).as_secs());
    for option in ssh_options::pinned(version).chain([timeout]) {
        ssh.arg("-o").arg(option);
    }
    // A jump host's `ssh` is not in batch mode: whatever it asks, the answer is no.
    ssh.env("SSH_ASKPASS_REQUIRE", "force").env("SSH_ASKPASS", "/bin/false");
    ssh
}

fn finish(mut ssh: Command, log: &Path, host: &str, line: &str) -> Command {
    for option in ssh_options::defaults() {
        ssh.arg("-o").arg(option);
    }
    ssh.arg("-E").arg(log).args(["--", host, line]);
    ssh
}

#[cfg(unix)]
fn is_posix(shell: &Path) -> bool {
    shell.file_name().and_then(|name| name.to_str()).is_some_and(|name| POSIX_SHELLS.contains(&name))
}

/// Whole seconds, as `ssh` takes them; at least one, since zero would be no limit.
pub(super) fn connect_timeout(input: &ProcedureInput) -> Duration {
    if let Some(seconds) = ssh_options::connect_timeout(&input.ssh_arguments) {
        return Duration::from_secs(seconds);
    }
    let longest = if input.timeout.is_zero() { LONGEST_CONNECT } else { input.timeout.min(LONGEST_CONNECT) };
    Duration::from_secs((longest.as_secs() + u64::from(longest.subsec_nanos() > 0)).max(1))
}

/// Runs on this side after authentication and before the command is sent. Where the nonce cannot be written, nothing is
/// sent.
#[cfg(unix)]
fn local_command(log: &Path, nonce: &str) -> String {
    // `ssh` replaces what stands behind a `%`.
    let path = log.to_string_lossy().replace('\'', r"'\''").replace('%', "%%");
    format!("echo {nonce} >>'{path}' || kill -9 $PPID")
}

#[cfg(windows)]
fn local_command(log: &Path, nonce: &str) -> String {
    format!("echo {nonce}>>\"{}\"", log.to_string_lossy().replace('%', "%%"))
}
