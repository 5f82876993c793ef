//! `#[export]` on an `impl`: a type whose values are objects, and its methods.

use proc_macro::{Delimiter, TokenStream, TokenTree};

use super::function::{Function, Owner};
use super::options::Options;
use super::receiver::Receiver;
use crate::attributes::Attribute;
use crate::code::{Code, replace, span_of};
use crate::cursor::{Cursor, path_of, plain};
use crate::definition;
use crate::docs;
use crate::error::{Error, Result};

/// A type with the functions that are exported: those that are `pub`.
pub(crate) struct Implementation {
    attributes: Vec<Attribute>,
    ty: TokenStream,
    name: String,
    functions: Vec<Function>,
}

/// Whether the item is an `impl`.
pub(crate) fn is_implementation(item: TokenStream) -> bool {
    let mut cursor = Cursor::new(item);
    let has_attributes = Attribute::take_all(&mut cursor).is_ok();
    cursor.eat_word("unsafe");
    has_attributes && cursor.is_word("impl")
}

impl Implementation {
    pub(crate) fn parse(item: TokenStream) -> Result<Self> {
        let mut cursor = Cursor::new(item);
        let attributes = Attribute::take_all(&mut cursor)?;
        let span = cursor.span();
        cursor.eat_word("unsafe");
        cursor.eat_word("impl");
        if cursor.is_punct('<') {
            let message = "a generic type cannot be exported: write a type that has one with the types that C# needs";
            return Err(Error::new(cursor.span(), message));
        }
        let is_body =
            |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        let ty = cursor
            .until(|token| is_body(token) || matches!(token, TokenTree::Ident(word) if word.to_string() == "for"));
        if cursor.is_word("for") {
            let message =
                "an `impl` of a trait cannot be exported: write an `impl` whose methods call those of the trait";
            return Err(Error::new(cursor.span(), message));
        }
        let name = match (path_of(ty.clone()), ty.clone().into_iter().last()) {
            (Some((name, _)), Some(TokenTree::Ident(last))) if last.to_string() == name => plain(&last),
            _ => return Err(Error::over(&ty, "only a type with a name, and without parameters, can be exported")),
        };
        let Some(body) = cursor.group(Delimiter::Brace) else {
            return Err(Error::new(span, "the functions of the type are expected after it, in braces"));
        };
        let functions = functions(replace(body.stream(), "Self", &ty), &ty, &name)?;
        Ok(Self { attributes, ty, name, functions })
    }

    pub(crate) fn functions(&self) -> &[Function] {
        &self.functions
    }

    /// Everything that stands beside the `impl`.
    pub(crate) fn into_exports(self, options: &Options) -> TokenStream {
        let is_exclusive = self.functions.iter().any(Function::is_exclusive);
        let mut docs = definition::Docs::default();
        docs.add("", &docs::of(&self.attributes));
        let mut code = Code::default();
        code.push("const _: () = { use ::rust_interop::description as __rust_interop;");
        let mut body = Code::default();
        body.push("__rust_interop::Body::Object");
        definition::write(&self.name, &[], body, true, &docs, &mut code);
        let span = span_of(&self.ty);
        code.located(span, "#[automatically_derived] impl __rust_interop::Exported for");
        code.tokens(self.ty.clone());
        code.push(&format!(
            "{{ const IS_EXCLUSIVE: ::core::primitive::bool = {is_exclusive};
            const DEFINITION: &'static __rust_interop::Definition = &__DEFINITION; }}"
        ));
        if !is_exclusive {
            code.push("#[automatically_derived] impl __rust_interop::Concurrent for");
            code.tokens(self.ty);
            code.push("{}");
        }
        code.push("};");
        for function in self.functions {
            code.tokens(function.into_exports(options));
        }
        code.into_tokens()
    }
}

fn functions(body: TokenStream, ty: &TokenStream, name: &str) -> Result<Vec<Function>> {
    let mut functions = Vec::new();
    let mut cursor = Cursor::new(body);
    while !cursor.is_empty() {
        let attributes = Attribute::take_all(&mut cursor)?;
        let is_public = cursor.visibility();
        let is_function = begins_function(cursor.clone());
        if is_public && is_function {
            let owner = Owner { ty: ty.clone(), name: name.to_owned(), receiver: None };
            functions.push(Function::parse_signature(&mut cursor, attributes, Some(owner))?);
        }
        skip_rest(&mut cursor, is_function);
    }
    Ok(functions)
}

pub(super) fn begins_function(mut cursor: Cursor) -> bool {
    for word in ["const", "async", "unsafe"] {
        cursor.eat_word(word);
    }
    cursor.is_word("extern") || cursor.is_word("fn")
}

/// Passes over the rest of an item: the body of a function, or the semicolon of a constant.
fn skip_rest(cursor: &mut Cursor, is_function: bool) {
    while let Some(token) = cursor.take() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == ';' => return,
            TokenTree::Group(group) if group.delimiter() == Delimiter::Brace && is_function => return,
            _ => {}
        }
    }
}

impl Function {
    fn is_exclusive(&self) -> bool {
        self.owner.as_ref().is_some_and(|owner| owner.receiver == Some(Receiver::Exclusive))
    }
}
