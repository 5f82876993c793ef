//! The function as the user wrote it.

use proc_macro::{Delimiter, Ident, TokenStream, TokenTree};

use super::argument::{Argument, Kind};
use super::receiver::Receiver;
use super::returned::Returned;
use crate::attributes::Attribute;
use crate::cursor::Cursor;
use crate::error::{Error, Result};

pub(crate) struct Function {
    pub(crate) attributes: Vec<Attribute>,
    /// The type that it belongs to, and how a method takes an object of it.
    pub(crate) owner: Option<Owner>,
    pub(crate) is_async: bool,
    pub(crate) name: Ident,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) returns: Returned,
}

/// The type that a function belongs to.
pub(crate) struct Owner {
    pub(crate) ty: TokenStream,
    /// The last part of its path.
    pub(crate) name: String,
    pub(crate) receiver: Option<Receiver>,
}

impl Function {
    pub(crate) fn parse(item: TokenStream) -> Result<Self> {
        let mut cursor = Cursor::new(item);
        let attributes = Attribute::take_all(&mut cursor)?;
        cursor.visibility();
        Self::parse_signature(&mut cursor, attributes, None)
    }

    /// Reads what comes after attributes and visibility, up to the body.
    pub(crate) fn parse_signature(
        cursor: &mut Cursor,
        attributes: Vec<Attribute>,
        mut owner: Option<Owner>,
    ) -> Result<Self> {
        cursor.eat_word("const");
        let is_async = cursor.eat_word("async");
        for (word, message) in [
            ("unsafe", "C# cannot keep the promises that an unsafe function asks for: export a safe one that calls it"),
            ("extern", "the macro makes the C exports itself: write a function without `extern`"),
        ] {
            if cursor.is_word(word) {
                return Err(Error::new(cursor.span(), message));
            }
        }
        if !cursor.eat_word("fn") {
            let message = "only functions can be exported: `#[export]` stands on a `fn`, an `impl` or a `trait`";
            return Err(Error::new(cursor.span(), message));
        }
        let name = cursor.name()?;
        if cursor.is_punct('<') {
            let generics = cursor.until(|token| matches!(token, TokenTree::Group(_)));
            let message = "a generic function cannot be exported, because C# calls one function for one type: write one \
                           that calls it with the types that C# needs, and leave lifetimes out";
            return Err(Error::over(&generics, message));
        }
        let span = cursor.span();
        let Some(group) = cursor.group(Delimiter::Parenthesis) else {
            return Err(Error::new(span, "the arguments are expected here"));
        };
        let mut arguments = Cursor::of_group(&group);
        if let Some(owner) = &mut owner {
            let span = arguments.span();
            owner.receiver = Receiver::take(&mut arguments)?;
            if is_async && owner.receiver == Some(Receiver::Exclusive) {
                let message = "an async method waits while other calls use its object, so it has the object for itself at \
                               no time: take `&self`, and keep what changes in a lock";
                return Err(Error::new(span, message));
            }
        }
        let arguments = Argument::parse_all(arguments)?;
        check_for_second_context(&arguments)?;
        let mut returns = Returned::unit();
        if cursor.eat_punct('-') {
            cursor.eat_punct('>');
            returns = Returned::parse(cursor.until(|token| {
                matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
                    || matches!(token, TokenTree::Ident(ident) if ident.to_string() == "where")
                    || matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';')
            }))?;
        }
        if cursor.is_word("where") {
            return Err(Error::new(
                cursor.span(),
                "a function with a `where` cannot be exported: it would have to be generic",
            ));
        }
        let function = Self { attributes, owner, is_async, name, arguments, returns };
        function.check_iterator()?;
        Ok(function)
    }

    /// Whether it may say that it is short: nothing can cancel it, and it returns once.
    pub(crate) fn can_be_short(&self) -> bool {
        !self.is_async
            && self.returns.iterator.is_none()
            && !self.arguments.iter().any(|argument| matches!(argument.kind, Kind::Context(_)))
    }

    fn check_iterator(&self) -> Result<()> {
        let borrows =
            self.receiver().is_some() || self.arguments.iter().any(|argument| !matches!(argument.kind, Kind::Owned(_)));
        match &self.returns.iterator {
            Some(_) if self.is_async => {
                let message =
                    "an async function cannot return an iterator: return a `Vec`, or a record with a `Stream`";
                Err(Error::over(&self.returns.ty, message))
            }
            Some(iterator) if borrows && !iterator.is_independent => {
                let message = "the iterator outlives the call, so it cannot borrow from the arguments: write \
                               `+ use<>` behind it, and clone or move what it needs";
                Err(Error::over(&self.returns.ty, message))
            }
            _ => Ok(()),
        }
    }
}

fn check_for_second_context(arguments: &[Argument]) -> Result<()> {
    let mut contexts = arguments.iter().filter(|argument| matches!(argument.kind, Kind::Context(_)));
    contexts.next();
    match contexts.next() {
        Some(second) => Err(Error::new(second.ident.span(), "a call has one context: remove this one")),
        None => Ok(()),
    }
}
