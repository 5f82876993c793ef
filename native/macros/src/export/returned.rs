//! The type that an exported function returns.

use proc_macro::{Group, TokenStream, TokenTree};

use crate::cursor::{Cursor, path_of, ungrouped};
use crate::error::{Error, Result};

/// The type, and the iterator in it.
pub(crate) struct Returned {
    pub(crate) ty: TokenStream,
    pub(crate) iterator: Option<ReturnedIterator>,
    /// Whether the function returns nothing.
    pub(crate) is_unit: bool,
}

/// `impl Iterator<Item = T>`, alone or in a `Result`.
pub(crate) struct ReturnedIterator {
    /// What it iterates over.
    pub(crate) item: TokenStream,
    /// What is before the iterator and what comes after it.
    around: (TokenStream, TokenStream),
    /// Whether it says that it borrows nothing from the arguments.
    pub(crate) is_independent: bool,
}

impl Returned {
    pub(crate) fn unit() -> Self {
        let unit = Group::new(proc_macro::Delimiter::Parenthesis, TokenStream::new());
        Self { ty: TokenTree::from(unit).into(), iterator: None, is_unit: true }
    }

    pub(crate) fn parse(ty: TokenStream) -> Result<Self> {
        let iterator = ReturnedIterator::find(&ty);
        match &iterator {
            Some(ReturnedIterator { item, around: (before, after), .. }) => {
                for part in [item, before, after] {
                    check(part)?;
                }
            }
            None => check(&ty)?,
        }
        Ok(Self { ty, iterator, is_unit: false })
    }

    /// The type with another one in place of the iterator.
    pub(crate) fn with_iterator_as(&self, name: TokenStream) -> TokenStream {
        match &self.iterator {
            Some(ReturnedIterator { around: (before, after), .. }) => {
                [before.clone(), name, after.clone()].into_iter().collect()
            }
            None => self.ty.clone(),
        }
    }
}

impl ReturnedIterator {
    pub(crate) fn is_in_result(&self) -> bool {
        !self.around.0.is_empty()
    }

    fn find(ty: &TokenStream) -> Option<Self> {
        let mut cursor = Cursor::new(ungrouped(ty.clone()));
        let mut before = TokenStream::new();
        if !cursor.is_word("impl") {
            if !path_of(ty.clone())?.0.ends_with("Result") {
                return None;
            }
            before.extend(cursor.until(|token| is_punct(Some(token), '<')));
            before.extend(cursor.take());
        }
        if !cursor.eat_word("impl") {
            return None;
        }
        let mut item = None;
        let mut is_independent = false;
        loop {
            let mut bound =
                Cursor::new(cursor.until(
                    |token| matches!(token, TokenTree::Punct(punct) if matches!(punct.as_char(), '+' | ',' | '>')),
                ));
            is_independent |= bound.is_word("use") || (bound.is_punct('\'') && bound.rest().to_string() == "'static");
            if let Some((name, arguments)) = path_of(bound.rest())
                && name == "Iterator"
            {
                let mut arguments = Cursor::new(arguments);
                if !arguments.eat_word("Item") || !arguments.eat_punct('=') {
                    return None;
                }
                item = Some(arguments.rest());
            }
            if !cursor.eat_punct('+') {
                break;
            }
        }
        Some(Self { item: item?, around: (before, cursor.rest()), is_independent })
    }
}

/// Refuses a type that has no name, or whose values don't outlive the call.
fn check(returns: &TokenStream) -> Result<()> {
    let mut tokens = returns.clone().into_iter().peekable();
    let mut is_first = true;
    while let Some(token) = tokens.next() {
        match &token {
            TokenTree::Ident(word) if word.to_string() == "impl" => {
                let message = "C# needs to know the type: name it instead of `impl`, or return \
                               `impl Iterator<Item = …> + Send + use<>`, alone or in a `Result`";
                return Err(Error::new(word.span(), message));
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
