//! Writes the definition of a type, as a static that the compiler evaluates.

use crate::code::Code;
use crate::text;

/// Writes the constant `__PATH` and the static `__DEFINITION`. `is_complete` is whether the body is all that serde goes by.
pub(crate) fn write(name: &str, parameters: &[String], body: Code, is_complete: bool, docs: &Docs, code: &mut Code) {
    code.push("const __PATH: &::core::primitive::str = ::core::concat!(::core::module_path!(), \"::\",");
    code.literal(name);
    code.push("); static __DEFINITION: __rust_interop::Definition = {");
    for (index, parameter) in parameters.iter().enumerate() {
        code.push(&format!(
            "#[allow(dead_code, non_camel_case_types)] type {parameter} = __rust_interop::Parameter<{index}>;"
        ));
    }
    code.push("const __BODY: __rust_interop::Body =");
    code.code(body);
    let parameters: Vec<&str> = parameters.iter().map(|name| name.strip_prefix("r#").unwrap_or(name)).collect();
    code.push(&format!(
        "; const __LENGTH: usize = __rust_interop::definition_length(__PATH, &{parameters:?}, &__BODY);
        const __JSON: [u8; __LENGTH] = __rust_interop::definition_json(__PATH, &{parameters:?}, &__BODY);
        __rust_interop::Definition::new(
            __PATH,
            ::core::concat!(::core::file!(), ':', ::core::line!(), ':', ::core::column!()),
            __BODY,
            &__JSON,"
    ));
    docs.write(name, code);
    code.push(if is_complete { ") };" } else { ").incomplete() };" });
}

/// The docs of a type and its parts.
#[derive(Default)]
pub(crate) struct Docs(Vec<(String, String)>);

impl Docs {
    /// Adds those of the type, or of the part that has this path within it.
    pub(crate) fn add(&mut self, path: &str, docs: &str) {
        if !docs.is_empty() {
            self.0.push((path.to_owned(), text::to_json(docs)));
        }
    }

    /// As members of a JSON object.
    fn write(&self, name: &str, code: &mut Code) {
        code.push("::core::concat!(");
        for (index, (path, docs)) in self.0.iter().enumerate() {
            code.literal(if index > 0 { ",\"" } else { "\"" });
            code.push(", ::core::module_path!(),");
            code.literal(&format!("::{name}{path}\":\"{docs}\""));
            code.push(",");
        }
        code.push(")");
    }
}
