//! Doc comments.

use crate::attributes::Attribute;
use crate::text;

/// The text of the doc comments: their lines without the space after `///`. It is empty where there are none.
pub(crate) fn of(attributes: &[Attribute]) -> String {
    let lines: Vec<String> = attributes
        .iter()
        .filter(|attribute| attribute.name == "doc")
        // Not `doc(hidden)`, nor a text that only the compiler knows.
        .filter_map(|attribute| text::of_literal(attribute.value()?))
        .flat_map(|text| text.split('\n').map(without_margin).collect::<Vec<_>>())
        .collect();
    let docs = lines.join("\n");
    if docs.trim().is_empty() { String::new() } else { docs }
}

fn without_margin(line: &str) -> String {
    line.strip_prefix(' ').unwrap_or(line).to_owned()
}
