//! A duration as a JSON number of seconds.

use std::fmt;
use std::time::Duration;

use serde::de::{Deserializer, Error, Unexpected, Visitor};
use serde::ser::Serializer;

/// The longest duration in seconds, as a .NET `TimeSpan` can hold it.
const MAX: f64 = 922_337_203_685.477_5;

pub(super) fn serialize<S: Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    if duration.subsec_nanos() == 0 {
        serializer.serialize_u64(duration.as_secs())
    } else {
        serializer.serialize_f64(duration.as_secs_f64())
    }
}

pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    deserializer.deserialize_f64(SecondsVisitor)
}

struct SecondsVisitor;

impl Visitor<'_> for SecondsVisitor {
    type Value = Duration;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "a number of seconds from 0 to {MAX}")
    }

    fn visit_f64<E: Error>(self, seconds: f64) -> Result<Duration, E> {
        let allowed = (0.0..=MAX).contains(&seconds).then_some(seconds);
        allowed
            .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
            // Zero has a meaning of its own, so a very short time must not become zero.
            .map(|duration| if seconds > 0.0 { duration.max(Duration::from_nanos(1)) } else { duration })
            .ok_or_else(|| E::invalid_value(Unexpected::Float(seconds), &self))
    }

    #[expect(clippy::cast_precision_loss, reason = "whole seconds within the range are exact as a double")]
    fn visit_u64<E: Error>(self, seconds: u64) -> Result<Duration, E> {
        if seconds as f64 > MAX {
            return Err(E::invalid_value(Unexpected::Unsigned(seconds), &self));
        }
        Ok(Duration::from_secs(seconds))
    }

    fn visit_i64<E: Error>(self, seconds: i64) -> Result<Duration, E> {
        let unsigned = u64::try_from(seconds).map_err(|_| E::invalid_value(Unexpected::Signed(seconds), &self))?;
        self.visit_u64(unsigned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Duration, serde_json::Error> {
        deserialize(&mut serde_json::Deserializer::from_str(json))
    }

    #[test]
    fn deserialize_very_short_time_is_not_zero() {
        assert_eq!(read("1e-300").unwrap(), Duration::from_nanos(1));
        assert_eq!(read("0.0").unwrap(), Duration::ZERO);
    }

    #[test]
    fn deserialize_longer_than_the_longest_time_span_is_refused() {
        assert!(read("922337203685.4775807").is_ok());
        assert!(read("922337203686").is_err());
        assert!(read("-0.1").is_err());
    }
}
