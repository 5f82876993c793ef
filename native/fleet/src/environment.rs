//! The environment that an input gives to the processes it starts, and the variables that it gives to the action.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::rules::{Checked, without_nul};
use super::unquoted::refuse;

/// Names and values.
pub(super) type Environment = BTreeMap<String, String>;

/// Reads the optional member, which may be absent but not null. No error quotes a value.
pub(super) fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Environment>, D::Error> {
    Names(check_name).deserialize(deserializer).map(Some)
}

/// Reads an environment whose names pass the check. The error for a value of such a name has the name in its path.
#[derive(Clone, Copy)]
pub(super) struct Names(pub(super) fn(&str) -> Result<(), &'static str>);

impl<'de> DeserializeSeed<'de> for Names {
    type Value = Environment;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Environment, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Names {
    type Value = Environment;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an object of strings")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Environment, A::Error> {
        let mut environment = Environment::new();
        while let Some(name) = members.next_key::<String>()? {
            // Not as the member's own error, whose path would quote the name: after a `=` in it comes a value.
            (self.0)(&name).map_err(A::Error::custom)?;
            let is_there = is_set(&environment, &name);
            let value = members.next_value_seed(Checked(|value: &str| {
                if is_there { Err("the variable is set twice") } else { without_nul(value) }
            }))?;
            environment.insert(name, value);
        }
        Ok(environment)
    }

    refuse! { visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str }
}

fn check_name(name: &str) -> Result<(), &'static str> {
    if name.is_empty() {
        return Err("the name of a variable must not be empty");
    }
    if name.contains('=') {
        return Err("the name of a variable must not have a `=`");
    }
    if name.contains('\0') {
        return Err("the name of a variable must not have a NUL character");
    }
    Ok(())
}

/// Windows considers names that differ only in case the same.
fn is_set(environment: &Environment, name: &str) -> bool {
    if cfg!(windows) {
        let name = name.to_uppercase();
        return environment.keys().any(|other| other.to_uppercase() == name);
    }
    environment.contains_key(name)
}
