use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::fleet::input::{ProcedureInput, RemoteShell};
use crate::fleet::ssh_options::{self, Version};

pub(super) const PROGRAM: &str = "ssh";

/// The longest that making the connection may take, unless the caller's arguments say otherwise.
const LONGEST_CONNECT: Duration = Duration::from_secs(10);

/// The shells that read the commands which `ssh` runs on this machine as `sh` does.
const POSIX_SHELLS: [&str; 8] = ["sh", "bash", "dash", "ash", "zsh", "ksh", "ksh93", "mksh"];

/// The `ssh` that runs `line` on the host. Behind its nonce, what it writes to the log is evidence.
pub(super) fn command(
    input: &ProcedureInput,
    version: Option<Version>,
    host: &str,
    line: &str,
    log: &Path,
    nonce: &str,
) -> Command {
    let mut ssh = Command::new(PROGRAM);
    // The first value of an option stands.
    let options = [
        format!("ConnectTimeout={}", connect_timeout(input).as_secs()),
        "PermitLocalCommand=yes".to_owned(),
        format!("LocalCommand={}", local_command(log, nonce)),
    ];
    for option in ssh_options::pinned(version).chain(options) {
        ssh.arg("-o").arg(option);
    }
    // A terminal is for devices that insist on one. It would mix the streams, and show what is sent.
    if input.remote_shell == RemoteShell::None {
        ssh.arg("-T").args(&input.ssh_arguments);
    } else {
        ssh.args(&input.ssh_arguments).arg("-T");
    }
    for option in ssh_options::defaults() {
        ssh.arg("-o").arg(option);
    }
    ssh.arg("-E").arg(log).args(["--", host, line]);
    // A jump host's `ssh` is not in batch mode: whatever it asks, the answer is no.
    ssh.env("SSH_ASKPASS_REQUIRE", "force").env("SSH_ASKPASS", "/bin/false");
    #[cfg(unix)]
    if !std::env::var_os("SHELL").is_some_and(|shell| is_posix(Path::new(&shell))) {
        ssh.env("SHELL", "/bin/sh");
    }
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
