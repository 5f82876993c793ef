//! Reads tokens one after another.

use proc_macro::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};

use crate::error::{Error, Result};

/// A place among tokens.
#[derive(Clone)]
pub(crate) struct Cursor {
    tokens: Vec<TokenTree>,
    at: usize,
    last: Span,
}

impl Cursor {
    pub(crate) fn new(tokens: TokenStream) -> Self {
        Self { tokens: tokens.into_iter().collect(), at: 0, last: Span::call_site() }
    }

    pub(crate) fn of_group(group: &Group) -> Self {
        Self { last: group.span_close(), ..Self::new(group.stream()) }
    }

    pub(crate) fn peek(&self) -> Option<&TokenTree> {
        self.tokens.get(self.at)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.at >= self.tokens.len()
    }

    /// Where the next token is, or the last one was.
    pub(crate) fn span(&self) -> Span {
        self.peek().map_or(self.last, TokenTree::span)
    }

    pub(crate) fn take(&mut self) -> Option<TokenTree> {
        let token = self.tokens.get(self.at).cloned()?;
        self.at += 1;
        self.last = token.span();
        Some(token)
    }

    pub(crate) fn rest(&mut self) -> TokenStream {
        let rest = self.tokens.split_off(self.at.min(self.tokens.len()));
        rest.into_iter().collect()
    }

    pub(crate) fn is_punct(&self, punct: char) -> bool {
        matches!(self.peek(), Some(TokenTree::Punct(found)) if found.as_char() == punct)
    }

    pub(crate) fn eat_punct(&mut self, punct: char) -> bool {
        self.is_punct(punct) && self.take().is_some()
    }

    pub(crate) fn is_word(&self, word: &str) -> bool {
        matches!(self.peek(), Some(TokenTree::Ident(found)) if found.to_string() == word)
    }

    pub(crate) fn eat_word(&mut self, word: &str) -> bool {
        self.is_word(word) && self.take().is_some()
    }

    pub(crate) fn name(&mut self) -> Result<Ident> {
        let span = self.span();
        match self.take() {
            Some(TokenTree::Ident(ident)) => Ok(ident),
            _ => Err(Error::new(span, "a name is expected here")),
        }
    }

    pub(crate) fn group(&mut self, delimiter: Delimiter) -> Option<Group> {
        match self.peek() {
            Some(TokenTree::Group(group)) if group.delimiter() == delimiter => {
                let group = group.clone();
                self.take();
                Some(group)
            }
            _ => None,
        }
    }

    /// Passes over `pub`, `pub(…)` or nothing. Returns whether it was the first.
    pub(crate) fn visibility(&mut self) -> bool {
        // What a macro_rules took as $vis comes in a group without delimiters, even if it is nothing.
        if let Some(TokenTree::Group(group)) = self.peek()
            && group.delimiter() == Delimiter::None
            && Self::new(group.stream()).peek().is_none_or(|first| first.to_string() == "pub")
        {
            let mut inner = Self::new(group.stream());
            self.take();
            return inner.visibility();
        }
        self.eat_word("pub") && self.group(Delimiter::Parenthesis).is_none()
    }

    /// The tokens up to one that ends them, outside angle brackets.
    pub(crate) fn until(&mut self, ends: impl Fn(&TokenTree) -> bool) -> TokenStream {
        let mut depth = 0;
        let mut before = ' ';
        let mut tokens = TokenStream::new();
        while let Some(token) = self.peek() {
            if depth == 0 && ends(token) {
                break;
            }
            let now = if let TokenTree::Punct(punct) = token { punct.as_char() } else { ' ' };
            match now {
                '<' => depth += 1,
                '>' if before != '-' && before != '=' => depth -= 1,
                _ => {}
            }
            before = now;
            tokens.extend(self.take());
        }
        tokens
    }

    /// The tokens up to a punctuation mark outside angle brackets, which is passed over.
    pub(crate) fn until_punct(&mut self, punct: char) -> TokenStream {
        let tokens = self.until(|token| matches!(token, TokenTree::Punct(found) if found.as_char() == punct));
        self.eat_punct(punct);
        tokens
    }
}

/// A name as it is without `r#`.
pub(crate) fn plain(name: &Ident) -> String {
    let name = name.to_string();
    name.strip_prefix("r#").map_or(name.clone(), str::to_owned)
}

/// The last name of a type that is a path, and what is in its angle brackets.
pub(crate) fn path_of(ty: TokenStream) -> Option<(String, TokenStream)> {
    let mut cursor = Cursor::new(ungrouped(ty));
    let is_bracket = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == '<');
    let Some(TokenTree::Ident(name)) = cursor.until(is_bracket).into_iter().last() else {
        return None;
    };
    let arguments = if cursor.eat_punct('<') { cursor.until_punct('>') } else { TokenStream::new() };
    Some((name.to_string(), arguments))
}

/// What a type consists of that a `macro_rules` took as a whole.
pub(crate) fn ungrouped(ty: TokenStream) -> TokenStream {
    let mut tokens = ty.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::None => group.stream(),
        _ => ty,
    }
}
