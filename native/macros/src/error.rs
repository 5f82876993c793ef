//! What is wrong, and where.

use proc_macro::{Span, TokenStream, TokenTree};

/// A compile error at its place.
pub(crate) struct Error {
    first: Span,
    last: Span,
    message: String,
}

pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { first: span, last: span, message: message.into() }
    }

    /// An error about all these tokens.
    pub(crate) fn over(tokens: &TokenStream, message: impl Into<String>) -> Self {
        let mut spans = tokens.clone().into_iter().map(|token| token.span());
        let first = spans.next().unwrap_or_else(Span::call_site);
        Self { first, last: spans.last().unwrap_or(first), message: message.into() }
    }

    pub(crate) fn into_tokens(self) -> TokenStream {
        let tokens: TokenStream =
            format!("::core::compile_error! {{ {:?} }}", self.message).parse().unwrap_or_default();
        let count = tokens.clone().into_iter().count();
        let locate = |(index, mut token): (usize, TokenTree)| {
            token.set_span(if index + 1 == count { self.last } else { self.first });
            token
        };
        tokens.into_iter().enumerate().map(locate).collect()
    }
}
