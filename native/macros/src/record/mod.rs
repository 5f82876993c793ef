//! `#[derive(Record)]`: describes a type in a static, and says by a trait where it is.

mod body;
mod container;
mod field;
mod generics;
mod item;
mod optional;
mod rename;
mod variants;

use proc_macro::TokenStream;

use crate::code::Code;
use crate::cursor::plain;
use crate::definition;
use crate::error::{Error, Result};
use body::{Parts, Place};
use container::{Container, Like, OtherDirection};
use item::{Data, Fields, Item};

pub(crate) fn derive(tokens: TokenStream) -> Result<TokenStream> {
    let item = Item::parse(tokens)?;
    let mut container = Container::parse(&item.attributes)?;
    check_combination(&item, &container)?;
    let mut parts = Parts::default();
    body::document(&item.attributes, "", &mut parts);

    let mut code = Code::default();
    code.push("const _: () = { use ::rust_interop::description as __rust_interop;");
    if let Some(Like { ty, besides: Some(other) }) = &container.like {
        check_other_direction(&item, ty, other, &mut code)?;
    }
    let name = plain(&item.name);
    let mut body = Code::default();
    write_body(item.data, &mut container, &mut parts, &mut body)?;
    let parameters: Vec<String> = item.generics.names().map(ToString::to_string).collect();
    definition::write(&name, &parameters, body, !parts.is_incomplete, &parts.docs, &mut code);
    parts.write_checks(&mut code);

    let mut arguments = Code::default();
    for parameter in item.generics.names() {
        body::shape(proc_macro::TokenTree::from(parameter.clone()).into(), &mut arguments);
        arguments.push(",");
    }
    code.push("#[automatically_derived]");
    item.generics.write_header(item.name, &mut code);
    code.push("{ const SHAPE: &'static __rust_interop::Shape = &__rust_interop::Shape::Named(__rust_interop::Link::new(&__DEFINITION, __PATH), &[");
    code.code(arguments);
    code.push("]); } };");
    Ok(code.into_tokens())
}

fn write_body(data: Data, container: &mut Container, parts: &mut Parts, code: &mut Code) -> Result<()> {
    let place = Place { path: "", variant: 0, tag: None };
    parts.is_incomplete = container.is_like;
    if let Some(Like { ty, .. }) = container.like.take() {
        body::newtype(ty, place, parts, code);
        return Ok(());
    }
    match (data, container.transparent) {
        (Data::Struct(Fields::Named(fields) | Fields::Unnamed(fields)), Some(span)) => {
            body::element(field::only(fields, span)?, place, parts, code);
            Ok(())
        }
        (Data::Struct(fields), _) => body::write(fields, container, container.rename_all, place, parts, code),
        (Data::Enum(variants), _) => variants::write(variants, container, parts, code),
    }
}

/// Refuses attributes that don't go with the kind of type.
fn check_combination(item: &Item, container: &Container) -> Result<()> {
    if container.like.is_some() {
        return Ok(());
    }
    match (&item.data, &container.tag, container.transparent, container.integer) {
        (Data::Struct(_), Some((_, span)), _, _) => {
            let message = "C# has tags only for enums: add a field that holds the name";
            Err(Error::new(*span, message))
        }
        (Data::Struct(Fields::Unnamed(fields)), ..) if fields.is_empty() => {
            let message = format!("a struct without fields is written without `()`: `struct {};`", item.name);
            Err(Error::new(item.name.span(), message))
        }
        (Data::Enum(_), _, Some(span), _) => {
            let message = "Record cannot describe a transparent enum: use `#[record(like = Type)]`";
            Err(Error::new(span, message))
        }
        (Data::Enum(variants), _, _, Some(span))
            if variants.iter().all(|variant| matches!(variant.fields, Fields::Unit)) =>
        {
            let message = "serde writes an enum by its names, but serde_repr by its numbers: remove `repr`, \
                           or say that the JSON is a number by `#[record(like = u8)]`";
            Err(Error::new(span, message))
        }
        (Data::Enum(variants), ..) if variants.is_empty() => {
            Err(Error::new(item.name.span(), "an enum without variants has no value that C# could have"))
        }
        _ => Ok(()),
    }
}

/// With `from` alone, serde writes the type itself, unless it doesn't write it at all; with `into` alone, the other way
/// round.
fn check_other_direction(item: &Item, ty: &TokenStream, other: &OtherDirection, code: &mut Code) -> Result<()> {
    if let Data::Struct(Fields::Unnamed(fields)) = &item.data
        && let [field] = fields.as_slice()
        && field.ty.to_string() == ty.to_string()
    {
        return Ok(());
    }
    let (probe, message) = if other.is_output {
        (
            "IS_SERIALIZE",
            "C# has one shape for both directions, and serde writes this type by its own fields: add `into`",
        )
    } else {
        (
            "IS_DESERIALIZE",
            "C# has one shape for both directions, and serde reads this type by its own fields: add `from` or `try_from`",
        )
    };
    if !item.generics.is_empty() {
        return Err(Error::new(other.span, format!("{message}, or `#[record(like = Type)]`")));
    }
    code.push("const _: () = { #[allow(unused_imports)] use __rust_interop::Unknown as _; if __rust_interop::Probe::<");
    code.tokens(proc_macro::TokenTree::from(item.name.clone()).into());
    code.push(&format!(">::{probe} {{"));
    code.located(other.span, &format!("__rust_interop::check::other_direction({message:?});"));
    code.push("} };");
    Ok(())
}
