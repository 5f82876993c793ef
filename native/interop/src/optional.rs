//! A member that may be absent, which is not the same as null: to be named in serde's `with`.
//!
//! | the field `Option<Option<T>>` | its member in JSON | in C#, an `Optional<T?>` |
//! | --- | --- | --- |
//! | `None` | absent | `default` |
//! | `Some(None)` | `null` | `null` |
//! | `Some(Some(value))` | the value | the value |
//!
//! A change of some members of a record needs it, for example: what is absent stays as it is.
//!
//! ```
//! use rust_interop::Record;
//! use serde::Deserialize;
//!
//! #[derive(Default)]
//! pub struct User {
//!     nickname: Option<String>,
//! }
//!
//! #[derive(Deserialize, Record)]
//! pub struct UserChange {
//!     /// Null removes it.
//!     #[serde(default, skip_serializing_if = "Option::is_none", with = "rust_interop::optional")]
//!     pub nickname: Option<Option<String>>,
//! }
//!
//! fn change(user: &mut User, change: UserChange) {
//!     if let Some(nickname) = change.nickname {
//!         user.nickname = nickname;
//!     }
//! }
//!
//! # fn main() -> serde_json::Result<()> {
//! let mut user = User { nickname: Some("Bo".to_owned()) };
//! change(&mut user, serde_json::from_str("{}")?);
//! assert_eq!(user.nickname.as_deref(), Some("Bo"));
//! change(&mut user, serde_json::from_str(r#"{"nickname":null}"#)?);
//! assert_eq!(user.nickname, None);
//! # Ok(())
//! # }
//! ```
//!
//! All three of serde's attributes are needed, and [`Record`](macro@crate::Record) refuses a field that lacks one: without
//! `default`, serde would demand the member; without `skip_serializing_if`, `None` would be null. `serde_with` knows the
//! same as `double_option`.
//!
//! For `#[serde(default)]`, serde wants a type parameter in the field to be `Default` too. `default = "Option::default"`
//! says the same without that. If no other field has the parameter, serde also needs
//! `#[serde(bound(serialize = "T: Serialize", deserialize = "T: Deserialize<'de>"))]` on the type.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Writes null for `Some(None)`. serde doesn't call it for `None`.
///
/// # Errors
/// The value's own.
pub fn serialize<T: Serialize, S: Serializer>(value: &Option<Option<T>>, serializer: S) -> Result<S::Ok, S::Error> {
    value.serialize(serializer)
}

/// Reads null as `Some(None)`. serde doesn't call it for a member that is absent.
///
/// # Errors
/// The value's own.
pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
