//! The options of `#[export(…)]`.

use proc_macro::{TokenStream, TokenTree};

use super::function::Function;
use crate::cursor::Cursor;
use crate::error::{Error, Result};

#[derive(Default)]
pub(crate) struct Options {
    /// What `enter` is called on around each poll of the future.
    pub(crate) runtime: Option<TokenStream>,
}

impl Options {
    pub(crate) fn parse(options: &TokenStream, functions: &[Function]) -> Result<Self> {
        let mut parsed = Self::default();
        let mut cursor = Cursor::new(options.clone());
        while !cursor.is_empty() {
            let span = cursor.span();
            let name = cursor.name()?;
            if name.to_string() != "runtime" {
                return Err(Error::new(span, format!("`#[export]` has no option `{name}`, only `runtime = …`")));
            }
            if !functions.iter().any(|function| function.is_async) {
                let message = "only the future of an `async fn` is polled in a runtime: remove the option, or make the \
                               function `async`";
                return Err(Error::new(span, message));
            }
            if parsed.runtime.is_some() {
                return Err(Error::new(span, "a future has one runtime: remove this one"));
            }
            let has_value = cursor.eat_punct('=') && !cursor.is_empty();
            let value = cursor.until(is_comma);
            if !has_value || value.is_empty() {
                let message = "`runtime = …` is expected, with something that has a method `enter`, such as a `Handle` of \
                               tokio";
                return Err(Error::new(span, message));
            }
            parsed.runtime = Some(value);
            cursor.eat_punct(',');
        }
        Ok(parsed)
    }
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}
