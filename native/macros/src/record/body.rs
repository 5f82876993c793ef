//! Writes what a type or a variant consists of, as code that the compiler evaluates.

use std::collections::HashSet;

use proc_macro::{Span, TokenStream};

use super::container::Container;
use super::field::{Element, Member};
use super::item::{Field, Fields};
use super::rename::Rule;
use crate::code::{Code, span_of};
use crate::definition::Docs;
use crate::docs;
use crate::error::{Error, Result};
use crate::text;

/// What the type's parts have besides their shapes.
#[derive(Default)]
pub(crate) struct Parts {
    pub(crate) docs: Docs,
    /// Whether serde goes by more than the body.
    pub(crate) is_incomplete: bool,
    /// Where each shape is, which the compiler checks when it knows them.
    checks: Vec<(Span, usize, usize)>,
}

impl Parts {
    fn check(&mut self, ty: &TokenStream, variant: usize, field: usize) {
        self.checks.push((span_of(ty), variant, field));
    }

    pub(crate) fn write_checks(&self, code: &mut Code) {
        // Each in an item of its own, so that the compiler reports all that fail.
        for (span, variant, field) in &self.checks {
            code.push("const _: () =");
            code.located(*span, &format!("__rust_interop::check::field(&__DEFINITION, {variant}, {field});"));
        }
    }
}

/// Where a body is.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    /// What the type's path is continued with.
    pub(crate) path: &'a str,
    /// The number of the variant; 0 in a struct.
    pub(crate) variant: usize,
    /// The member beside the fields that names the variant.
    pub(crate) tag: Option<&'a str>,
}

pub(crate) fn write(
    fields: Fields,
    container: &Container,
    rule: Option<Rule>,
    place: Place<'_>,
    parts: &mut Parts,
    code: &mut Code,
) -> Result<()> {
    match fields {
        Fields::Named(fields) => named(fields, container, rule, place, parts, code),
        Fields::Unnamed(fields) => unnamed(fields, place, parts, code),
        Fields::Unit => {
            code.push("__rust_interop::Body::Unit");
            Ok(())
        }
    }
}

/// The body of a type that has the JSON of another.
pub(crate) fn newtype(ty: TokenStream, place: Place<'_>, parts: &mut Parts, code: &mut Code) {
    parts.check(&ty, place.variant, 0);
    code.push("__rust_interop::Body::Newtype(");
    shape(ty, code);
    code.push(")");
}

/// The body of a type that has the JSON of its only element.
pub(crate) fn element(element: Element, place: Place<'_>, parts: &mut Parts, code: &mut Code) {
    parts.is_incomplete |= element.is_like;
    newtype(element.ty, place, parts, code);
}

fn named(
    fields: Vec<Field>,
    container: &Container,
    rule: Option<Rule>,
    place: Place<'_>,
    parts: &mut Parts,
    code: &mut Code,
) -> Result<()> {
    let mut names: HashSet<String> = place.tag.map(str::to_owned).into_iter().collect();
    code.push("__rust_interop::Body::Struct(const { &[");
    let mut members = Vec::new();
    for field in fields {
        members.extend(Member::of(field, rule)?);
    }
    for (index, member) in members.into_iter().enumerate() {
        if member.options.flatten.is_none() && !names.insert(member.name.clone()) {
            return Err(Error::new(
                member.span,
                format!("the JSON has two members named `{}`: rename one", member.name),
            ));
        }
        parts.docs.add(&format!("{}.{}", place.path, member.rust), &member.docs);
        parts.check(&member.ty, place.variant, index);
        code.push("__rust_interop::Field::new(");
        write_names(&member.name, &member.rust, index, code);
        let options = &member.options;
        parts.is_incomplete |= options.is_like;
        shape_by(if options.is_optional { "Optional" } else { "Described" }, member.ty, code);
        code.push(")");
        let is_default = options.default || container.default;
        for (is_set, method) in [
            (is_default, ".default()"),
            (options.is_read_by_function && !is_default, ".read_by_function()"),
            (options.skip_if, ".skip_if()"),
            (options.skip_serializing, ".input()"),
            (options.skip_deserializing, ".output()"),
            (options.flatten.is_some(), ".flatten()"),
        ] {
            if is_set {
                code.push(method);
            }
        }
        code.push(",");
    }
    code.push("] })");
    Ok(())
}

/// The names of a field or a variant, and how its JSON begins: so much of it is known here, and to put it together costs
/// the compiler more.
pub(crate) fn write_names(name: &str, rust: &str, index: usize, code: &mut Code) {
    let name = text::to_json(name);
    let comma = if index > 0 { "," } else { "" };
    for text in [&name, rust, &format!("{comma}{{\"name\":\"{name}\",\"rust\":\"{rust}\"")] {
        code.literal(text);
        code.push(",");
    }
}

fn unnamed(fields: Vec<Field>, place: Place<'_>, parts: &mut Parts, code: &mut Code) -> Result<()> {
    let is_newtype = fields.len() == 1;
    let mut shapes = Code::default();
    for (index, field) in fields.into_iter().enumerate() {
        let element = Element::of(field)?;
        parts.docs.add(&format!("{}.{index}", place.path), &element.docs);
        if is_newtype {
            self::element(element, place, parts, code);
            return Ok(());
        }
        parts.is_incomplete |= element.is_like;
        let ty = element.ty;
        parts.check(&ty, place.variant, index);
        shape(ty, &mut shapes);
        shapes.push(",");
    }
    code.push("__rust_interop::Body::Tuple(const { &[");
    code.code(shapes);
    code.push("] })");
    Ok(())
}

pub(crate) fn shape(ty: TokenStream, code: &mut Code) {
    shape_by("Described", ty, code);
}

/// The shape that one of the traits gives a type.
fn shape_by(name: &str, ty: TokenStream, code: &mut Code) {
    code.push("<");
    code.tokens(ty);
    code.push(&format!("as __rust_interop::{name}>::SHAPE"));
}

/// The docs of an item at a path.
pub(crate) fn document(attributes: &[crate::attributes::Attribute], path: &str, parts: &mut Parts) {
    parts.docs.add(path, &docs::of(attributes));
}
