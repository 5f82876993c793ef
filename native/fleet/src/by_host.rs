use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor};

use super::action_input::ActionInput;
use super::unquoted::refuse;

/// Reads an object that has a value for each of some hosts.
pub(super) struct ByHost<S> {
    pub(super) value: S,
    pub(super) expected: &'static str,
}

impl<'de, S: DeserializeSeed<'de> + Copy> DeserializeSeed<'de> for ByHost<S> {
    type Value = BTreeMap<String, S::Value>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, S: DeserializeSeed<'de> + Copy> Visitor<'de> for ByHost<S> {
    type Value = BTreeMap<String, S::Value>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.expected)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Self::Value, A::Error> {
        let mut values = BTreeMap::new();
        while let Some(host) = members.next_key::<String>()? {
            let value = members.next_value_seed(self.value)?;
            if values.insert(host, value).is_some() {
                return Err(A::Error::custom("a host is there twice"));
            }
        }
        Ok(values)
    }

    refuse! { visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str }
}

/// Reads the inputs of the action on single hosts.
pub(super) fn inputs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<String, ActionInput>, D::Error> {
    ByHost { value: PhantomData::<ActionInput>, expected: "an object of inputs" }.deserialize(deserializer)
}

/// Checks that each host is one of the list.
pub(super) fn check<V>(member: &str, values: &BTreeMap<String, V>, host_list: &[String]) -> Result<(), String> {
    if values.is_empty() {
        return Ok(());
    }
    let hosts: HashSet<_> = host_list.iter().collect();
    match values.keys().find(|host| !hosts.contains(host)) {
        Some(host) => Err(format!("at `{member}`: `{host}` is not in host_list")),
        None => Ok(()),
    }
}
