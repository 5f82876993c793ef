//! The `self` of a method.

use proc_macro::{TokenStream, TokenTree};

use super::argument;
use crate::code::{Code, span_of};
use crate::cursor::Cursor;
use crate::error::{Error, Result};

/// How a method takes its object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Receiver {
    /// `&self`
    Shared,
    /// `&mut self`
    Exclusive,
}

impl Receiver {
    /// Takes it, and the comma after it, if the arguments begin with one.
    pub(crate) fn take(arguments: &mut Cursor) -> Result<Option<Self>> {
        let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',');
        let is_receiver = |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word.to_string() == "self");
        let mut ahead = arguments.clone();
        let first = ahead.until(is_comma);
        if !first.clone().into_iter().any(|token| is_receiver(&token)) {
            return Ok(None);
        }
        ahead.eat_punct(',');
        *arguments = ahead;
        let mut cursor = Cursor::new(first.clone());
        let refused = || {
            let message =
                "an object is shared between Rust and C#, so a method borrows it: take `&self` or `&mut self`";
            Err(Error::over(&first, message))
        };
        if !cursor.eat_punct('&') || cursor.is_punct('\'') {
            return refused();
        }
        let receiver = if cursor.eat_word("mut") { Self::Exclusive } else { Self::Shared };
        if cursor.eat_word("self") && cursor.is_empty() { Ok(Some(receiver)) } else { refused() }
    }

    /// The type of the member `self` in the input of a method of this type.
    pub(crate) fn write_owned_type(self, ty: &TokenStream, is_async: bool, code: &mut Code) {
        match self {
            Self::Shared => {
                let mut kind = Code::default();
                kind.push("true, false,");
                argument::write_owner(ty, kind, is_async, code);
            }
            Self::Exclusive => {
                let span = span_of(ty);
                code.located(span, "__rust_interop::ObjectMut<");
                code.tokens(ty.clone());
                code.located(span, ">");
            }
        }
    }
}
