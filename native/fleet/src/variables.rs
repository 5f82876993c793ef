//! The variables that an input gives to the action.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::{DeserializeSeed, Deserializer};

use super::by_host::ByHost;
use super::environment::{Environment, Names};
use super::input::{ProcedureInput, RemoteShell, Transport};

/// The longest variable, with its name: Linux gives a program no longer one.
const LONGEST: usize = 131_070;

/// The most bytes that the variables of a host may have, with their names: half of what Linux lets a program have for
/// its arguments and its environment, which also need room for those of the session.
const MOST: usize = 1024 * 1024;

/// The names that the library sets itself.
const OURS: [&str; 3] = ["HOST", "JOB_ID", "ATTEMPT"];

/// The names whose value a common `sh` keeps to itself or computes: an action would not get what the input says.
const OF_SHELLS: [&str; 30] = [
    "BASHOPTS",
    "BASHPID",
    "BASH_ALIASES",
    "BASH_ARGC",
    "BASH_ARGV",
    "BASH_CMDS",
    "BASH_COMMAND",
    "BASH_LINENO",
    "BASH_SOURCE",
    "BASH_SUBSHELL",
    "BASH_VERSINFO",
    "DIRSTACK",
    "EPOCHREALTIME",
    "EPOCHSECONDS",
    "EUID",
    "FUNCNAME",
    "GROUPS",
    "HISTCMD",
    "KSH_VERSION",
    "LINENO",
    "OPTIND",
    "PIPESTATUS",
    "PPID",
    "RANDOM",
    "SECONDS",
    "SHELLOPTS",
    "SHLVL",
    "SRANDOM",
    "UID",
    "_",
];

/// How the names begin that our own script on the far side uses.
const OF_WRAPPER: &str = "ri_";

/// Reads the variables of all hosts.
pub(super) fn of_all<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Environment, D::Error> {
    Names(check_name).deserialize(deserializer)
}

/// Reads those of single hosts.
pub(super) fn by_host<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, Environment>, D::Error> {
    ByHost { value: Names(check_name), expected: "an object of objects of strings" }.deserialize(deserializer)
}

fn check_name(name: &str) -> Result<(), &'static str> {
    let is_letter = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    if !name.bytes().all(|byte| is_letter(byte) || byte.is_ascii_digit()) || !name.bytes().next().is_some_and(is_letter)
    {
        return Err("the name of a variable must consist of letters, digits and `_`, and not begin with a digit");
    }
    if OURS.contains(&name) {
        return Err("HOST, JOB_ID and ATTEMPT are set by the library");
    }
    if OF_SHELLS.contains(&name) {
        return Err("a shell keeps this name of a variable to itself");
    }
    if name.starts_with(OF_WRAPPER) {
        return Err("a name of a variable that begins with `ri_` is the library's own");
    }
    Ok(())
}

/// Checks what depends on several members. The error names variables, but no value.
pub(super) fn check(input: &ProcedureInput) -> Result<(), String> {
    let at = |member: &'static str| move |error: String| format!("at `{member}`: {error}");
    let none = Environment::new();
    check_host(input, &none).map_err(at("variables"))?;
    input.host_variables.values().try_for_each(|own| check_host(input, own)).map_err(at("host_variables"))
}

/// Checks the variables of a host that has these of its own.
fn check_host(input: &ProcedureInput, own: &Environment) -> Result<(), String> {
    let of_all = input.variables.iter().filter(|(name, _)| !own.contains_key(*name));
    let mut sum = 0;
    for (name, value) in of_all.chain(own) {
        if input.transport == Transport::Ssh && input.remote_shell == RemoteShell::None {
            return Err("without a shell on the far side (`remote_shell`), an action has no variables".to_owned());
        }
        let size = name.len() + value.len();
        if size > LONGEST {
            return Err(format!("the variable {name} has more than {LONGEST} bytes"));
        }
        sum += size;
    }
    if sum > MOST { Err(format!("the variables of a host have more than {MOST} bytes")) } else { Ok(()) }
}

/// All variables of the action on the host, at this attempt.
pub(super) fn of<'a>(input: &'a ProcedureInput, host: &'a str, attempt: u32) -> BTreeMap<&'a str, Cow<'a, str>> {
    let own = input.host_variables.get(host).into_iter().flatten();
    let given = input.variables.iter().chain(own).map(|(name, value)| (name.as_str(), Cow::Borrowed(value.as_str())));
    let [name, job_id, number] = OURS;
    let ours = [
        (name, Cow::Borrowed(host)),
        (job_id, Cow::Owned(input.job_id.to_string())),
        (number, Cow::Owned(attempt.to_string())),
    ];
    given.chain(ours).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_name_allows_what_every_shell_exports_unchanged() {
        for name in ["A", "_a", "a1_B", "PATH", "LD_PRELOAD", "IFS", "HOSTS", "UIDS", "RI_X", "r_i"] {
            assert_eq!(check_name(name), Ok(()), "{name}");
        }
        for name in ["", "1", "A-B", "A B", "A=", "é", "A\n", "HOST", "ATTEMPT", "_", "UID", "OPTIND", "ri_", "ri_s"] {
            assert!(check_name(name).is_err(), "{name}");
        }
    }

    #[test]
    fn of_host_replaces_the_variables_of_all_and_the_library_adds_its_own() {
        let input = serde_json::json!({
            "timeout": 1, "retries": 0, "host_list": ["a", "b"], "action": "true", "job_id": -7,
            "variables": { "A": "1", "B": "2" }, "host_variables": { "b": { "B": "3", "C": "4" } }
        });
        let input = serde_json::from_value(input).unwrap();
        let texts = |host| -> Vec<String> {
            of(&input, host, 2).iter().map(|(name, value)| format!("{name}={value}")).collect()
        };
        assert_eq!(texts("a"), ["A=1", "ATTEMPT=2", "B=2", "HOST=a", "JOB_ID=-7"]);
        assert_eq!(texts("b"), ["A=1", "ATTEMPT=2", "B=3", "C=4", "HOST=b", "JOB_ID=-7"]);
    }

    fn error(variables: &Environment, of_host: &Environment) -> Option<String> {
        let input = serde_json::json!({
            "timeout": 1, "retries": 0, "host_list": ["a"], "action": "true", "job_id": 1,
            "variables": variables, "host_variables": { "a": of_host }
        });
        serde_json::from_value::<ProcedureInput>(input).err().map(|error| error.to_string())
    }

    #[test]
    fn check_longest_variable_is_allowed() {
        let variables = |length| Environment::from([("A".to_owned(), "x".repeat(length))]);
        let refused = |member| Some(format!("at `{member}`: the variable A has more than 131070 bytes"));
        assert_eq!(error(&variables(LONGEST - 1), &Environment::new()), None);
        assert_eq!(error(&variables(LONGEST), &Environment::new()), refused("variables"));
        assert_eq!(error(&Environment::new(), &variables(LONGEST)), refused("host_variables"));
    }

    #[test]
    fn check_sum_of_a_host_counts_what_it_replaces_once() {
        let variables = |letter: char| -> Environment {
            (0..16).map(|number| (format!("{letter}{number:x}"), "x".repeat(MOST / 16 - 2))).collect()
        };
        let refused = Some("at `host_variables`: the variables of a host have more than 1048576 bytes".to_owned());
        assert_eq!(error(&variables('A'), &variables('A')), None);
        assert_eq!(error(&variables('A'), &Environment::from([("B".to_owned(), String::new())])), refused);
        assert_eq!(error(&Environment::new(), &variables('A')), None);
    }
}
