use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU16;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{environment, rules, seconds};

/// What `start_procedure` is to do. Mirrors `src/RustInterop/Fleet/ProcedureInput.cs`.
///
/// In JSON the first five members are required, the rest optional; unknown, duplicate and null members are refused.
/// Formatted for debugging it shows the sizes of what may hold a secret: the action, the options and the environment.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProcedureInput {
    /// How long one attempt may take; zero is no limit. A number of seconds in JSON, fractions allowed.
    #[serde(with = "seconds")]
    pub timeout: Duration,
    /// Further attempts after a failed one.
    pub retries: u8,
    /// The hosts, each once. A name has 1 to 1024 bytes, does not begin with `-` and has neither white space nor control
    /// characters.
    #[serde(deserialize_with = "rules::hosts")]
    pub host_list: Vec<String>,
    /// The command to run on each host: not blank, no NUL character.
    #[serde(deserialize_with = "rules::action")]
    pub action: String,
    /// The caller's number, returned unchanged.
    pub job_id: i32,
    /// How the action reaches the host.
    #[serde(default, deserialize_with = "rules::name")]
    pub transport: Transport,
    /// Further options for `ssh`. They are the caller's to vouch for: `ssh` has options that run programs on this machine.
    ///
    /// What outcomes rest on stands before them, and neither they nor the user's configuration change it: `ssh` asks nobody,
    /// shares no connection, forwards nothing, stays in the foreground, and has the library's command, session, standard
    /// input and log. Options that say otherwise are refused, `-o` in every spelling; so are words that are no option, and
    /// control characters.
    ///
    /// `ConnectTimeout`, `ConnectionAttempts`, `ServerAliveInterval` and `ServerAliveCountMax` may be given here. Else they
    /// are at most 10 seconds, 1, 10 seconds and 3, whatever the user's configuration says.
    #[serde(default, deserialize_with = "rules::ssh_arguments")]
    pub ssh_arguments: Vec<String>,
    /// What the far side's shell can do.
    #[serde(default, deserialize_with = "rules::name")]
    pub remote_shell: RemoteShell,
    /// Whether a connection lost while the action runs counts as succeeded, as for `reboot`. The action then goes on when the
    /// connection is lost.
    #[serde(default)]
    pub expect_disconnect: bool,
    /// Once more hosts than this have failed, no further ones are started.
    #[serde(default, deserialize_with = "rules::present", skip_serializing_if = "Option::is_none")]
    pub max_failures: Option<u32>,
    /// How many hosts are worked on at a time.
    #[serde(default = "default_concurrency")]
    pub concurrency: NonZeroU16,
    /// The wait before the first retry, doubled for each further one up to 30 seconds.
    #[serde(default = "default_retry_delay", with = "seconds")]
    pub retry_delay: Duration,
    /// Bytes kept of each output stream per host; more is read and dropped, and marked.
    #[serde(default = "default_output_limit")]
    pub output_limit: u32,
    /// The whole environment of what is started, here: of the action where it is local, else of `ssh`. `None` is that of
    /// this process. A name is not empty and has no `=`, neither it nor a value has a NUL character, and on Windows no two
    /// names differ in case alone. `ssh` is searched for in its `PATH`.
    #[serde(default, deserialize_with = "environment::present", skip_serializing_if = "Option::is_none")]
    pub environment: Option<BTreeMap<String, String>>,
}

impl fmt::Debug for ProcedureInput {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ProcedureInput")
            .field("timeout", &self.timeout)
            .field("retries", &self.retries)
            .field("host_list", &self.host_list)
            .field("action", &format_args!("{} bytes", self.action.len()))
            .field("job_id", &self.job_id)
            .field("transport", &self.transport)
            .field("ssh_arguments", &format_args!("{} options", self.ssh_arguments.len()))
            .field("remote_shell", &self.remote_shell)
            .field("expect_disconnect", &self.expect_disconnect)
            .field("max_failures", &self.max_failures)
            .field("concurrency", &self.concurrency)
            .field("retry_delay", &self.retry_delay)
            .field("output_limit", &self.output_limit)
            .field("environment", &self.environment.as_ref().map(|variables| format!("{} variables", variables.len())))
            .finish()
    }
}

/// How an action reaches its host. Mirrors `src/RustInterop/Fleet/Transport.cs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// On the host, through the system's OpenSSH client.
    #[default]
    Ssh,
    /// On this machine, by the platform's shell, with `HOST`, `JOB_ID` and `ATTEMPT` in the environment besides.
    Local,
}

/// What the far side's shell can do. Mirrors `src/RustInterop/Fleet/RemoteShell.cs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RemoteShell {
    /// Any that can start `sh`: a wrapper there proves the begin and the end of the action, and ends it when this side goes.
    #[default]
    Posix,
    /// None that is known, as on network devices: the action is passed as it is, and nobody ends it there.
    None,
}

fn default_concurrency() -> NonZeroU16 {
    NonZeroU16::MIN.saturating_add(63)
}

fn default_retry_delay() -> Duration {
    Duration::from_millis(500)
}

fn default_output_limit() -> u32 {
    65_536
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deserialize_what_is_left_out_has_its_documented_default() {
        let text = r#"{"timeout":1,"retries":0,"host_list":[],"action":"true","job_id":1}"#;
        let input: ProcedureInput = serde_json::from_str(text).unwrap();
        assert_eq!(
            (input.concurrency.get(), input.retry_delay, input.output_limit),
            (64, Duration::from_millis(500), 65_536)
        );
        assert_eq!((input.transport, input.remote_shell), (Transport::Ssh, RemoteShell::Posix));
        assert_eq!((input.expect_disconnect, input.max_failures, input.environment), (false, None, None));
    }
}
