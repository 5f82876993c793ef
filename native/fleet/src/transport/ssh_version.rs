use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use super::ssh_command::PROGRAM;
use crate::process::capture::Captures;
use crate::process::{self, Ending, Run, Stdin, Supervision};
use crate::ssh_options::Version;

/// How long `ssh` may take to report its version.
const PATIENCE: Duration = Duration::from_secs(5);

/// More than what it writes then.
const LIMIT: usize = 1024;

/// The version of the `ssh` that a procedure uses, asked for once.
#[derive(Debug, Default)]
pub(crate) struct SshVersion(OnceLock<Option<Version>>);

impl SshVersion {
    /// `None` where `ssh` does not report one that is known.
    pub(super) fn get(&self, supervision: &Supervision) -> Option<Version> {
        *self.0.get_or_init(|| ask(supervision))
    }
}

fn ask(supervision: &Supervision) -> Option<Version> {
    let mut ssh = Command::new(PROGRAM);
    ssh.arg("-V");
    let mut captures = Captures::new(LIMIT);
    let run = Run {
        supervision,
        stdin: Stdin::Empty,
        log: None,
        deadline: Instant::now().checked_add(PATIENCE),
        protocol: &mut captures,
        waits: &|| {},
    };
    match process::run(&mut ssh, run) {
        Ok(Ending::Exited(_)) => Version::parse(&captures.stderr.into_text()),
        // Why it cannot be run, the attempt reports.
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn get_is_the_version_of_the_ssh_that_is_installed_or_none() {
        let printed = Command::new(PROGRAM).arg("-V").output().ok();
        let expected = printed.and_then(|output| Version::parse(&String::from_utf8_lossy(&output.stderr)));
        let version = SshVersion::default();
        assert_eq!(version.get(&Supervision::new()), expected);
        assert_eq!(version.get(&Supervision::new()), expected);
    }
}
