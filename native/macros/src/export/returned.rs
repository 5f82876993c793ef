//! The type that an exported function returns.

use proc_macro::{TokenStream, TokenTree};

use crate::error::{Error, Result};

/// Refuses a type that has no name, or whose values don't outlive the call.
pub(crate) fn check(returns: &TokenStream) -> Result<()> {
    let mut tokens = returns.clone().into_iter().peekable();
    let mut is_first = true;
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Ident(word) if word.to_string() == "impl" => {
                return Err(Error::new(word.span(), "C# needs to know the type: name it instead of `impl`"));
            }
            TokenTree::Punct(punct) if punct.as_char() == '!' && is_first => {
                let message = "a function that never returns cannot be exported: return `()` or a `Result`";
                return Err(Error::new(punct.span(), message));
            }
            TokenTree::Punct(punct) if punct.as_char() == '&' && !is_punct(tokens.peek(), '\'') => {
                return Err(Error::new(punct.span(), BORROWED));
            }
            TokenTree::Punct(punct) if punct.as_char() == '\'' && !is_static(tokens.peek()) => {
                return Err(Error::new(punct.span(), BORROWED));
            }
            TokenTree::Group(group) => check(&group.stream())?,
            _ => {}
        }
        is_first = false;
    }
    Ok(())
}

const BORROWED: &str =
    "the input is gone when the reply is written, so the result cannot borrow from it: return an owned value";

fn is_punct(token: Option<&TokenTree>, punct: char) -> bool {
    matches!(token, Some(TokenTree::Punct(found)) if found.as_char() == punct)
}

fn is_static(token: Option<&TokenTree>) -> bool {
    matches!(token, Some(TokenTree::Ident(name)) if name.to_string() == "static")
}
