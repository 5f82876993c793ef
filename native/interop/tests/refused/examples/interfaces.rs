//! Traits that C# cannot implement.

use std::fmt::Debug;

use rust_interop::{Callback, CallbackError, Context, Stream, export};

#[export]
pub trait Generic<T> { //~ a generic trait cannot be exported
    fn method(&self) -> Result<(), CallbackError>;
}

#[export]
pub trait WithAType {
    type Item; //~ C# implements methods only: leave other items out of the trait
}

#[export]
pub trait WithNothingToThrow {
    fn method(&self); //~ C# may throw an exception, which needs a place: return a `Result`
}

#[export] //~ mismatched types
pub trait WithoutResult {
    fn method(&self) -> u32; //~ a method that C# implements cannot return `u32`
}

#[export]
pub trait Exclusive {
    fn method(&mut self) -> Result<(), CallbackError>; //~ C# implements methods that several threads may call at once: take `&self`
}

#[export]
pub trait Static {
    fn function() -> Result<(), CallbackError>; //~ C# implements methods that several threads may call at once: take `&self`
}

#[export]
pub trait Asynchronous {
    async fn method(&self) -> Result<(), CallbackError>; //~ a trait with an `async fn` cannot be a `dyn`: take an `AsyncCallback` instead
}

#[export]
pub trait WithContext {
    fn method(&self, context: &Context) -> Result<(), CallbackError>; //~ only a call of Rust has a context: remove the argument
}

#[export]
pub trait Iterating {
    fn method(&self) -> impl Iterator<Item = u8> + use<Self>; //~ C# cannot return an iterator: return a `Vec`
}

#[export]
pub trait Streaming {
    fn method(&self) -> Result<Stream<u8>, CallbackError>; //~ a stream leads from Rust to C#, so no callback can return one
}

#[export]
pub trait Nesting {
    fn method(&self, callback: Callback<u8>) -> Result<(), CallbackError>; //~ a callback leads from C# to Rust, so C# cannot get one back
}

#[export]
pub unsafe trait Unsafe { //~ C# cannot keep the promises that an unsafe trait asks for: write a safe one
    fn method(&self) -> Result<(), CallbackError>;
}

#[export(runtime = RUNTIME)] //~ only the future of an `async fn` is polled in a runtime
pub trait WithRuntime {
    fn method(&self) -> Result<(), CallbackError>;
}

#[export]
pub trait Fine: Debug + Send + Sync {
    fn method(&self, text: &str) -> Result<(), CallbackError>;

    fn twice(&self, text: &str) -> Result<(), CallbackError> {
        self.method(text)?;
        self.method(text)
    }
}

#[export]
pub fn takes(fine: Box<dyn Fine>, others: Vec<Box<dyn Fine>>) -> Result<(), CallbackError> {
    others.iter().try_for_each(|other| other.twice("a"))?;
    fine.twice("b")
}

#[export]
pub fn returns(fine: Box<dyn Fine>) -> Box<dyn Fine> { //~ a callback leads from C# to Rust
    fine
}

fn main() {}
