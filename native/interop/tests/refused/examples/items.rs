//! Structs and enums that Record refuses.

use rust_interop::Record;

#[derive(Record)]
union Union { //~ JSON cannot say which field of a union is meant: make it an enum
    a: u8,
    b: i8,
}

#[derive(Record)]
struct Borrowed<'a> { //~ a record owns its data, so it cannot have a lifetime: use `String` for `&str`, say
    text: &'a str,
}

#[derive(Record)]
struct Sized<const N: usize> { //~ C# has no const parameters: use `Vec<T>` for `[T; N]`, say
    items: [u8; N],
}

#[derive(Record)]
enum Empty {} //~ an enum without variants has no value that C# could have

#[derive(Record)]
struct EmptyTuple(); //~ a struct without fields is written without `()`: `struct EmptyTuple;`

#[derive(Record)]
enum EmptyVariant {
    A(), //~ a variant without fields is written without `()`: `A`
}

#[derive(Record)]
#[serde(tag = "kind")]
enum TaggedTuple {
    A(u8, u8), //~ serde cannot put a tag into an array: give the fields names, or the enum a `content`
}

#[derive(Record)]
struct Twice {
    #[serde(rename = "b")]
    a: u8,
    b: u8, //~ the JSON has two members named `b`: rename one
}

#[derive(Record)]
#[serde(rename_all = "lowercase")]
enum VariantTwice {
    A,
    #[serde(rename = "a")]
    B, //~ the JSON has two variants named `a`: rename one
}

#[derive(Record)]
#[serde(tag = "kind")]
enum TagTwice {
    A { kind: u8 }, //~ the JSON has two members named `kind`: rename one
}

fn main() {}
