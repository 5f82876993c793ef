//! A field, and what its attributes say.

use proc_macro::{Span, TokenStream};

use super::container::{like, unknown};
use super::item::Field;
use super::optional;
use super::rename::Rule;
use crate::attributes::Setting;
use crate::cursor::{path_of, plain};
use crate::docs;
use crate::error::{Error, Result};

/// A field with a name, as it is in the JSON.
pub(crate) struct Member {
    /// In JSON.
    pub(crate) name: String,
    /// In Rust, without `r#`.
    pub(crate) rust: String,
    pub(crate) span: Span,
    pub(crate) docs: String,
    /// The type whose JSON it has.
    pub(crate) ty: TokenStream,
    pub(crate) options: Options,
}

#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "serde has as many attributes")]
pub(crate) struct Options {
    rename: Option<String>,
    pub(crate) default: bool,
    pub(crate) skip_if: bool,
    pub(crate) skip_serializing: bool,
    pub(crate) skip_deserializing: bool,
    pub(crate) flatten: Option<Span>,
    /// Whether a function of the user's reads it.
    pub(crate) is_read_by_function: bool,
    /// Whether `None` is a member that is absent.
    pub(crate) is_optional: bool,
    like: Option<TokenStream>,
    /// Whether its own type, or a function of the user's, makes the JSON of another type.
    pub(crate) is_like: bool,
    /// The first option that makes no sense without a name.
    needs_name: Option<(String, Span)>,
}

impl Options {
    fn parse(field: &Field) -> Result<Self> {
        let settings = Setting::all(&field.attributes, "serde")?;
        let mut options = Self { is_optional: optional::is_optional(&settings)?, ..Self::default() };
        let mut with = None;
        for option in settings {
            let mut needs_name = true;
            match option.name.as_str() {
                "rename" => options.rename = Some(option.text()?),
                "default" => options.default = true,
                "skip" => (options.skip_serializing, options.skip_deserializing) = (true, true),
                "skip_serializing" => options.skip_serializing = true,
                "skip_deserializing" => options.skip_deserializing = true,
                "skip_serializing_if" => options.skip_if = true,
                "flatten" => options.flatten = Some(option.span),
                "with" if options.is_optional => {}
                "with" | "serialize_with" | "deserialize_with" => {
                    needs_name = false;
                    with = Some(option.span);
                    options.is_read_by_function |= option.name != "serialize_with";
                }
                "alias" | "bound" | "borrow" => needs_name = false,
                _ => return Err(unknown(&option)),
            }
            if needs_name && options.needs_name.is_none() {
                options.needs_name = Some((option.name, option.span));
            }
        }
        for option in Setting::all(&field.attributes, "record")? {
            options.like = Some(like(&option)?);
            options.is_like = true;
        }
        match with {
            Some(span) if options.like.is_none() && !options.is_skipped() => {
                let message = "Record doesn't know what JSON this function reads or writes: describe it with `#[record(like = Type)]`";
                Err(Error::new(span, message))
            }
            _ => Ok(options),
        }
    }

    pub(crate) fn is_skipped(&self) -> bool {
        self.skip_serializing && self.skip_deserializing
    }
}

impl Member {
    /// `None` if it is not in the JSON.
    pub(crate) fn of(field: Field, rule: Option<Rule>) -> Result<Option<Self>> {
        let mut options = Options::parse(&field)?;
        let (Some(ident), false) = (&field.name, options.is_skipped()) else {
            return Ok(None);
        };
        let rust = plain(ident);
        let renamed = options.rename.take();
        let name = renamed.unwrap_or_else(|| rule.map_or_else(|| rust.clone(), |rule| rule.field(&rust)));
        let ty = options.like.take().unwrap_or(field.ty);
        Ok(Some(Self { name, rust, span: ident.span(), docs: docs::of(&field.attributes), ty, options }))
    }
}

/// A field without a name.
pub(crate) struct Element {
    pub(crate) docs: String,
    pub(crate) ty: TokenStream,
    /// As of a member.
    pub(crate) is_like: bool,
}

impl Element {
    pub(crate) fn of(field: Field) -> Result<Self> {
        let mut options = Options::parse(&field)?;
        if let Some((option, span)) = options.needs_name {
            return Err(Error::new(span, format!("Record cannot describe `{option}` here: give the field a name")));
        }
        Ok(Self::with(&mut options, field))
    }

    fn with(options: &mut Options, field: Field) -> Self {
        let docs = docs::of(&field.attributes);
        Self { docs, ty: options.like.take().unwrap_or(field.ty), is_like: options.is_like }
    }
}

/// The one field of a `transparent` struct that has the struct's JSON.
pub(crate) fn only(fields: Vec<Field>, span: Span) -> Result<Element> {
    let mut found = Vec::new();
    for field in fields {
        let mut options = Options::parse(&field)?;
        // serde's rule for what can't be the one.
        let is_other =
            options.is_skipped() || options.skip_serializing && options.default || is_phantom_data(&field.ty);
        if options.is_optional && !is_other {
            let message =
                "a transparent struct is what its field is, so the field cannot be absent: remove `transparent`";
            return Err(Error::new(span, message));
        }
        if !is_other {
            found.push(Element::with(&mut options, field));
        }
    }
    match (found.pop(), found.is_empty()) {
        (Some(element), true) => Ok(element),
        _ => Err(Error::new(span, "a transparent struct has exactly one field that is not skipped")),
    }
}

fn is_phantom_data(ty: &TokenStream) -> bool {
    path_of(ty.clone()).is_some_and(|(name, _)| name == "PhantomData")
}
