//! Doc comments.

use crate::attributes::Attribute;
use crate::text;

/// The text of the doc comments: their lines without the space after `///`. It is empty where there are none.
pub(crate) fn of(attributes: &[Attribute]) -> String {
    let texts: Vec<String> = attributes
        .iter()
        .filter(|attribute| attribute.name == "doc")
        // Not `doc(hidden)`, nor a text that only the compiler knows.
        .filter_map(|attribute| text::of_literal(attribute.value()?))
        .map(|comment| without_margin(&comment))
        .collect();
    texts.join("\n").trim_end().trim_start_matches('\n').to_owned()
}

fn without_margin(comment: &str) -> String {
    // In a block, the lines after the first may begin with a star.
    let has_stars = comment.contains('\n')
        && comment.lines().skip(1).all(|line| line.trim_start().starts_with('*') || line.trim().is_empty());
    let lines = comment.split('\n').map(|line| {
        let line = if has_stars { line.trim_start().trim_start_matches('*') } else { line };
        line.strip_prefix(' ').unwrap_or(line)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_margin_removes_the_space_after_the_slashes() {
        assert_eq!(without_margin(" A text."), "A text.");
        assert_eq!(without_margin("   code"), "  code");
        assert_eq!(without_margin("none"), "none");
    }

    #[test]
    fn without_margin_of_a_block_removes_the_stars() {
        assert_eq!(without_margin("\n * One.\n *\n *  Two.\n "), "\nOne.\n\n Two.\n");
        assert_eq!(without_margin("One.\n * two"), "One.\ntwo");
        assert_eq!(without_margin("One.\n two"), "One.\ntwo");
    }
}
