//! The future of an async function.

use proc_macro::TokenStream;

use super::argument::{self, Kind};
use super::function::Function;
use crate::code::{Code, span_of};

impl Function {
    /// A type that stands for the function.
    pub(super) fn write_async_function(&self, runtime: Option<&TokenStream>, code: &mut Code) {
        for argument in &self.arguments {
            if let Kind::Reference(target) = &argument.kind {
                argument::write_check_for_future(target, code);
            }
        }
        if let Some((ty, _)) = self.receiver() {
            argument::write_check_for_future(ty, code);
        }
        code.push(
            "struct __Function;
            impl __rust_interop::AsyncFunction for __Function {
                type Input =",
        );
        code.tokens(self.input());
        code.push("; type Output = __Output; type Error =");
        code.located(span_of(&self.returns.ty), "<__Error as __rust_interop::Fails<__IS_DATA>>::Error");
        code.push("; type Progress =");
        match self.progress() {
            Some(progress) => code.tokens(progress.clone()),
            None => code.push("::rust_interop::Untyped"),
        }
        code.push(";");
        code.push(super::ALLOW);
        code.push(
            "fn call(__input: Self::Input, __context: ::std::sync::Arc<::rust_interop::Context<Self::Progress>>) ->",
        );
        // Where the compiler says that the future is not `Send`.
        code.located(
            self.name.span(),
            "impl ::core::future::Future<Output = ::core::result::Result<Self::Output, Self::Error>>
                + ::core::marker::Send + 'static",
        );
        code.push("{ async move { __rust_interop::into_result::<__Returned, __IS_RESULT, __IS_OBJECT, __IS_DATA>(");
        self.write_call("&__context", super::Input::Json, code);
        code.push(".await) } }");
        if let Some(runtime) = runtime {
            code.push("fn within(__work: &mut dyn ::core::ops::FnMut()) { let __runtime = &(");
            code.tokens(runtime.clone());
            code.push("); let __entered =");
            code.located(span_of(runtime), "__runtime.enter()");
            code.push("; __work(); }");
        }
        code.push("}");
    }
}
