//! The direct entry of a function.

use super::argument::{Argument, Kind};
use super::function::Function;
use super::receiver::Receiver;
use super::{ALLOW, Input};
use crate::code::{Code, span_of};
use crate::cursor::plain;

impl Function {
    /// Writes `__CONVENTION` and `__DIRECT_ENTRY`. Only the compiler knows in which form the types cross.
    pub(super) fn write_direct_entry(&self, code: &mut Code) {
        if self.is_async || self.returns.iterator.is_some() {
            code.push(
                "const __CONVENTION: ::core::primitive::usize = 0;
                const __DIRECT_ENTRY: ::core::option::Option<__rust_interop::Entry> = ::core::option::Option::None;",
            );
            return;
        }
        code.push(
            "const __OUTPUT_IS_DIRECT: ::core::primitive::bool = __rust_interop::Probe::<__Output>::IS_DIRECT_OUTPUT;
            const __CONVENTION: ::core::primitive::usize = __rust_interop::convention(&[",
        );
        for (index, argument) in self.inputs().enumerate() {
            code.push("(");
            argument.write_is_direct(code);
            code.push(&format!(", __ARGUMENTS[{index}].1),"));
        }
        let count = self.inputs().count() + usize::from(self.receiver().is_some());
        code.push(&format!(
            "], (__OUTPUT_IS_DIRECT, __OUTPUT));
            struct __Direct;
            const __DIRECT_ENTRY: ::core::option::Option<__rust_interop::Entry> =
                if __CONVENTION > 0 {{ ::core::option::Option::Some(__rust_interop::entry::<__Direct, {count}>()) }}
                else {{ ::core::option::Option::None }};
            impl __rust_interop::DirectFunction<{count}> for __Direct {{"
        ));
        code.push(ALLOW);
        code.push(&format!(
            "fn call(
                __arguments: &[__rust_interop::Value; {count}],
                __place: &mut __rust_interop::Place,
            ) -> ::core::result::Result<(), __rust_interop::Failure> {{ let __returned = {{"
        ));
        self.write_received(code);
        code.push("__rust_interop::into_result::<__Returned, __IS_RESULT, __IS_OBJECT, __IS_DATA>(");
        self.write_call("&__context", Input::Direct, code);
        code.push(
            ") }; __rust_interop::put::<_, _, __OUTPUT_IS_DIRECT, { __CONVENTION == 2 && !__OUTPUT_IS_DIRECT }>(
                __returned,
                __place,
            ) } }",
        );
    }

    /// A variable for each argument, and the context.
    fn write_received(&self, code: &mut Code) {
        if self.arguments.iter().any(|argument| matches!(argument.kind, Kind::Context(_))) {
            code.push("let __context = <::rust_interop::Context");
            if let Some(progress) = self.progress() {
                code.push("<");
                code.tokens(progress.clone());
                code.push(">");
            }
            code.push(" as ::core::default::Default>::default();");
        }
        let first = usize::from(self.receiver().is_some());
        if let Some((ty, receiver)) = self.receiver() {
            let span = span_of(ty);
            code.push("let mut __self =");
            let (function, kind) = match receiver {
                Receiver::Shared => ("receive_borrowed::<", ", true, false, false, false"),
                Receiver::Exclusive => ("receive_exclusive::<", ""),
            };
            code.located(span, &format!("__rust_interop::{function}"));
            code.tokens(ty.clone());
            code.located(span, &format!("{kind}>(&__arguments[0], \"self\")?;"));
        }
        for (index, argument) in self.inputs().enumerate() {
            code.push(&format!("let __argument_{index} ="));
            argument.write_received(code);
            code.push(&format!("(&__arguments[{}],", first + index));
            code.literal(&if self.is_object() { plain(&argument.ident) } else { String::new() });
            code.push(")?;");
        }
    }
}

impl Argument {
    /// Whether it crosses as it is, as an expression.
    fn write_is_direct(&self, code: &mut Code) {
        match &self.kind {
            Kind::Owned(ty) => {
                code.push("__rust_interop::Probe::<");
                code.tokens(ty.clone());
                code.push(">::IS_DIRECT_INPUT");
            }
            Kind::Reference(target) => {
                for (between, question) in [("", "IS_OBJECT"), ("||", "IS_SLICE"), ("||", "IS_DIRECT_INPUT")] {
                    code.push(&format!("{between} __rust_interop::Probe::<"));
                    code.tokens(target.clone());
                    code.push(&format!(">::{question}"));
                }
            }
            Kind::Context(_) => {}
        }
    }

    /// The function that receives it.
    fn write_received(&self, code: &mut Code) {
        let (ty, function, questions): (_, _, &[&str]) = match &self.kind {
            Kind::Owned(ty) => (ty, "receive", &["IS_DIRECT_INPUT"]),
            Kind::Reference(target) => (target, "receive_borrowed", &["IS_OBJECT", "IS_SLICE", "IS_DIRECT_INPUT"]),
            Kind::Context(_) => return,
        };
        code.push(&format!("__rust_interop::{function}::<"));
        code.tokens(ty.clone());
        for question in questions {
            code.push(", { __rust_interop::Probe::<");
            code.tokens(ty.clone());
            code.push(&format!(">::{question} }}"));
        }
        code.push(", { __CONVENTION == 2 && !(");
        self.write_is_direct(code);
        code.push(") }>");
    }
}
