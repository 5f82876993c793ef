//! Types and methods that `#[export]` refuses.

use rust_interop::{Object, export};

struct Generic<T>(T);

#[export]
impl<T> Generic<T> {} //~ a generic type cannot be exported: write a type that has one with the types that C# needs

#[export]
impl Generic<u8> {} //~ only a type with a name, and without parameters, can be exported

struct Counter(u64);

#[export]
impl Clone for Counter { //~ an `impl` of a trait cannot be exported: write an `impl` whose methods call those of the trait
    fn clone(&self) -> Self {
        Self(self.0)
    }
}

struct Taken;

#[export]
impl Taken {
    pub fn end(self) {} //~ an object is shared between Rust and C#, so a method borrows it: take `&self` or `&mut self`
}

struct Boxed;

#[export]
impl Boxed {
    pub fn end(self: Box<Self>) {} //~ an object is shared between Rust and C#, so a method borrows it: take `&self` or `&mut self`
}

struct Borrowing;

#[export]
impl Borrowing {
    pub fn text(&self) -> &str { //~ the input is gone when the reply is written, so the result cannot borrow from it: return an owned value
        ""
    }
}

struct OnOneThread(*mut u8);

#[export]
impl OnOneThread {} //~ `*mut u8` cannot be sent between threads safely //~ `*mut u8` cannot be shared between threads safely

struct Exclusive {
    number: u64,
}

#[export]
impl Exclusive {
    pub fn add(&mut self, by: u64) {
        self.number += by;
    }
}

fn of_an_exclusive_object(object: &Object<Exclusive>) -> u64 {
    object.number //~ no field `number` on type `&Object<Exclusive>`
}

#[export]
async fn awaits_with_an_exclusive_object(object: &Exclusive) {} //~ the type has methods that take `&mut self`, so no async function can borrow its values: let the methods take `&self`, and keep what changes in a lock

struct Waiting;

#[export]
impl Waiting {
    pub async fn wait(&mut self) {} //~ an async method waits while other calls use its object, so it has the object for itself at no time: take `&self`, and keep what changes in a lock
}

struct NotExported;

#[export] //~ the methods of `NotExported` are not exported
fn takes_what_is_not_exported(object: Object<NotExported>) {} //~ the methods of `NotExported` are not exported

#[export]
fn changes_an_object(object: &mut Counter) {} //~ what the function changes would not reach C#: take the value and return it

fn main() {}
