//! `#[export]` on a `trait`: an interface, which C# implements.

use proc_macro::{Delimiter, Ident, TokenStream, TokenTree};

use super::argument::{Argument, Kind};
use super::function::{Function, Owner};
use super::implementation::begins_function;
use super::receiver::Receiver;
use crate::attributes::Attribute;
use crate::code::{Code, span_of};
use crate::cursor::{Cursor, plain};
use crate::definition;
use crate::docs;
use crate::error::{Error, Result};

/// A trait with the methods that C# implements: those without a body.
pub(crate) struct Interface {
    attributes: Vec<Attribute>,
    name: Ident,
    methods: Vec<Function>,
}

/// Whether the item is a `trait`.
pub(crate) fn is_interface(item: TokenStream) -> bool {
    let mut cursor = Cursor::new(item);
    let has_attributes = Attribute::take_all(&mut cursor).is_ok();
    cursor.visibility();
    cursor.eat_word("unsafe");
    has_attributes && cursor.is_word("trait")
}

impl Interface {
    pub(crate) fn parse(item: TokenStream) -> Result<Self> {
        let mut cursor = Cursor::new(item);
        let attributes = Attribute::take_all(&mut cursor)?;
        cursor.visibility();
        if cursor.is_word("unsafe") {
            let message = "C# cannot keep the promises that an unsafe trait asks for: write a safe one";
            return Err(Error::new(cursor.span(), message));
        }
        cursor.eat_word("trait");
        let name = cursor.name()?;
        if cursor.is_punct('<') {
            let message = "a generic trait cannot be exported, because C# implements it for one type: write one for it";
            return Err(Error::new(cursor.span(), message));
        }
        let span = cursor.span();
        cursor.until(is_body);
        let Some(body) = cursor.group(Delimiter::Brace) else {
            return Err(Error::new(span, "the methods of the trait are expected after it, in braces"));
        };
        Ok(Self { attributes, methods: methods(body.stream(), &name)?, name })
    }

    /// Everything that stands beside the trait.
    pub(crate) fn into_exports(self) -> TokenStream {
        let name = plain(&self.name);
        let mut docs = definition::Docs::default();
        docs.add("", &docs::of(&self.attributes));
        let mut body = Code::default();
        body.push("__rust_interop::Body::Interface(const { &[");
        for method in &self.methods {
            docs.add(&format!(".{}", plain(&method.name)), &docs::of(&method.attributes));
            method.write_description(&mut body);
        }
        body.push("] })");
        let mut code = Code::default();
        code.push("const _: () = { use ::rust_interop::description as __rust_interop;");
        definition::write(&name, &[], body, true, &docs, &mut code);
        code.push("#[automatically_derived] impl __rust_interop::Described for dyn");
        code.tokens(self.name());
        code.push(
            "{ const SHAPE: &'static __rust_interop::Shape =
                &__rust_interop::Shape::Named(__rust_interop::Link::new(&__DEFINITION, __PATH), &[]); }
            #[automatically_derived] impl __rust_interop::serde::Serialize for dyn",
        );
        code.tokens(self.name());
        code.push(
            "{ fn serialize<__S: __rust_interop::serde::Serializer>(
                    &self,
                    _: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    ::core::result::Result::Err(__rust_interop::serde::ser::Error::custom(\"no output can have an interface\"))
                } }
            #[derive(::core::fmt::Debug, ::core::clone::Clone, __rust_interop::serde::Deserialize)]
            #[serde(crate = \"::rust_interop::description::serde\", deny_unknown_fields)]
            struct __Interface {",
        );
        for method in &self.methods {
            method.write_conditions(&mut code);
            code.tokens(TokenTree::from(method.name.clone()).into());
            code.push(": ::rust_interop::Callback<");
            method.write_input(&mut code);
            code.push(",");
            code.tokens(method.returns.ty.clone());
            code.push(">,");
        }
        code.push("} #[automatically_derived] impl");
        code.located(self.name.span(), " ");
        code.tokens(self.name());
        code.push("for __Interface {");
        for method in &self.methods {
            method.write_implementation(&mut code);
        }
        code.push(
            "} #[automatically_derived]
            impl<'__de> __rust_interop::serde::Deserialize<'__de> for ::std::boxed::Box<dyn",
        );
        code.tokens(self.name());
        code.push(
            "> { fn deserialize<__D: __rust_interop::serde::Deserializer<'__de>>(
                    __deserializer: __D,
                ) -> ::core::result::Result<Self, __D::Error> {
                    let __interface = <__Interface as __rust_interop::serde::Deserialize>::deserialize(__deserializer)?;
                    ::core::result::Result::Ok(::std::boxed::Box::new(__interface))
                } } };",
        );
        code.into_tokens()
    }

    fn name(&self) -> TokenStream {
        TokenTree::from(self.name.clone()).into()
    }
}

fn methods(body: TokenStream, name: &Ident) -> Result<Vec<Function>> {
    let mut methods = Vec::new();
    let mut cursor = Cursor::new(body);
    while !cursor.is_empty() {
        let attributes = Attribute::take_all(&mut cursor)?;
        if !begins_function(cursor.clone()) {
            let message = "C# implements methods only: leave other items out of the trait";
            return Err(Error::new(cursor.span(), message));
        }
        if skip_provided(&mut cursor) {
            continue;
        }
        let span = cursor.span();
        let owner = Owner { ty: TokenTree::from(name.clone()).into(), name: plain(name), receiver: None };
        let method = Function::parse_signature(&mut cursor, attributes, Some(owner))?;
        cursor.eat_punct(';');
        if method.is_async {
            let message = "a trait with an `async fn` cannot be a `dyn`: take an `AsyncCallback` instead";
            return Err(Error::new(span, message));
        }
        check(&method)?;
        methods.push(method);
    }
    Ok(methods)
}

fn is_body(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace)
}

/// Passes over a method with a body: it is Rust's own, so it may be as it likes.
fn skip_provided(cursor: &mut Cursor) -> bool {
    let mut ahead = cursor.clone();
    ahead.until(|token| is_body(token) || matches!(token, TokenTree::Punct(punct) if punct.as_char() == ';'));
    let has_body = ahead.group(Delimiter::Brace).is_some();
    if has_body {
        *cursor = ahead;
    }
    has_body
}

fn check(method: &Function) -> Result<()> {
    if method.receiver().map(|(_, receiver)| receiver) != Some(Receiver::Shared) {
        let message = "C# implements methods that several threads may call at once: take `&self`";
        return Err(Error::new(method.name.span(), message));
    }
    if let Some(context) = method.arguments.iter().find(|argument| matches!(argument.kind, Kind::Context(_))) {
        return Err(Error::new(context.ident.span(), "only a call of Rust has a context: remove the argument"));
    }
    if method.returns.is_unit {
        let message =
            "C# may throw an exception, which needs a place: return a `Result`, such as `Result<(), CallbackError>`";
        return Err(Error::new(method.name.span(), message));
    }
    if method.returns.iterator.is_some() {
        return Err(Error::over(&method.returns.ty, "C# cannot return an iterator: return a `Vec`"));
    }
    Ok(())
}

impl Function {
    fn write_description(&self, code: &mut Code) {
        self.write_conditions(code);
        code.push("__rust_interop::Method { name:");
        code.literal(&plain(&self.name));
        code.push(", arguments: const { &[");
        for argument in &self.arguments {
            code.push("(");
            code.literal(&plain(&argument.ident));
            code.push(",");
            code.located(argument.ident.span(), "__rust_interop::check::method_argument::<");
            argument.write_sent_type(code);
            code.located(argument.ident.span(), ">()");
            code.push("),");
        }
        code.push("] }, ");
        for (index, part) in ["output", "error"].into_iter().enumerate() {
            code.push(&format!("{part}:"));
            let span = span_of(&self.returns.ty);
            code.located(span, "__rust_interop::check::method_output::<");
            code.tokens(self.returns.ty.clone());
            code.located(span, &format!(">().{index}"));
            code.push(",");
        }
        code.push("},");
    }

    /// The type of what the function of C#'s takes: the only argument, or a tuple.
    fn write_input(&self, code: &mut Code) {
        self.write_tuple(code, Argument::write_sent_type);
    }

    fn write_implementation(&self, code: &mut Code) {
        self.write_conditions(code);
        code.push("fn");
        code.tokens(TokenTree::from(self.name.clone()).into());
        code.push("(&self,");
        for argument in &self.arguments {
            code.tokens(argument.name());
            code.push(":");
            match &argument.kind {
                Kind::Owned(ty) => code.tokens(ty.clone()),
                Kind::Reference(target) => {
                    code.push("&");
                    code.tokens(target.clone());
                }
                Kind::Context(_) => {}
            }
            code.push(",");
        }
        code.push(") ->");
        code.tokens(self.returns.ty.clone());
        code.push("{ self.");
        code.tokens(TokenTree::from(self.name.clone()).into());
        code.push(".call_with(&");
        self.write_tuple(code, |argument, code| code.tokens(argument.name()));
        code.push(") }");
    }

    fn write_tuple(&self, code: &mut Code, write: impl Fn(&Argument, &mut Code)) {
        if let [only] = &self.arguments[..] {
            write(only, code);
            return;
        }
        code.push("(");
        for argument in &self.arguments {
            write(argument, code);
            code.push(",");
        }
        code.push(")");
    }
}

impl Argument {
    /// A type that has the JSON of the argument.
    fn write_sent_type(&self, code: &mut Code) {
        match &self.kind {
            Kind::Owned(ty) => code.tokens(ty.clone()),
            Kind::Reference(target) => {
                code.push("::std::boxed::Box<");
                code.tokens(target.clone());
                code.push(">");
            }
            Kind::Context(_) => {}
        }
    }
}
