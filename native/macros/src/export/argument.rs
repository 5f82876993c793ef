//! An argument of an exported function.

use proc_macro::{Ident, TokenStream, TokenTree};

use crate::attributes::Attribute;
use crate::code::{Code, span_of};
use crate::cursor::{Cursor, path_of, ungrouped};
use crate::error::{Error, Result};

pub(crate) struct Argument {
    pub(crate) ident: Ident,
    pub(crate) kind: Kind,
}

/// What kind of type an argument has.
pub(crate) enum Kind {
    /// A type by itself.
    Owned(TokenStream),
    /// What is behind a `&`.
    Reference(TokenStream),
    /// `&Context<P>`, with its `P`, or nothing.
    Context(TokenStream),
}

impl Argument {
    /// The arguments that `self` is not one of.
    pub(crate) fn parse_all(mut cursor: Cursor) -> Result<Vec<Self>> {
        let mut arguments = Vec::new();
        while !cursor.is_empty() {
            if let Some(attribute) = Attribute::take_all(&mut cursor)?.first() {
                let message = "an argument of an exported function has no attributes: put them on the function";
                return Err(Error::new(attribute.span, message));
            }
            let span = cursor.span();
            let pattern =
                cursor.until(|token| matches!(token, TokenTree::Punct(punct) if matches!(punct.as_char(), ':' | ',')));
            cursor.eat_punct(':');
            let kind = Kind::of(cursor.until_punct(','))?;
            let ident = match (name_in(&pattern), &kind) {
                (Ok(ident), _) => ident,
                // Nobody sees its name.
                (Err(_), Kind::Context(_)) => Ident::new("_", span),
                (Err(error), _) => return Err(error),
            };
            arguments.push(Self { ident, kind });
        }
        Ok(arguments)
    }

    pub(crate) fn name(&self) -> TokenStream {
        TokenTree::from(self.ident.clone()).into()
    }

    /// The type that the input has for it.
    pub(crate) fn write_owned_type(&self, is_async: bool, code: &mut Code) {
        match &self.kind {
            Kind::Reference(target) => {
                let mut kind = Code::default();
                for question in ["IS_OBJECT", "IS_BYTES"] {
                    kind.push("{ __rust_interop::Probe::<");
                    kind.tokens(target.clone());
                    kind.push(&format!(">::{question} }},"));
                }
                write_owner(target, kind, is_async, code);
            }
            Kind::Owned(ty) => code.tokens(ty.clone()),
            Kind::Context(_) => {}
        }
    }

    /// Its shape, checked.
    pub(crate) fn write_shape(&self, is_async: bool, code: &mut Code) {
        let span = match &self.kind {
            Kind::Owned(ty) | Kind::Reference(ty) => span_of(ty),
            Kind::Context(_) => return,
        };
        code.located(span, "__rust_interop::check::argument::<");
        self.write_owned_type(is_async, code);
        code.located(span, ">()");
    }
}

/// Refuses what a future can't borrow.
pub(crate) fn write_check_for_future(target: &TokenStream, code: &mut Code) {
    code.push("const _: () = { const __IS_EXCLUSIVE: bool = __rust_interop::Probe::<");
    code.tokens(target.clone());
    code.push(">::IS_EXCLUSIVE;");
    code.located(span_of(target), "__rust_interop::check::borrowed_by_future(__IS_EXCLUSIVE)");
    code.push("};");
}

/// What owns a borrowed value for the call. A future takes it from thread to thread.
pub(crate) fn write_owner(target: &TokenStream, kind: Code, is_async: bool, code: &mut Code) {
    let span = span_of(target);
    code.located(span, "<");
    code.tokens(target.clone());
    code.located(span, "as __rust_interop::Borrowed<");
    code.code(kind);
    code.located(span, if is_async { "true>>::Owner" } else { "false>>::Owner" });
}

/// The name that a pattern consists of.
fn name_in(pattern: &TokenStream) -> Result<Ident> {
    let mut cursor = Cursor::new(pattern.clone());
    cursor.eat_word("mut");
    match (cursor.take(), cursor.is_empty()) {
        (Some(TokenTree::Ident(ident)), true) if ident.to_string() == "self" => Err(Error::new(ident.span(), METHOD)),
        (Some(TokenTree::Ident(ident)), true) if ident.to_string() != "_" => Ok(ident),
        _ if pattern.clone().into_iter().any(|token| token.to_string() == "self") => Err(Error::over(pattern, METHOD)),
        _ => Err(Error::over(pattern, "an argument needs a name, which C# has too: take it apart inside the function")),
    }
}

const METHOD: &str = "a method cannot be exported alone: write `#[export]` on the `impl`";

impl Kind {
    fn of(ty: TokenStream) -> Result<Self> {
        let mut cursor = Cursor::new(ungrouped(ty.clone()));
        if cursor.is_word("impl") {
            return Err(Error::over(&ty, "C# needs to know the type: name one instead of `impl`"));
        }
        if !cursor.eat_punct('&') {
            return Ok(Self::Owned(ty));
        }
        if cursor.eat_punct('\'') {
            let lifetime = cursor.name()?;
            if lifetime.to_string() != "_" {
                let message = "a borrowed argument lives only as long as the call: leave the lifetime out";
                return Err(Error::new(lifetime.span(), message));
            }
        }
        if cursor.is_word("mut") {
            return Err(Error::over(&ty, "what the function changes would not reach C#: take the value and return it"));
        }
        let target = cursor.rest();
        Ok(match path_of(target.clone()) {
            Some((name, progress)) if name == "Context" => Self::Context(progress),
            _ => Self::Reference(target),
        })
    }
}
