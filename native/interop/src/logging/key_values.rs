//! The key-values of a record as a JSON object.

use std::fmt::Write;

use log::kv::{Error, Key, Source, Value, Visitor};

use super::reason;
use crate::boundary::guard::guard;

/// The members in the record's order; `None` if there are none. Numbers of up to 64 bits, booleans and texts stay what
/// they are, and everything else is its text.
pub(super) fn to_json(source: &dyn Source) -> Option<String> {
    let mut members = Members(String::new());
    // A value that can't be formatted has the reason instead, so that nothing is left to fail.
    let _ = source.visit(&mut members);
    let Members(mut json) = members;
    if json.is_empty() {
        return None;
    }
    json.push('}');
    Some(json)
}

/// The object without its last brace; empty if it has no members.
struct Members(String);

impl<'kvs> Visitor<'kvs> for Members {
    fn visit_pair(&mut self, key: Key<'kvs>, value: Value<'kvs>) -> Result<(), Error> {
        self.0.push(if self.0.is_empty() { '{' } else { ',' });
        self.0.push_str(&json(key.as_str()));
        self.0.push(':');
        self.0.push_str(&value_json(&value));
        Ok(())
    }
}

fn value_json(value: &Value<'_>) -> String {
    if let Some(value) = value.to_bool() {
        value.to_string()
    } else if let Some(value) = value.to_u64() {
        value.to_string()
    } else if let Some(value) = value.to_i64() {
        value.to_string()
    } else if let Some(value) = value.to_f64().filter(|value| value.is_finite()) {
        serde_json::Value::from(value).to_string()
    } else if let Some(value) = value.to_borrowed_str() {
        json(value)
    } else {
        json(&text(value))
    }
}

fn text(value: &Value<'_>) -> String {
    let mut text = String::new();
    let formatted = guard(|| write!(text, "{value}"));
    reason(formatted).unwrap_or(text)
}

fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
