//! Functions that `#[export]` refuses.

use rust_interop::{Context, export};

#[export]
fn generic<T>(of: T) {} //~ a generic function cannot be exported, because C# calls one function for one type: write one that calls it with the types that C# needs, and leave lifetimes out

#[export]
fn with_lifetime<'a>(text: &'a str) {} //~ a generic function cannot be exported, because C# calls one function for one type: write one that calls it with the types that C# needs, and leave lifetimes out

#[export]
unsafe fn without_safety() {} //~ C# cannot keep the promises that an unsafe function asks for: export a safe one that calls it

#[export]
extern "C" fn with_an_abi() {} //~ the macro makes the C exports itself: write a function without `extern`

#[export]
fn with_a_clause()
where //~ a function with a `where` cannot be exported: it would have to be generic
    u8: Copy,
{
}

#[export(name = "other")] //~ `#[export]` has no option `name`, only `short` and `runtime = …`
fn with_another_option() {}

#[export("other")] //~ a name is expected here
fn with_a_text() {}

#[export(runtime = 1)] //~ only the future of an `async fn` is polled in a runtime: remove the option, or make the function `async`
fn with_a_runtime() {}

#[export(short)] //~ a short function ends by itself: remove the option, or the `async`, the `Context` or the stream
fn with_a_context(context: &rust_interop::Context) {}

#[export(short)] //~ a short function ends by itself
async fn that_waits() {}

#[export(short)] //~ a short function ends by itself
fn with_a_stream() -> impl Iterator<Item = u8> + Send {
    0..2
}

#[export(short = 1)] //~ `,` is expected here
fn with_a_value() {}

#[export]
struct NotAFunction; //~ only functions can be exported: `#[export]` stands on a `fn`, an `impl` or a `trait`

struct Counter;

impl Counter {
    #[export]
    fn method(&self, by: u8) {} //~ a method cannot be exported alone: write `#[export]` on the `impl`
}

#[export]
fn changing(text: &mut String) {} //~ what the function changes would not reach C#: take the value and return it

#[export]
fn changing_bytes(bytes: &mut [u8]) {} //~ what the function changes would not reach C#: take the value and return it

#[export]
fn borrowed_for_ever(text: &'static str) {} //~ a borrowed argument lives only as long as the call: leave the lifetime out

#[export]
fn anything(value: impl ToString) {} //~ C# needs to know the type: name one instead of `impl`

#[export]
fn with_a_pattern((a, b): (u8, u8)) {} //~ an argument needs a name, which C# has too: take it apart inside the function

#[export]
fn without_a_name(_: u8) {} //~ an argument needs a name, which C# has too: take it apart inside the function

#[export]
fn with_two_contexts(one: &Context, two: &Context<u8>) {} //~ a call has one context: remove this one

#[export]
fn with_an_attribute(#[cfg(unix)] a: u8) {} //~ an argument of an exported function has no attributes: put them on the function

#[export]
fn something() -> impl ToString { //~ C# needs to know the type: name it instead of `impl`
    1
}

#[export]
fn never() -> ! { //~ a function that never returns cannot be exported: return `()` or a `Result`
    panic!()
}

#[export]
fn borrowing(text: &str) -> &str { //~ the input is gone when the reply is written, so the result cannot borrow from it: return an owned value
    text
}

#[export]
fn borrowing_in_a_pair(text: &str) -> (u8, Option<std::borrow::Cow<'_, str>>) { //~ the input is gone when the reply is written, so the result cannot borrow from it: return an owned value
    (1, Some(text.into()))
}

fn main() {}
