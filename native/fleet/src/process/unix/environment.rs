use std::borrow::Cow;
use std::collections::BTreeMap;
use std::env;
use std::ffi::{CStr, CString, OsStr, OsString};
use std::io;
use std::os::unix::ffi::{OsStrExt, OsStringExt};
use std::process::Command;

/// An environment in the form that a child process gets.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Environment(Vec<CString>);

impl Environment {
    /// An environment without variables.
    pub(super) fn empty() -> Self {
        Self(Vec::new())
    }

    /// An environment of these variables.
    pub(super) fn of(variables: &BTreeMap<String, String>) -> Self {
        // No text has a NUL: the input was checked.
        Self(variables.iter().filter_map(|(name, value)| variable(name.into(), value.as_ref()).ok()).collect())
    }

    /// The environment of this process at this time.
    pub(super) fn current() -> Self {
        // No variable of a process has a NUL.
        Self(env::vars_os().filter_map(|(name, value)| variable(name, &value).ok()).collect())
    }

    /// The variables, each as `name=value`.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &[u8]> {
        self.0.iter().map(|variable| variable.to_bytes())
    }

    /// Adds what the command sets, and leaves out what it removes.
    ///
    /// # Errors
    /// A text of the command has a NUL character.
    pub(super) fn changed_by(&self, command: &Command) -> io::Result<Vec<Cow<'_, CStr>>> {
        let is_changed = |kept: &CStr| command.get_envs().any(|(name, _)| is_of(kept, name));
        let kept = self.0.iter().map(CString::as_c_str).filter(|kept| !is_changed(kept));
        let set = command.get_envs().filter_map(|(name, value)| Some(variable(name.to_owned(), value?)));
        kept.map(|kept| Ok(Cow::Borrowed(kept))).chain(set.map(|set| set.map(Cow::Owned))).collect()
    }
}

fn variable(mut name: OsString, value: &OsStr) -> io::Result<CString> {
    name.push("=");
    name.push(value);
    Ok(CString::new(name.into_vec())?)
}

fn is_of(variable: &CStr, name: &OsStr) -> bool {
    variable.to_bytes().strip_prefix(name.as_bytes()).is_some_and(|rest| rest.starts_with(b"="))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_by_command_sets_replaces_and_removes() {
        let environment = Environment([c"HOST=here", c"HOSTNAME=here", c"LANG=C"].map(CStr::to_owned).into());
        let mut command = Command::new("sh");
        command.env("HOST", "there").env("JOB_ID", "7").env_remove("LANG");
        let changed = environment.changed_by(&command).unwrap();
        assert_eq!(
            changed.iter().map(|variable| &**variable).collect::<Vec<_>>(),
            [c"HOSTNAME=here", c"HOST=there", c"JOB_ID=7"]
        );
    }

    #[test]
    fn changed_by_command_with_nul_is_an_error() {
        let mut command = Command::new("sh");
        command.env("HOST", "a\0b");
        assert_eq!(Environment::current().changed_by(&command).unwrap_err().kind(), io::ErrorKind::InvalidInput);
    }
}
