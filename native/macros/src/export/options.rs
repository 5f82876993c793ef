//! The options of `#[export(…)]`.

use proc_macro::{Span, TokenStream, TokenTree};

use super::function::Function;
use crate::cursor::Cursor;
use crate::error::{Error, Result};

#[derive(Default)]
pub(crate) struct Options {
    /// What `enter` is called on around each poll of the future.
    pub(crate) runtime: Option<TokenStream>,
    /// Whether the functions that can be short are.
    pub(crate) short: bool,
}

impl Options {
    pub(crate) fn parse(options: &TokenStream, functions: &[Function]) -> Result<Self> {
        let mut parsed = Self::default();
        let mut cursor = Cursor::new(options.clone());
        while !cursor.is_empty() {
            let span = cursor.span();
            let name = cursor.name()?.to_string();
            match name.as_str() {
                "runtime" => {
                    if !functions.iter().any(|function| function.is_async) {
                        let message = "only the future of an `async fn` is polled in a runtime: remove the option, or make \
                                       the function `async`";
                        return Err(Error::new(span, message));
                    }
                    if parsed.runtime.is_some() {
                        return Err(Error::new(span, "a future has one runtime: remove this one"));
                    }
                    parsed.runtime = Some(runtime(&mut cursor, span)?);
                }
                "short" => {
                    if !functions.iter().any(Function::can_be_short) {
                        let message = "a short function ends by itself: remove the option, or the `async`, the `Context` \
                                       or the stream";
                        return Err(Error::new(span, message));
                    }
                    parsed.short = true;
                }
                _ => {
                    let message = format!("`#[export]` has no option `{name}`, only `short` and `runtime = …`");
                    return Err(Error::new(span, message));
                }
            }
            if !cursor.is_empty() && !cursor.eat_punct(',') {
                return Err(Error::new(cursor.span(), "`,` is expected here"));
            }
        }
        Ok(parsed)
    }
}

/// What stands behind `runtime`.
fn runtime(cursor: &mut Cursor, span: Span) -> Result<TokenStream> {
    let has_value = cursor.eat_punct('=') && !cursor.is_empty();
    let value = cursor.until(is_comma);
    if !has_value || value.is_empty() {
        let message =
            "`runtime = …` is expected, with something that has a method `enter`, such as a `Handle` of tokio";
        return Err(Error::new(span, message));
    }
    Ok(value)
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}
