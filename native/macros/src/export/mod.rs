//! `#[export]`: the C exports of a function, and its description.

mod argument;
mod direct;
mod function;
mod future;
mod implementation;
mod interface;
mod options;
mod receiver;
mod returned;

use proc_macro::{TokenStream, TokenTree};

use crate::code::{Code, span_of};
use crate::cursor::plain;
use crate::docs;
use crate::error::Result;
use crate::text;
use argument::{Argument, Kind};
use function::Function;
use implementation::{Implementation, is_implementation};
use interface::{Interface, is_interface};
use options::Options;
use receiver::Receiver;

pub(crate) fn export(options: &TokenStream, item: TokenStream) -> Result<TokenStream> {
    if is_implementation(item.clone()) {
        let implementation = Implementation::parse(item)?;
        let options = Options::parse(options, implementation.functions())?;
        return Ok(implementation.into_exports(&options));
    }
    if is_interface(item.clone()) {
        Options::parse(options, &[])?;
        return Ok(Interface::parse(item)?.into_exports());
    }
    let function = Function::parse(item)?;
    let options = Options::parse(options, std::slice::from_ref(&function))?;
    Ok(function.into_exports(&options))
}

/// In front of code that calls the user's function.
const ALLOW: &str = "#[allow(clippy::boxed_local, clippy::needless_pass_by_value, clippy::unit_arg, deprecated, unused_mut, reason = \"the user's function decides\")]";

/// Where the arguments of a call are.
#[derive(Clone, Copy)]
enum Input {
    /// In `__input`: its members, or the only argument.
    Json,
    /// In variables with their numbers. One with an argument's name could hide the function.
    Direct,
}

impl Function {
    /// Everything that stands beside the function.
    fn into_exports(self, options: &Options) -> TokenStream {
        let name = plain(&self.name);
        let full_name = self.owner.as_ref().map_or_else(|| name.clone(), |owner| format!("{}_{name}", owner.name));
        let mut code = Code::default();
        self.write_conditions(&mut code);
        code.push(
            "#[allow(long_running_const_eval, reason = \"a description may be long\")]
            const _: () = {
                use ::rust_interop::description as __rust_interop;
                #[allow(unused_imports)]
                use __rust_interop::Unknown as _;",
        );
        self.write_types(&mut code);
        self.write_stream(&mut code);
        let exported = if self.is_async {
            self.write_async_function(options.runtime.as_ref(), &mut code);
            "__Function, async_function"
        } else {
            self.write_procedure(&mut code);
            "__exported()"
        };
        let symbol = |suffix| format!("::core::concat!(::core::env!(\"CARGO_CRATE_NAME\"), \"_{full_name}{suffix}\")");
        code.push(&format!(
            "::rust_interop::export_procedure!({full_name:?}, {}, {}, {exported});",
            symbol(""),
            symbol("_async")
        ));
        self.write_shapes(&mut code);
        self.write_direct_entry(&mut code);
        self.write_signature(&name, options.short && self.can_be_short(), &mut code);
        code.push(&format!(
            "const __GRAPH: __rust_interop::Graph = __rust_interop::Graph::of(&__SIGNATURE);
            #[unsafe(export_name = {})]
            #[allow(unsafe_code, reason = \"C finds it by its name\")]
            static __DESCRIPTION: __rust_interop::Description<{{ __GRAPH.length() }}> =
                __rust_interop::Description::new(__GRAPH.write(), __DIRECT_ENTRY);
            }};",
            symbol("_description")
        ));
        code.into_tokens()
    }

    /// When it is there at all.
    fn write_conditions(&self, code: &mut Code) {
        for attribute in self.attributes.iter().filter(|attribute| attribute.name == "cfg") {
            code.tokens(attribute.tokens());
        }
    }

    /// The types that the rest is written in. An alias has the name `Result` or not: only the compiler knows.
    fn write_types(&self, code: &mut Code) {
        if let Some(iterator) = &self.returns.iterator {
            code.push("type __Item =");
            code.tokens(iterator.item.clone());
            code.push(
                ";
                const __ITEM_IS_RESULT: bool = __rust_interop::Probe::<__Item>::IS_RESULT;
                type __ItemValue = <__Item as __rust_interop::Returns<__ITEM_IS_RESULT>>::Output;
                const __ITEM_IS_OBJECT: bool = __rust_interop::Probe::<__ItemValue>::IS_OBJECT;
                type __ItemError = <__Item as __rust_interop::Returns<__ITEM_IS_RESULT>>::Error;
                const __ITEM_ERROR_IS_DATA: bool = __rust_interop::Probe::<__ItemError>::IS_DATA;",
            );
            code.located(
                span_of(&iterator.item),
                "type __Stream = ::rust_interop::Stream<<__Item as __rust_interop::Streams<__ITEM_IS_RESULT, \
                 __ITEM_IS_OBJECT, __ITEM_ERROR_IS_DATA>>::Item>;",
            );
        }
        let mut stream = Code::default();
        stream.push("__Stream");
        code.push("type __Returned =");
        code.tokens(self.returns.with_iterator_as(stream.into_tokens()));
        code.push(
            ";
            const __IS_RESULT: bool = __rust_interop::Probe::<__Returned>::IS_RESULT;
            type __Value = <__Returned as __rust_interop::Returns<__IS_RESULT>>::Output;
            const __IS_OBJECT: bool = __rust_interop::Probe::<__Value>::IS_OBJECT;
            type __Output = <__Value as __rust_interop::Gives<__IS_OBJECT>>::Given;
            type __Error = <__Returned as __rust_interop::Returns<__IS_RESULT>>::Error;
            const __IS_DATA: bool = __rust_interop::Probe::<__Error>::IS_DATA;",
        );
        if !self.is_object() {
            return;
        }
        code.push(
            "#[derive(__rust_interop::serde::Deserialize)]
            #[serde(crate = \"::rust_interop::description::serde\", deny_unknown_fields)]
            struct __Input {",
        );
        if let Some((ty, receiver)) = self.receiver() {
            // No argument can have that name.
            code.push("#[serde(rename = \"self\")] __self:");
            receiver.write_owned_type(ty, self.is_async, code);
            code.push(",");
        }
        for argument in self.inputs() {
            code.tokens(argument.name());
            code.push(":");
            argument.write_owned_type(self.is_async, code);
            code.push(",");
        }
        code.push("}");
    }

    /// A function of one input that calls the user's.
    fn write_procedure(&self, code: &mut Code) {
        let input = self.input();
        let mut context = Code::default();
        context.push("::rust_interop::Context");
        if let Some(progress) = self.progress() {
            context.push("<");
            context.tokens(progress.clone());
            context.push(">");
        }
        let context = context.into_tokens();
        // Whoever gets it sees only the trait: what is wrong with a type is reported here, once.
        code.push("fn __exported() -> impl __rust_interop::Procedure<(");
        code.tokens(input.clone());
        code.push(",");
        code.tokens(context.clone());
        code.push(")> { __procedure }");
        code.push(ALLOW);
        code.push("fn __procedure(mut __input:");
        code.tokens(input);
        code.push(", __context: &");
        code.tokens(context);
        code.push(") ->");
        code.located(
            span_of(&self.returns.ty),
            "::core::result::Result<__Output, <__Error as __rust_interop::Fails<__IS_DATA>>::Error>",
        );
        code.push("{ __rust_interop::into_result::<__Returned, __IS_RESULT, __IS_OBJECT, __IS_DATA>(");
        if self.returns.iterator.as_ref().is_some_and(|iterator| !iterator.is_in_result()) {
            code.push("__stream(");
        }
        self.write_call("__context", Input::Json, code);
        code.push(match &self.returns.iterator {
            Some(iterator) if iterator.is_in_result() => ".map(__stream)) }",
            Some(_) => ")) }",
            None => ") }",
        });
    }

    /// The type of the input.
    fn input(&self) -> TokenStream {
        let mut input = Code::default();
        if self.is_object() {
            input.push("__Input");
        } else {
            self.inputs().for_each(|argument| argument.write_owned_type(self.is_async, &mut input));
        }
        input.into_tokens()
    }

    /// The call of the user's function with its input and `context`.
    fn write_call(&self, context: &str, input: Input, code: &mut Code) {
        if let Some(owner) = &self.owner {
            code.push("<");
            code.tokens(owner.ty.clone());
            code.push(">::");
        }
        code.tokens(TokenTree::from(self.name.clone()).into());
        code.push("(");
        if let Some((_, receiver)) = self.receiver() {
            code.push(match receiver {
                Receiver::Shared => "&*",
                Receiver::Exclusive => "&mut *",
            });
            code.push(match input {
                Input::Json => "__input.__self,",
                Input::Direct => "__self,",
            });
        }
        let mut index = 0;
        for argument in &self.arguments {
            if matches!(argument.kind, Kind::Reference(_)) {
                code.push("&*");
            }
            match (&argument.kind, input) {
                (Kind::Context(_), _) => code.push(context),
                (_, Input::Direct) => {
                    code.push(&format!("__argument_{index}"));
                    index += 1;
                }
                (_, Input::Json) if self.is_object() => {
                    code.push("__input.");
                    code.tokens(argument.name());
                }
                (_, Input::Json) => code.push("__input"),
            }
            code.push(",");
        }
        code.push(")");
    }

    /// What makes a stream of the iterator that the function returns.
    fn write_stream(&self, code: &mut Code) {
        if self.returns.iterator.is_some() {
            code.located(
                span_of(&self.returns.ty),
                "fn __stream<__Items: ::core::iter::Iterator<Item = __Item> + ::core::marker::Send + 'static>(
                    __items: __Items,
                ) -> __Stream {
                    __rust_interop::stream::<_, __ITEM_IS_RESULT, __ITEM_IS_OBJECT, __ITEM_ERROR_IS_DATA>(__items)
                }",
            );
        }
    }

    /// Writes `__ARGUMENTS` and `__OUTPUT`.
    fn write_shapes(&self, code: &mut Code) {
        code.push("const __ARGUMENTS: &[(&::core::primitive::str, &__rust_interop::Shape)] = &[");
        for argument in self.inputs() {
            code.push("(");
            code.literal(&plain(&argument.ident));
            code.push(",");
            argument.write_shape(self.is_async, code);
            code.push("),");
        }
        code.push("]; const __OUTPUT: &__rust_interop::Shape =");
        code.located(span_of(&self.returns.ty), "__rust_interop::check::output::<__Output>()");
        code.push(";");
    }

    fn write_signature(&self, name: &str, is_short: bool, code: &mut Code) {
        code.push("const __SIGNATURE: __rust_interop::Signature = __rust_interop::Signature { direct: __CONVENTION,");
        code.push(&format!("short: {is_short},"));
        code.push("crate_name: ::core::env!(\"CARGO_CRATE_NAME\"), name:");
        code.literal(name);
        code.push(", docs:");
        code.literal(&text::to_json(&docs::of(&self.attributes)));
        code.push(", owner: ");
        match &self.owner {
            Some(owner) => {
                code.push("::core::option::Option::Some(__rust_interop::Owner { shape: <");
                code.tokens(owner.ty.clone());
                code.push(&format!(" as __rust_interop::Exported>::SHAPE, receiver: {} }})", owner.receiver.is_some()));
            }
            None => code.push("::core::option::Option::None"),
        }
        code.push(&format!(", object: {}, arguments: __ARGUMENTS, output: __OUTPUT", self.is_object()));
        code.push(", error:");
        let span = span_of(&self.returns.ty);
        code.located(span, "__rust_interop::check::error(__rust_interop::Probe::<__Error>::SHAPE)");
        code.push(", progress: ");
        match self.progress() {
            Some(progress) => {
                code.push("::core::option::Option::Some(");
                let span = span_of(progress);
                code.located(span, "__rust_interop::check::progress::<");
                code.tokens(progress.clone());
                code.located(span, ">()");
                code.push(")");
            }
            None => code.push("::core::option::Option::None"),
        }
        code.push("};");
    }

    /// Whether the input is an object with a member for each argument, instead of the only argument itself.
    fn is_object(&self) -> bool {
        self.receiver().is_some() || self.inputs().count() != 1
    }

    /// The type of the object that it is called on, and how it takes it.
    pub(crate) fn receiver(&self) -> Option<(&TokenStream, Receiver)> {
        self.owner.as_ref().and_then(|owner| Some((&owner.ty, owner.receiver?)))
    }

    fn inputs(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| !matches!(argument.kind, Kind::Context(_)))
    }

    fn progress(&self) -> Option<&TokenStream> {
        self.arguments.iter().find_map(|argument| match &argument.kind {
            Kind::Context(progress) if !progress.is_empty() => Some(progress),
            _ => None,
        })
    }
}
