//! The rules for an input, checked while it is read, so that an error knows its place.

use std::collections::HashSet;
use std::fmt;
use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};

use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IntoDeserializer, SeqAccess, Visitor};

use super::host_share::HostShare;
use super::ssh_options::SshArguments;
use super::unquoted::refuse;

/// Four times the length of a DNS name: room for a user, a port, or a label of the caller's.
const LONGEST_HOST_NAME: usize = 1024;

/// The longest password that `sudo` reads.
const LONGEST_PASSWORD: usize = 1023;

/// Reads an optional member, which may be absent but not `null`.
pub(super) fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Reads an enum from the name of a variant only; serde would also accept an object with that member.
pub(super) fn name<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    T::deserialize(String::deserialize(deserializer)?.into_deserializer())
}

pub(super) fn action<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    checked(deserializer, |action| {
        // With an empty command, ssh would open an interactive session.
        if action.trim().is_empty() {
            return Err("an action must not be blank");
        }
        without_nul(action)
    })
}

pub(super) fn sudo_password<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    checked(deserializer, |password| {
        if password.len() > LONGEST_PASSWORD {
            return Err("`sudo` takes no password of more than 1023 bytes");
        }
        if password.contains(['\n', '\r']) {
            return Err("a password has no line break");
        }
        without_nul(password)
    })
    .map(Some)
}

pub(super) fn ssh_arguments<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let mut checked = SshArguments::default();
    let arguments = each(deserializer, |_, argument| {
        without_nul(argument)?;
        checked.check(argument)
    })?;
    checked.finish().map_err(D::Error::custom)?;
    Ok(arguments)
}

pub(super) fn hosts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    // Keeps hashes instead of names. If a hash is already there, compares the names themselves.
    let state = RandomState::new();
    let mut seen = HashSet::with_hasher(BuildHasherDefault::<HashedAlready>::default());
    each(deserializer, |hosts: &[String], host| {
        host_name(host)?;
        let is_new = seen.insert(state.hash_one(host));
        if is_new || !hosts.iter().any(|other| other == host) { Ok(()) } else { Err("the host is in the list twice") }
    })
}

pub(super) fn batches<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<HostShare>, D::Error> {
    let sizes = Vec::<BatchSize>::deserialize(deserializer)?;
    if sizes.is_empty() {
        return Err(D::Error::custom("there has to be at least one batch"));
    }
    Ok(sizes.into_iter().map(|BatchSize(share)| share).collect())
}

struct BatchSize(HostShare);

impl<'de> Deserialize<'de> for BatchSize {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let share = HostShare::deserialize(deserializer)?;
        if share.is_zero() { Err(D::Error::custom("a batch has at least one host")) } else { Ok(Self(share)) }
    }
}

/// For keys that are hashes.
#[derive(Default)]
struct HashedAlready(u64);

impl Hasher for HashedAlready {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, &byte| hash.rotate_left(8) ^ u64::from(byte));
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

fn host_name(host: &str) -> Result<(), &'static str> {
    if host.len() > LONGEST_HOST_NAME {
        return Err("a host name must not be longer than 1024 bytes");
    }
    if host.is_empty() {
        return Err("a host name must not be empty");
    }
    if host.starts_with('-') {
        return Err("a host name must not begin with `-`");
    }
    let is_ordinary = host.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_ordinary && host.contains(|character: char| character.is_whitespace() || character.is_control()) {
        return Err("a host name must not have white space or control characters");
    }
    Ok(())
}

pub(super) fn without_nul(text: &str) -> Result<(), &'static str> {
    if text.contains('\0') { Err("a NUL character is not allowed") } else { Ok(()) }
}

fn checked<'de, D: Deserializer<'de>, E: fmt::Display>(
    deserializer: D,
    check: impl FnOnce(&str) -> Result<(), E>,
) -> Result<String, D::Error> {
    let text = deserializer.deserialize_any(TextVisitor)?;
    check(&text).map_err(D::Error::custom)?;
    Ok(text)
}

struct TextVisitor;

impl Visitor<'_> for TextVisitor {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<String, E> {
        Ok(text)
    }

    refuse! { visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64 }
}

fn each<'de, D: Deserializer<'de>, E: fmt::Display>(
    deserializer: D,
    check: impl FnMut(&[String], &str) -> Result<(), E>,
) -> Result<Vec<String>, D::Error> {
    deserializer.deserialize_any(EachVisitor(check))
}

struct EachVisitor<F>(F);

impl<'de, R: fmt::Display, F: FnMut(&[String], &str) -> Result<(), R>> Visitor<'de> for EachVisitor<F> {
    type Value = Vec<String>;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an array of strings")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<Vec<String>, A::Error> {
        let mut texts = Vec::new();
        loop {
            let check = |text: &str| (self.0)(&texts, text);
            let Some(text) = elements.next_element_seed(Checked(check))? else { break };
            texts.push(text);
        }
        Ok(texts)
    }

    refuse! { visit_bool: bool, visit_i64: i64, visit_u64: u64, visit_f64: f64, visit_str: &str }
}

/// Checks an element while it is read, because a later error would no longer know the index.
pub(super) struct Checked<F>(pub(super) F);

impl<'de, E: fmt::Display, F: FnOnce(&str) -> Result<(), E>> DeserializeSeed<'de> for Checked<F> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        checked(deserializer, self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_name_of_the_longest_length_is_allowed() {
        assert_eq!(host_name(&"a".repeat(LONGEST_HOST_NAME)), Ok(()));
        assert!(host_name(&"a".repeat(LONGEST_HOST_NAME + 1)).is_err());
    }
}
