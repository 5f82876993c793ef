use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::host_address::HostAddress;
use crate::input::ProcedureInput;
use crate::ssh_options::{self, Version};

pub(super) const PROGRAM: &str = "ssh";

/// The longest time for making the connection, unless the caller's arguments set another.
const LONGEST_CONNECT: Duration = Duration::from_secs(10);

/// The shells that, like `sh`, understand the commands that `ssh` runs on this machine.
#[cfg(unix)]
const POSIX_SHELLS: [&str; 8] = ["sh", "bash", "dash", "ash", "zsh", "ksh", "ksh93", "mksh"];

/// The `ssh` that runs the wrapper on the host, with this command line.
pub(super) fn of_wrapper(
    input: &ProcedureInput,
    version: Option<Version>,
    address: &HostAddress<'_>,
    line: &str,
    log: &Path,
) -> Command {
    let mut ssh = start(input, version, address);
    ssh.args(["-o", "PermitLocalCommand=no"]).args(&input.ssh_arguments);
    // A terminal would mix the streams, and echo what is sent.
    ssh.arg("-T");
    finish(ssh, log, address, Some(line))
}

/// The `ssh` that makes a connection for sessions of others, who reach it through this socket. What its sessions find is
/// up to its options, so the caller's arguments count as in an `ssh` for one action.
#[cfg(unix)]
pub(super) fn of_master(
    input: &ProcedureInput,
    version: Option<Version>,
    address: &HostAddress<'_>,
    socket: &Path,
    log: &Path,
) -> Command {
    let mut ssh = Command::new(PROGRAM);
    // In front of what is pinned for an action, because the first value of an option counts.
    ssh.args(["-M", "-N", "-S"]).arg(socket);
    pin(&mut ssh, input, version, address);
    ssh.args(["-o", "PermitLocalCommand=no"]).args(&input.ssh_arguments).arg("-T");
    finish(ssh, log, address, None)
}

/// The `ssh` that runs the action on the host. What it logs after the nonce is evidence.
pub(super) fn of_action(
    input: &ProcedureInput,
    version: Option<Version>,
    address: &HostAddress<'_>,
    log: &Path,
    nonce: &str,
) -> Command {
    let mut ssh = start(input, version, address);
    ssh.args(["-o", "PermitLocalCommand=yes", "-o"]).arg(format!("LocalCommand={}", local_command(log, nonce)));
    #[cfg(unix)]
    if let Some(shell) = replacement(std::env::var_os("SHELL").as_deref().map(Path::new)) {
        ssh.env("SHELL", shell);
    }
    // Some devices insist on a terminal, so the caller's arguments may ask for one.
    ssh.args(&input.ssh_arguments);
    finish(ssh, log, address, Some(&input.action))
}

/// Begins with the options in front of the caller's arguments: the first value of an option counts.
fn start(input: &ProcedureInput, version: Option<Version>, address: &HostAddress<'_>) -> Command {
    let mut ssh = Command::new(PROGRAM);
    pin(&mut ssh, input, version, address);
    ssh
}

fn pin(ssh: &mut Command, input: &ProcedureInput, version: Option<Version>, address: &HostAddress<'_>) {
    let timeout = format!("ConnectTimeout={}", connect_timeout(input).as_secs());
    for option in ssh_options::pinned(version).chain([timeout]) {
        ssh.arg("-o").arg(option);
    }
    add_user_and_port(ssh, address);
    // The `ssh` of a jump host isn't in batch mode: whatever it asks, the answer is no.
    ssh.env("SSH_ASKPASS_REQUIRE", "force").env("SSH_ASKPASS", "/bin/false");
}

fn finish(mut ssh: Command, log: &Path, address: &HostAddress<'_>, line: Option<&str>) -> Command {
    // Before 7.7, the last `-l` and `-p` counted, and more than an option.
    add_user_and_port(&mut ssh, address);
    for option in ssh_options::defaults() {
        ssh.arg("-o").arg(option);
    }
    ssh.arg("-E").arg(log).args(["--", address.host]).args(line);
    ssh
}

fn add_user_and_port(ssh: &mut Command, address: &HostAddress<'_>) {
    if let Some(user) = address.user {
        ssh.args(["-l", user]);
    }
    if let Some(port) = address.port {
        ssh.arg("-p").arg(port.to_string());
    }
}

/// The shell to use instead of the user's own, if that doesn't understand our command on this side.
#[cfg(unix)]
fn replacement(shell: Option<&Path>) -> Option<&'static str> {
    if shell.is_some_and(is_posix) { None } else { Some("/bin/sh") }
}

#[cfg(unix)]
fn is_posix(shell: &Path) -> bool {
    shell.file_name().and_then(|name| name.to_str()).is_some_and(|name| POSIX_SHELLS.contains(&name))
}

/// In whole seconds, as `ssh` takes them. Rounded up, because zero would mean no limit.
pub(super) fn connect_timeout(input: &ProcedureInput) -> Duration {
    if let Some(seconds) = ssh_options::connect_timeout(&input.ssh_arguments) {
        return Duration::from_secs(seconds);
    }
    let longest = if input.timeout.is_zero() { LONGEST_CONNECT } else { input.timeout.min(LONGEST_CONNECT) };
    Duration::from_secs(longest.as_secs() + u64::from(longest.subsec_nanos() > 0))
}

/// Runs on this side after authentication and before the command is sent. If it can't write the nonce, nothing is sent.
#[cfg(unix)]
fn local_command(log: &Path, nonce: &str) -> String {
    // `ssh` replaces what follows a `%`.
    let path = log.to_string_lossy().replace('\'', r"'\''").replace('%', "%%");
    format!("echo {nonce} >>'{path}' || kill -9 $PPID")
}

#[cfg(windows)]
fn local_command(log: &Path, nonce: &str) -> String {
    format!("echo {nonce}>>\"{}\"", log.to_string_lossy().replace('%', "%%"))
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use super::*;

    const SET_BY_CALLER: &[&str] = &["-F", "config", "-oBatchMode=yes"];

    fn input(timeout: f64, ssh_arguments: &[&str]) -> ProcedureInput {
        let input = serde_json::json!({
            "timeout": timeout, "retries": 0, "host_list": ["a"], "action": "uptime", "job_id": 1,
            "ssh_arguments": ssh_arguments, "remote_shell": "none"
        });
        serde_json::from_value(input).unwrap()
    }

    fn words(command: &Command) -> Vec<&str> {
        command.get_args().map(|word| word.to_str().unwrap()).collect()
    }

    /// Puts `-o` in front of each.
    fn options(options: impl Iterator<Item = String>) -> Vec<String> {
        options.flat_map(|option| ["-o".to_owned(), option]).collect()
    }

    fn variables(command: &Command) -> Vec<(&str, Option<&str>)> {
        command
            .get_envs()
            .map(|(name, value)| (name.to_str().unwrap(), value.map(|value| value.to_str().unwrap())))
            .collect()
    }

    #[test]
    fn of_wrapper_callers_arguments_come_between_the_pinned_and_the_defaults() {
        let version = Version::parse("OpenSSH_9.2p1");
        let address = HostAddress::parse("ann@[::1]:22").unwrap();
        let ssh = of_wrapper(&input(20.0, SET_BY_CALLER), version, &address, "sh -c", Path::new("/log"));
        let mut expected = options(ssh_options::pinned(version));
        assert!(expected.contains(&"BatchMode=yes".to_owned()));
        let entry = ["-l", "ann", "-p", "22"].map(str::to_owned);
        expected.extend(["-o", "ConnectTimeout=10"].map(str::to_owned).into_iter().chain(entry.clone()));
        expected.extend(["-o", "PermitLocalCommand=no"].map(str::to_owned));
        expected.extend(SET_BY_CALLER.iter().map(|&word| word.to_owned()));
        expected.push("-T".to_owned());
        expected.extend(entry);
        expected.extend(options(ssh_options::defaults()));
        expected.extend(["-E", "/log", "--", "::1", "sh -c"].map(str::to_owned));
        assert_eq!(
            (ssh.get_program().to_str(), words(&ssh)),
            (Some("ssh"), expected.iter().map(String::as_str).collect())
        );
    }

    #[test]
    fn of_action_callers_arguments_may_ask_for_a_terminal() {
        let address = HostAddress::parse("host").unwrap();
        let ssh = of_action(&input(20.0, &["-tt"]), None, &address, Path::new("/100%/it's"), "nonce");
        let mut expected = options(ssh_options::pinned(None));
        let command = r"LocalCommand=echo nonce >>'/100%%/it'\''s' || kill -9 $PPID";
        let own = ["-o", "ConnectTimeout=10", "-o", "PermitLocalCommand=yes", "-o", command, "-tt"];
        expected.extend(own.map(str::to_owned));
        expected.extend(options(ssh_options::defaults()));
        expected.extend(["-E", "/100%/it's", "--", "host", "uptime"].map(str::to_owned));
        assert_eq!(words(&ssh), expected);
    }

    #[test]
    fn of_master_is_the_ssh_of_a_wrapper_but_for_its_socket_and_its_command() {
        let address = HostAddress::parse("host").unwrap();
        let (input, log) = (input(20.0, SET_BY_CALLER), Path::new("/log"));
        let master = of_master(&input, None, &address, Path::new("/folder/s"), log);
        let wrapper = of_wrapper(&input, None, &address, "line", log);
        let mut expected = vec!["-M", "-N", "-S", "/folder/s"];
        expected.extend(words(&wrapper).into_iter().filter(|word| *word != "line"));
        assert_eq!(words(&master), expected);
        assert_eq!(variables(&master), variables(&wrapper));
    }

    #[test]
    fn start_answers_no_to_a_jump_hosts_ssh() {
        let expected = [("SSH_ASKPASS", Some("/bin/false")), ("SSH_ASKPASS_REQUIRE", Some("force"))];
        assert_eq!(variables(&start(&input(20.0, &[]), None, &HostAddress::parse("host").unwrap())), expected);
    }

    #[test]
    fn replacement_of_a_shell_that_is_not_posix_is_sh() {
        for (shell, is_posix) in
            [("/bin/sh", true), ("/usr/bin/ksh93", true), ("/opt/mksh", true), ("/usr/bin/fish", false), ("/", false)]
        {
            assert_eq!(super::is_posix(Path::new(shell)), is_posix, "{shell}");
        }
        for (shell, expected) in
            [(Some("/bin/dash"), None), (Some("/bin/tcsh"), Some("/bin/sh")), (None, Some("/bin/sh"))]
        {
            assert_eq!(replacement(shell.map(Path::new)), expected, "{shell:?}");
        }
    }

    #[test]
    fn connect_timeout_is_the_callers_or_the_attempts_in_whole_seconds() {
        for (timeout, arguments, seconds) in [
            (0.0, &[] as &[&str], 10),
            (60.0, &[], 10),
            (3.0, &[], 3),
            (2.1, &[], 3),
            (0.2, &[], 1),
            (0.000_000_001, &[], 1),
            (3.0, &["-oConnectTimeout=2m"], 120),
            (0.0, &["-oConnectTimeout=1"], 1),
        ] {
            let timeout = connect_timeout(&input(timeout, arguments));
            assert_eq!(timeout, Duration::from_secs(seconds), "{arguments:?}");
        }
    }
}
