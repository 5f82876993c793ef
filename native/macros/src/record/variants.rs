//! The variants of an enum.

use std::collections::HashSet;

use super::body::{self, Parts, Place};
use super::container::{Container, unknown};
use super::item::{Fields, Variant};
use super::rename::Rule;
use crate::attributes::{Attribute, Setting};
use crate::code::Code;
use crate::cursor::plain;
use crate::error::{Error, Result};
use crate::text;

#[derive(Default)]
struct Options {
    rename: Option<String>,
    rename_all: Option<Rule>,
    skip_serializing: bool,
    skip_deserializing: bool,
}

impl Options {
    fn parse(attributes: &[Attribute]) -> Result<Self> {
        let mut options = Self::default();
        for option in Setting::all(attributes, "serde")? {
            match option.name.as_str() {
                "rename" => options.rename = Some(option.text()?),
                "rename_all" => options.rename_all = Some(Rule::of(&option)?),
                "skip" => (options.skip_serializing, options.skip_deserializing) = (true, true),
                "skip_serializing" => options.skip_serializing = true,
                "skip_deserializing" => options.skip_deserializing = true,
                "alias" | "bound" | "borrow" => {}
                "with" | "serialize_with" | "deserialize_with" => {
                    let message = format!(
                        "Record doesn't know the JSON of a variant with `{}`: put it on the field",
                        option.name
                    );
                    return Err(Error::new(option.span, message));
                }
                _ => return Err(unknown(&option)),
            }
        }
        match Setting::all(attributes, "record")?.first() {
            Some(option) => Err(Error::new(option.span, "`record` stands on a field or a type, not on a variant")),
            None => Ok(options),
        }
    }
}

pub(crate) fn write(variants: Vec<Variant>, container: &Container, parts: &mut Parts, code: &mut Code) -> Result<()> {
    code.push("__rust_interop::Body::Enum(__rust_interop::Tagging::");
    tagging(container, code)?;
    code.push(", const { &[");
    let mut names = HashSet::new();
    let mut index = 0;
    for variant in variants {
        let options = Options::parse(&variant.attributes)?;
        // serde counts it when it writes, but not when it reads.
        parts.is_incomplete |= options.skip_deserializing;
        if options.skip_serializing && options.skip_deserializing {
            continue;
        }
        let rust = plain(&variant.name);
        let by_rule = || container.rename_all.map_or_else(|| rust.clone(), |rule| rule.variant(&rust));
        let name = options.rename.unwrap_or_else(by_rule);
        if !container.untagged && !names.insert(name.clone()) {
            let message = format!("the JSON has two variants named `{name}`: rename one");
            return Err(Error::new(variant.name.span(), message));
        }
        check_for_tag(&variant, container)?;
        let path = format!(".{rust}");
        body::document(&variant.attributes, &path, parts);
        let tag = internal_tag(container);
        code.push("__rust_interop::Variant::new(");
        body::write_names(&name, &rust, index, code);
        let rule = options.rename_all.or(container.rename_all_fields);
        body::write(variant.fields, container, rule, Place { path: &path, variant: index, tag }, parts, code)?;
        code.push(")");
        if options.skip_serializing {
            code.push(".input()");
        }
        if options.skip_deserializing {
            code.push(".output()");
        }
        code.push(",");
        index += 1;
    }
    code.push("] })");
    Ok(())
}

fn internal_tag(container: &Container) -> Option<&str> {
    match (&container.tag, &container.content) {
        (Some((tag, _)), None) => Some(tag),
        _ => None,
    }
}

fn tagging(container: &Container, code: &mut Code) -> Result<()> {
    if container.untagged {
        code.push("Untagged");
        return Ok(());
    }
    match (&container.tag, &container.content) {
        (Some((tag, _)), Some((content, _))) => {
            code.push("Adjacent(");
            code.literal(&text::to_json(tag));
            code.push(",");
            code.literal(&text::to_json(content));
            code.push(")");
        }
        (Some((tag, _)), None) => {
            code.push("Internal(");
            code.literal(&text::to_json(tag));
            code.push(")");
        }
        (None, None) => code.push("External"),
        (None, Some((_, span))) => {
            return Err(Error::new(*span, "`content` needs `tag`"));
        }
    }
    Ok(())
}

/// Refuses what serde can't write beside a tag, or between no names.
fn check_for_tag(variant: &Variant, container: &Container) -> Result<()> {
    let Fields::Unnamed(fields) = &variant.fields else {
        return Ok(());
    };
    if fields.is_empty() {
        let message = format!("a variant without fields is written without `()`: `{}`", variant.name);
        return Err(Error::new(variant.name.span(), message));
    }
    if fields.len() > 1 && internal_tag(container).is_some() {
        let message = "serde cannot put a tag into an array: give the fields names, or the enum a `content`";
        return Err(Error::new(variant.name.span(), message));
    }
    Ok(())
}
