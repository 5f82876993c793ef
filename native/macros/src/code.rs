//! Code from a text with holes for tokens that keep their spans.

use std::fmt::Write;

use proc_macro::{Group, Span, TokenStream, TokenTree};

/// Code that is being written.
#[derive(Default)]
pub(crate) struct Code {
    text: String,
    holes: Vec<TokenStream>,
}

const HOLE: &str = "__hole_";

impl Code {
    /// Adds text of ours.
    pub(crate) fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// Adds a string literal.
    pub(crate) fn literal(&mut self, text: &str) {
        self.text.push('"');
        self.text.extend(text.chars().flat_map(char::escape_default));
        self.text.push('"');
    }

    /// Adds tokens of the user's.
    pub(crate) fn tokens(&mut self, tokens: TokenStream) {
        let _ = write!(self.text, " {HOLE}{} ", self.holes.len());
        self.holes.push(tokens);
    }

    /// Adds text that the compiler shows as if it stood at that place.
    pub(crate) fn located(&mut self, span: Span, text: &str) {
        let span = Span::call_site().located_at(span);
        let tokens = parse(text);
        self.tokens(locate(tokens, span));
    }

    /// Adds other code.
    pub(crate) fn code(&mut self, code: Code) {
        self.tokens(code.into_tokens());
    }

    pub(crate) fn into_tokens(mut self) -> TokenStream {
        fill(parse(&self.text), &mut self.holes)
    }
}

/// The text is ours, so it always parses; else the compiler shows what doesn't.
fn parse(text: &str) -> TokenStream {
    text.parse()
        .unwrap_or_else(|error| crate::error::Error::new(Span::call_site(), format!("{error}: {text}")).into_tokens())
}

/// The same tokens, as if they all stood at one place.
pub(crate) fn locate(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| {
            let mut token = match token {
                TokenTree::Group(group) => Group::new(group.delimiter(), locate(group.stream(), span)).into(),
                other => other,
            };
            token.set_span(span);
            token
        })
        .collect()
}

/// The same tokens, with others in place of a name.
pub(crate) fn replace(tokens: TokenStream, name: &str, others: &TokenStream) -> TokenStream {
    tokens
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Ident(ident) if ident.to_string() == name => others.clone(),
            TokenTree::Group(group) => {
                let mut replaced = Group::new(group.delimiter(), replace(group.stream(), name, others));
                replaced.set_span(group.span());
                TokenTree::Group(replaced).into()
            }
            other => other.into(),
        })
        .collect()
}

/// Where a type begins.
pub(crate) fn span_of(ty: &TokenStream) -> Span {
    ty.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

fn fill(tokens: TokenStream, holes: &mut [TokenStream]) -> TokenStream {
    tokens
        .into_iter()
        .flat_map(|token| match token {
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                let hole = name.strip_prefix(HOLE).and_then(|number| number.parse().ok());
                match hole.and_then(|number: usize| holes.get_mut(number)) {
                    Some(tokens) => std::mem::take(tokens),
                    None => TokenTree::Ident(ident).into(),
                }
            }
            TokenTree::Group(group) => {
                let mut filled = Group::new(group.delimiter(), fill(group.stream(), holes));
                filled.set_span(group.span());
                TokenTree::Group(filled).into()
            }
            other => other.into(),
        })
        .collect()
}
