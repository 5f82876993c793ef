//! `with = "rust_interop::optional"`, and what serde needs beside it.

use crate::attributes::Setting;
use crate::error::{Error, Result};

/// Whether the `None` of a field is a member that is absent, by these settings of serde's.
pub(crate) fn is_optional(settings: &[Setting]) -> Result<bool> {
    let with = settings.iter().find(|setting| setting.name == "with" && has_path(setting, "rust_interop::optional"));
    let Some(with) = with else {
        return Ok(false);
    };
    let missing = if !settings.iter().any(is_none_by_default) {
        "default"
    } else if !settings.iter().any(is_left_out_if_none) {
        "skip_serializing_if = \"Option::is_none\""
    } else {
        return Ok(true);
    };
    let message = format!(
        "with `rust_interop::optional`, `None` is a member that is absent, for which serde also needs `{missing}`: write \
         `#[serde(default, skip_serializing_if = \"Option::is_none\", with = \"rust_interop::optional\")]`"
    );
    Err(Error::new(with.span, message))
}

fn is_none_by_default(setting: &Setting) -> bool {
    setting.name == "default" && (setting.text().is_err() || has_path(setting, "Option::default"))
}

fn is_left_out_if_none(setting: &Setting) -> bool {
    setting.name == "skip_serializing_if" && has_path(setting, "Option::is_none")
}

/// Whether it names this path, however much of it is written out.
fn has_path(setting: &Setting, path: &str) -> bool {
    let text = setting.text().unwrap_or_default();
    text.strip_suffix(path).is_some_and(|before| before.is_empty() || before.ends_with("::"))
}
