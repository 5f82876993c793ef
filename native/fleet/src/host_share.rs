use std::fmt;

use rust_interop::{Record, like};
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::unquoted::{refuse, unlike};

/// A number of hosts, or a percentage.
///
/// In JSON a number, or a text such as `"25%"`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Record)]
#[record(like = like::Any)]
pub enum HostShare {
    /// So many hosts.
    Count(u32),
    /// So many hundredths of the hosts, at most 100.
    Percent(u8),
}

impl HostShare {
    pub(crate) fn is_zero(self) -> bool {
        matches!(self, Self::Count(0) | Self::Percent(0))
    }

    /// Of so many hosts, rounded down.
    pub(crate) fn of(self, hosts: usize) -> usize {
        match self {
            Self::Count(count) => usize::try_from(count).unwrap_or(usize::MAX),
            Self::Percent(percent) => hosts.saturating_mul(usize::from(percent)) / 100,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let number = text.strip_suffix('%')?;
        let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
        let percent = if is_number { number.parse().ok() } else { None };
        percent.filter(|percent| *percent <= 100).map(Self::Percent)
    }
}

impl Serialize for HostShare {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Count(count) => serializer.serialize_u32(*count),
            Self::Percent(percent) => serializer.collect_str(&format_args!("{percent}%")),
        }
    }
}

impl<'de> Deserialize<'de> for HostShare {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(HostShareVisitor)
    }
}

struct HostShareVisitor;

impl Visitor<'_> for HostShareVisitor {
    type Value = HostShare;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a whole number of hosts, or a percentage from \"0%\" to \"100%\"")
    }

    fn visit_u64<E: Error>(self, count: u64) -> Result<HostShare, E> {
        u32::try_from(count).map(HostShare::Count).map_err(|_| unlike(&self))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<HostShare, E> {
        HostShare::parse(text).ok_or_else(|| unlike(&self))
    }

    refuse! { visit_bool: bool, visit_i64: i64, visit_f64: f64 }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn deserialize_number_or_percentage_is_read_and_written_the_same() {
        for (json, share) in [
            (json!(0), HostShare::Count(0)),
            (json!(1), HostShare::Count(1)),
            (json!(u32::MAX), HostShare::Count(u32::MAX)),
            (json!("0%"), HostShare::Percent(0)),
            (json!("25%"), HostShare::Percent(25)),
            (json!("100%"), HostShare::Percent(100)),
        ] {
            assert_eq!(serde_json::from_value::<HostShare>(json.clone()).unwrap(), share);
            assert_eq!(serde_json::to_value(share).unwrap(), json);
        }
    }

    #[test]
    fn deserialize_anything_else_is_refused() {
        let texts = ["", "%", "25", "x%", "101%", "256%", "-1%", "+1%", "2.5%", "25 %", " 25%", "25%%", "٢٥%"];
        let numbers = [json!(-1), json!(1.5), json!(u64::from(u32::MAX) + 1), json!(1e300)];
        let others = [Value::Null, json!(true), json!([]), json!([1]), json!({})];
        for json in texts.map(Value::from).into_iter().chain(numbers).chain(others) {
            let error = serde_json::from_value::<HostShare>(json.clone()).unwrap_err().to_string();
            assert!(error.contains("expected a whole number of hosts, or a percentage"), "{json}: {error}");
        }
    }

    #[test]
    fn of_percentage_is_rounded_down() {
        for (share, hosts, expected) in [
            (HostShare::Count(7), 3, 7),
            (HostShare::Percent(10), 9, 0),
            (HostShare::Percent(10), 10, 1),
            (HostShare::Percent(50), 7, 3),
            (HostShare::Percent(99), 100, 99),
            (HostShare::Percent(100), 3, 3),
        ] {
            assert_eq!(share.of(hosts), expected, "{share:?} of {hosts}");
        }
    }
}
