use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZeroU16;
use std::time::Duration;

use rust_interop::Record;
use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize, Serializer};

use super::action_input::ActionInput;
use super::host_address::HostAddress;
use super::host_share::HostShare;
use super::{by_host, environment, rules, seconds, ssh_options, variables};

/// The input of `start_procedure`.
///
/// In JSON the first five members are required and the rest optional; unknown, duplicate and null members are refused.
/// `Debug` shows only the sizes of what may hold a secret: the action, the options, the environment, the variables and
/// the input of the action; and nothing of the password.
#[derive(Clone, PartialEq, Serialize, Deserialize, Record)]
// Makes the derived functions methods of the type, for the traits below.
#[serde(deny_unknown_fields, remote = "Self")]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own, as in the JSON")]
pub struct ProcedureInput {
    /// How long one attempt may take; zero means no limit. In JSON a number of seconds, fractions allowed.
    #[serde(with = "seconds")]
    #[record(like = f64)]
    pub timeout: Duration,
    /// Further attempts after a failed one.
    pub retries: u8,
    /// The hosts, each once. A name has 1 to 1024 bytes, doesn't begin with `-` and has no white space or control
    /// characters. Two names are the same host only if they are the same text.
    ///
    /// For `ssh`, a name is an alias of the user's configuration, a host name or an address, with a user or a port if
    /// need be: `user@host`, `host:port`, `[::1]:port`, `::1`, `fe80::1%eth0`, `ssh://user@host:port`. This user and
    /// port come before those of `ssh_arguments` and of the user's configuration.
    #[serde(deserialize_with = "rules::hosts")]
    #[record(like = Vec<String>)]
    pub host_list: Vec<String>,
    /// The command to run on each host: not blank, no NUL character.
    #[serde(deserialize_with = "rules::action")]
    #[record(like = String)]
    pub action: String,
    /// The caller's number, returned unchanged.
    pub job_id: i32,
    /// How the action reaches the host.
    #[serde(default, deserialize_with = "rules::name")]
    #[record(like = Transport)]
    pub transport: Transport,
    /// Further options for `ssh`, which the caller answers for: some options of `ssh` run programs on this machine.
    ///
    /// The options that outcomes depend on come first, and neither these nor the user's configuration can change them:
    /// `ssh` asks nobody, shares no connection but a kept one, forwards nothing, stays in the foreground, and has the library's
    /// command, session, standard input and log. Options that contradict this are refused, `-o` in every spelling; so
    /// are words that are not options, and control characters.
    ///
    /// `ConnectTimeout`, `ConnectionAttempts`, `ServerAliveInterval` and `ServerAliveCountMax` may be given here.
    /// Otherwise they are at most 10 seconds, 1, 10 seconds and 3, whatever the user's configuration says.
    #[serde(default, deserialize_with = "rules::ssh_arguments")]
    #[record(like = Vec<String>)]
    pub ssh_arguments: Vec<String>,
    /// What the far side's shell can do.
    #[serde(default, deserialize_with = "rules::name")]
    #[record(like = RemoteShell)]
    pub remote_shell: RemoteShell,
    /// Whether the action runs as root, by `sudo` on the host. What `sudo` refuses has failed, and the action wasn't
    /// started. Only over `ssh` with [`RemoteShell::Posix`].
    #[serde(default)]
    pub sudo: bool,
    /// The password that `sudo` asks for, where it does: one line of at most 1023 bytes. Without it, `sudo` may not ask
    /// (`-n`). It is in no argument of a program.
    #[serde(default, deserialize_with = "rules::sudo_password", skip_serializing_if = "Option::is_none")]
    #[record(like = String)]
    pub sudo_password: Option<String>,
    /// Whether a connection lost while the action runs counts as succeeded, as for `reboot`. The action then keeps
    /// running when the connection is lost.
    #[serde(default)]
    pub expect_disconnect: bool,
    /// Once more hosts than this have failed, no more are started.
    #[serde(default, deserialize_with = "rules::present", skip_serializing_if = "Option::is_none")]
    #[record(like = u32)]
    pub max_failures: Option<u32>,
    /// The sizes of the batches in which the hosts run, in the input's order: all hosts of a batch end, retries
    /// included, before one of the next starts. The last size repeats. At least one host each; a percentage is one of
    /// all hosts, rounded down, but at least one host. Without sizes, all hosts are one batch. In JSON not an empty
    /// array.
    #[serde(default, deserialize_with = "rules::batches", skip_serializing_if = "Vec::is_empty")]
    #[record(like = Vec<HostShare>)]
    pub batches: Vec<HostShare>,
    /// Once more hosts of a batch than this have failed, no more are started, neither of this batch nor of others. A
    /// percentage is one of the batch.
    #[serde(default, deserialize_with = "rules::present", skip_serializing_if = "Option::is_none")]
    #[record(like = HostShare)]
    pub max_batch_failures: Option<HostShare>,
    /// If this is not zero and the caller listens to progress, hosts start in blocks of this size, in the input's order: a
    /// block is reported once all hosts before it have started, and its hosts start once the caller has taken the report. A
    /// block ends at the end of a batch.
    #[serde(default)]
    pub block_size: u32,
    /// How long after the report of its block an attempt may begin: when its program starts or, with the wrapper, when the
    /// action is sent over the connection. For one that would begin later, a block is reported again: the hosts that have
    /// not started or, for a retry and a slow connection, the host alone. So a process that was frozen, and whose hosts
    /// were given to others meanwhile, begins nothing when it wakes. Zero means no limit.
    #[serde(default, with = "seconds")]
    #[record(like = f64)]
    pub block_lifetime: Duration,
    /// How many hosts run at a time.
    #[serde(default = "default_concurrency")]
    pub concurrency: NonZeroU16,
    /// The wait before the first retry, doubled for each further one up to 30 seconds.
    #[serde(default = "default_retry_delay", with = "seconds")]
    #[record(like = f64)]
    pub retry_delay: Duration,
    /// Bytes kept of each output stream per host: half of them from its beginning, half from its end. The rest is read and
    /// left out, and the result says so.
    #[serde(default = "default_output_limit")]
    pub output_limit: u32,
    /// Whether the output of a host is dropped once the caller has had it with the report that the host is done, if the caller
    /// listens to progress. So memory does not grow with the number of hosts by their output.
    #[serde(default)]
    pub drop_reported_output: bool,
    /// Whether each attempt is reported when it begins, if the caller listens to progress.
    #[serde(default)]
    pub report_starts: bool,
    /// Whether the output is reported while the action runs, if the caller listens to progress: all of it, whatever the
    /// output limit. A caller that is slow slows the action.
    #[serde(default)]
    pub report_output: bool,
    /// The whole environment of the process started on this machine: the action if it is local, otherwise `ssh`. `None`
    /// means the environment of this process. A name is not empty and has no `=`; neither a name nor a value has a NUL
    /// character; on Windows no two names differ only in case. The library looks for `ssh` in this `PATH`.
    #[serde(default, deserialize_with = "environment::present", skip_serializing_if = "Option::is_none")]
    #[record(like = BTreeMap<String, String>)]
    pub environment: Option<BTreeMap<String, String>>,
    /// Variables for the environment of the action on every host, values by name. The action gets them besides `HOST`,
    /// `JOB_ID` and `ATTEMPT`, over ssh too, where they are in no argument of any program. Not with
    /// [`RemoteShell::None`].
    ///
    /// A name consists of ASCII letters, digits and `_`, and begins with none of the digits. It is neither one of those
    /// three, nor begins with `ri_`, nor is one that shells keep to themselves, such as `UID`. A value has no NUL
    /// character. With its name, a variable has at most 131,070 bytes, and all of a host together 1 MiB.
    #[serde(default, deserialize_with = "variables::of_all", skip_serializing_if = "BTreeMap::is_empty")]
    #[record(like = BTreeMap<String, String>)]
    pub variables: BTreeMap<String, String>,
    /// Further variables of single hosts, which are in the list of hosts. They replace those of all hosts.
    #[serde(default, deserialize_with = "variables::by_host", skip_serializing_if = "BTreeMap::is_empty")]
    #[record(like = BTreeMap<String, BTreeMap<String, String>>)]
    pub host_variables: BTreeMap<String, BTreeMap<String, String>>,
    /// What the action reads from its standard input, from the beginning at each attempt. Without it, there is nothing
    /// to read.
    #[serde(default, deserialize_with = "rules::present", skip_serializing_if = "Option::is_none")]
    #[record(like = String)]
    pub input: Option<ActionInput>,
    /// What it reads on single hosts, which are in the list of hosts, instead of what it reads on the others.
    #[serde(default, deserialize_with = "by_host::inputs", skip_serializing_if = "BTreeMap::is_empty")]
    #[record(like = BTreeMap<String, String>)]
    pub host_inputs: BTreeMap<String, ActionInput>,
    /// How long a connection over ssh is kept after an action, for the next one on the same host with the same
    /// `ssh_arguments` and environment, in this procedure or another. Zero keeps none. In JSON a number of seconds.
    ///
    /// Kept connections end with this process, however it ends. On Windows none is kept, and for `remote_shell` none with a
    /// terminal neither. An action for which a connection can't be used, say because the server allows no more sessions on
    /// it, gets one of its own.
    #[serde(default, with = "seconds")]
    #[record(like = f64)]
    pub keep_connections: Duration,
    /// How many connections are kept at most while no action uses them. If there are more, those that have been unused for
    /// the longest end. Each takes 5 descriptors of this process, and all together at most half of those that it may have.
    #[serde(default = "default_max_kept_connections")]
    pub max_kept_connections: NonZeroU16,
}

impl<'de> Deserialize<'de> for ProcedureInput {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let input = Self::deserialize(deserializer)?;
        check_ssh(&input)
            .and_then(|()| by_host::check("host_variables", &input.host_variables, &input.host_list))
            .and_then(|()| by_host::check("host_inputs", &input.host_inputs, &input.host_list))
            .and_then(|()| variables::check(&input))
            .and_then(|()| check_sudo(&input))
            .map_err(D::Error::custom)?;
        Ok(input)
    }
}

/// Only `ssh` connects to a host, and may ask for a terminal there.
fn check_ssh(input: &ProcedureInput) -> Result<(), String> {
    if input.transport != Transport::Ssh {
        return Ok(());
    }
    for (index, host) in input.host_list.iter().enumerate() {
        HostAddress::parse(host).map_err(|why| format!("at `host_list[{index}]`: {why}"))?;
    }
    ssh_options::check_terminal(&input.ssh_arguments, input.remote_shell)
}

/// Without the wrapper, what `sudo` starts could not be ended.
fn check_sudo(input: &ProcedureInput) -> Result<(), String> {
    if input.sudo && (input.transport != Transport::Ssh || input.remote_shell != RemoteShell::Posix) {
        return Err("at `sudo`: only over `ssh` with a POSIX shell on the far side".to_owned());
    }
    if input.sudo_password.is_some() && !input.sudo {
        return Err("at `sudo_password`: without `sudo`, nothing asks for it".to_owned());
    }
    Ok(())
}

impl Serialize for ProcedureInput {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
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
            .field("sudo", &self.sudo)
            .field("sudo_password", &self.sudo_password.as_ref().map(|_| "a secret"))
            .field("expect_disconnect", &self.expect_disconnect)
            .field("max_failures", &self.max_failures)
            .field("batches", &self.batches)
            .field("max_batch_failures", &self.max_batch_failures)
            .field("block_size", &self.block_size)
            .field("block_lifetime", &self.block_lifetime)
            .field("concurrency", &self.concurrency)
            .field("retry_delay", &self.retry_delay)
            .field("output_limit", &self.output_limit)
            .field("drop_reported_output", &self.drop_reported_output)
            .field("report_starts", &self.report_starts)
            .field("report_output", &self.report_output)
            .field("environment", &self.environment.as_ref().map(|variables| format!("{} variables", variables.len())))
            .field("variables", &format_args!("{} variables", self.variables.len()))
            .field("host_variables", &format_args!("of {} hosts", self.host_variables.len()))
            .field("input", &self.input)
            .field("host_inputs", &format_args!("of {} hosts", self.host_inputs.len()))
            .field("keep_connections", &self.keep_connections)
            .field("max_kept_connections", &self.max_kept_connections)
            .finish()
    }
}

/// How an action reaches its host.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Record)]
#[serde(rename_all = "snake_case")]
pub enum Transport {
    /// On the host, through the system's OpenSSH client.
    #[default]
    Ssh,
    /// On this machine, by the platform's shell.
    Local,
}

/// What the far side's shell can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Record)]
#[serde(rename_all = "snake_case")]
pub enum RemoteShell {
    /// Any shell that can start `sh`: a wrapper there proves the begin and end of the action, and ends it when this
    /// side goes away.
    #[default]
    Posix,
    /// Not known, as on network devices: the action is passed as it is, without variables, and nothing ends it there.
    None,
}

fn default_concurrency() -> NonZeroU16 {
    NonZeroU16::MIN.saturating_add(63)
}

fn default_max_kept_connections() -> NonZeroU16 {
    NonZeroU16::MIN.saturating_add(99)
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
    fn deserialize_missing_members_have_their_documented_defaults() {
        let text = r#"{"timeout":1,"retries":0,"host_list":[],"action":"true","job_id":1}"#;
        let input: ProcedureInput = serde_json::from_str(text).unwrap();
        assert_eq!(
            (input.concurrency.get(), input.retry_delay, input.output_limit),
            (64, Duration::from_millis(500), 65_536)
        );
        assert_eq!((input.transport, input.remote_shell), (Transport::Ssh, RemoteShell::Posix));
        assert_eq!((input.expect_disconnect, input.max_failures, input.environment), (false, None, None));
        assert!(!input.drop_reported_output && !input.report_starts && !input.report_output);
        assert_eq!((input.block_size, input.block_lifetime), (0, Duration::ZERO));
        assert_eq!((input.batches, input.max_batch_failures), (Vec::new(), None));
    }
}
