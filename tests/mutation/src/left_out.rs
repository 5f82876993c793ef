//! What is never changed.

use syn::{Attribute, Expr};

/// Tests, and code that isn't compiled here by default.
pub(crate) fn is_left_out(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let text = attribute.tokens.to_string();
        let is_condition = attribute.path.is_ident("cfg");
        let elsewhere = [
            "test",
            "windows",
            "feature",
            "target_vendor = \"apple\")",
            "not (target_os = \"linux\"",
            "not (unix)",
            "not (all",
        ];
        let is_here = text.contains("not (target_vendor") || text.contains("any (target_env");
        is_condition && !is_here && elsewhere.iter().any(|word| text.contains(word))
    })
}

/// A block for another system.
pub(crate) fn is_elsewhere(expr: &Expr) -> bool {
    match expr {
        Expr::Block(block) => is_left_out(&block.attrs),
        Expr::If(branch) => is_left_out(&branch.attrs),
        Expr::Return(end) => is_left_out(&end.attrs),
        Expr::Try(attempt) => is_left_out(&attempt.attrs),
        _ => false,
    }
}

/// A method that only changes the type.
pub(crate) fn is_conversion(method: &str) -> bool {
    ["as_", "to_", "into_"].iter().any(|beginning| method.starts_with(beginning))
        || matches!(method, "iter" | "by_ref" | "clone" | "cloned" | "copied")
}
