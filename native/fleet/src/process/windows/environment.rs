use std::collections::BTreeMap;
use std::process::Command;

/// The environment of a child process; `None` means that of this process.
#[derive(Debug)]
pub(super) struct Environment(pub(super) Option<BTreeMap<String, String>>);

impl Environment {
    /// Sets these variables, except those that the command itself sets.
    pub(super) fn give_to(&self, command: &mut Command) {
        let Some(variables) = &self.0 else { return };
        let set: Vec<_> =
            command.get_envs().filter_map(|(name, value)| Some((name.to_owned(), value?.to_owned()))).collect();
        command.env_clear().envs(variables).envs(set);
    }
}
