//! The parameters of a generic type.

use proc_macro::{Delimiter, Ident, TokenStream, TokenTree};

use crate::code::Code;
use crate::cursor::Cursor;
use crate::error::{Error, Result};

#[derive(Default)]
pub(crate) struct Generics {
    parameters: Vec<Parameter>,
    clause: TokenStream,
}

struct Parameter {
    name: Ident,
    bounds: TokenStream,
}

impl Generics {
    pub(crate) fn parse(cursor: &mut Cursor) -> Result<Self> {
        let mut generics = Self::default();
        if !cursor.eat_punct('<') {
            return Ok(generics);
        }
        while !cursor.eat_punct('>') {
            if cursor.is_punct('\'') {
                let message = "a record owns its data, so it cannot have a lifetime: use `String` for `&str`, say";
                return Err(Error::new(cursor.span(), message));
            }
            if cursor.is_word("const") {
                let message = "C# has no const parameters: use `Vec<T>` for `[T; N]`, say";
                return Err(Error::new(cursor.span(), message));
            }
            let name = cursor.name()?;
            let mut bounds = TokenStream::new();
            if cursor.eat_punct(':') {
                bounds = cursor.until(|token| is_any_of(token, &[',', '=', '>']));
            }
            if cursor.eat_punct('=') {
                cursor.until(|token| is_any_of(token, &[',', '>']));
            }
            cursor.eat_punct(',');
            generics.parameters.push(Parameter { name, bounds });
        }
        Ok(generics)
    }

    /// Takes `where …`, if it is here.
    pub(crate) fn parse_clause(&mut self, cursor: &mut Cursor) {
        if cursor.is_word("where") {
            self.clause = cursor.until(|token| {
                matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
                    || is_any_of(token, &[';'])
            });
        }
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &Ident> {
        self.parameters.iter().map(|parameter| &parameter.name)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.parameters.is_empty()
    }

    /// `<A, B>`
    pub(crate) fn write_arguments(&self, code: &mut Code) {
        code.push("<");
        for name in self.names() {
            code.tokens(TokenTree::from(name.clone()).into());
            code.push(",");
        }
        code.push(">");
    }

    /// `impl<…> Described for NAME<…> where …`
    pub(crate) fn write_header(self, name: Ident, code: &mut Code) {
        code.push("impl<");
        for Parameter { name, bounds } in &self.parameters {
            code.tokens(TokenTree::from(name.clone()).into());
            code.push(": __rust_interop::Described");
            if !bounds.is_empty() {
                code.push("+");
                code.tokens(bounds.clone());
            }
            code.push(",");
        }
        code.push("> __rust_interop::Described for ");
        code.tokens(TokenTree::from(name).into());
        self.write_arguments(code);
        code.tokens(self.clause);
    }
}

fn is_any_of(token: &TokenTree, puncts: &[char]) -> bool {
    matches!(token, TokenTree::Punct(punct) if puncts.contains(&punct.as_char()))
}
