//! Async functions that `#[export]` refuses.

use std::rc::Rc;

use rust_interop::{Context, Record, export};
use serde::{Deserialize, Serialize};

#[export]
async fn bound_to_a_thread(text: String) -> usize { //~ future cannot be sent between threads safely
    let text = Rc::new(text);
    wait().await;
    text.len()
}

async fn wait() {}

#[export]
async fn borrowing(text: &str) -> &str { //~ the input is gone when the reply is written, so the result cannot borrow from it: return an owned value
    text
}

#[export]
async fn generic<T>(of: T) {} //~ a generic function cannot be exported, because C# calls one function for one type: write one that calls it with the types that C# needs, and leave lifetimes out

#[export]
async unsafe fn without_safety() {} //~ C# cannot keep the promises that an unsafe function asks for: export a safe one that calls it

struct Counter;

impl Counter {
    #[export]
    async fn method(&self, by: u8) {} //~ a method cannot be exported alone: write `#[export]` on the `impl`
}

#[export(runtime)] //~ `runtime = …` is expected, with something that has a method `enter`, such as a `Handle` of tokio
async fn without_the_runtime() {}

#[export(runtime =)] //~ `runtime = …` is expected, with something that has a method `enter`, such as a `Handle` of tokio
async fn with_an_empty_runtime() {}

#[export(runtime = 1, runtime = 2)] //~ a future has one runtime: remove this one
async fn with_two_runtimes() {}

#[export(runtime = 1, name = "other")] //~ `#[export]` has no option `name`, only `short` and `runtime = …`
async fn with_another_option() {}

#[export(runtime = "tokio")] //~ no method named `enter` found
async fn with_a_name_of_a_runtime() {}

#[derive(Serialize, Deserialize)]
struct Unknown;

#[derive(Deserialize, Record)]
struct OnlyRead;

#[derive(Serialize, Record)]
struct OnlyWritten;

#[derive(Serialize, Record)]
struct NoText;

#[export]
async fn unknown_argument(unknown: Unknown) {} //~ C# cannot know what `Unknown` looks like

#[export]
async fn unknown_progress(context: &Context<Unknown>) {} //~ C# cannot know what `Unknown` looks like

#[export]
async fn unread_argument(input: OnlyWritten) {} //~ OnlyWritten: DeserializeOwned //~ OnlyWritten: Deserialize<

#[export] //~ OnlyRead: Serialize
async fn unwritten_output() -> OnlyRead { //~ OnlyRead: Serialize
    OnlyRead
}

#[export]
async fn error_without_a_text() -> Result<(), NoText> { //~ `NoText` doesn't implement
    Ok(())
}

fn main() {}
