//! The attributes of a struct or an enum.

use proc_macro::{Span, TokenStream};

use super::rename::Rule;
use crate::attributes::{Attribute, Setting};
use crate::error::{Error, Result};

#[derive(Default)]
pub(crate) struct Container {
    pub(crate) rename_all: Option<Rule>,
    pub(crate) rename_all_fields: Option<Rule>,
    pub(crate) tag: Option<(String, Span)>,
    pub(crate) content: Option<(String, Span)>,
    pub(crate) untagged: bool,
    pub(crate) transparent: Option<Span>,
    pub(crate) default: bool,
    /// The type whose JSON is this one's, and is read or written instead of it.
    pub(crate) like: Option<Like>,
    /// Whether serde reads and writes it by functions of the user's, which make the JSON of that type.
    pub(crate) is_like: bool,
    /// Where an integer is named that represents the enum.
    pub(crate) integer: Option<Span>,
}

pub(crate) struct Like {
    pub(crate) ty: TokenStream,
    /// The direction in which serde goes by the type itself.
    pub(crate) besides: Option<OtherDirection>,
}

pub(crate) struct OtherDirection {
    pub(crate) is_output: bool,
    pub(crate) span: Span,
}

impl Container {
    pub(crate) fn parse(attributes: &[Attribute]) -> Result<Self> {
        let mut container = Self::default();
        let mut from = None;
        let mut into = None;
        for option in Setting::all(attributes, "serde")? {
            match option.name.as_str() {
                "rename_all" => container.rename_all = Some(Rule::of(&option)?),
                "rename_all_fields" => container.rename_all_fields = Some(Rule::of(&option)?),
                "tag" => container.tag = Some((option.text()?, option.span)),
                "content" => container.content = Some((option.text()?, option.span)),
                "untagged" => container.untagged = true,
                "transparent" => container.transparent = Some(option.span),
                "default" => container.default = true,
                "from" | "try_from" => from = Some((option.ty()?, option.span)),
                "into" => into = Some((option.ty()?, option.span)),
                // Only moves what serde derives to methods of the type, so that a rule can be added.
                "remote" if option.text()? == "Self" => {}
                // The name of a type is not in the JSON.
                "rename" | "bound" | "crate" | "deny_unknown_fields" | "expecting" => {}
                _ => return Err(unknown(&option)),
            }
        }
        container.like = direction(from, into)?;
        for option in Setting::all(attributes, "record")? {
            container.like = Some(Like { ty: like(&option)?, besides: None });
            container.is_like = true;
        }
        for option in Setting::all(attributes, "repr")? {
            if option.name.starts_with(['u', 'i']) {
                container.integer = Some(option.span);
            }
        }
        Ok(container)
    }
}

fn direction(from: Option<(TokenStream, Span)>, into: Option<(TokenStream, Span)>) -> Result<Option<Like>> {
    Ok(Some(match (from, into) {
        (None, None) => return Ok(None),
        (Some((from, _)), Some((into, span))) if from.to_string() != into.to_string() => {
            let message = "C# has one shape for both directions, so `into` and `from` must name the same type: \
                           else say what the JSON looks like by `#[record(like = Type)]`";
            return Err(Error::new(span, message));
        }
        (Some((ty, _)), Some(_)) => Like { ty, besides: None },
        (Some((ty, span)), None) => Like { ty, besides: Some(OtherDirection { is_output: true, span }) },
        (None, Some((ty, span))) => Like { ty, besides: Some(OtherDirection { is_output: false, span }) },
    }))
}

/// The type of `#[record(like = Type)]`.
pub(crate) fn like(option: &Setting) -> Result<TokenStream> {
    if option.name == "like" {
        option.ty()
    } else {
        Err(Error::new(option.span, format!("`{}` is unknown: `#[record(like = Type)]` is all there is", option.name)))
    }
}

/// An option of serde's that has no equivalent in C#, or that came later.
pub(crate) fn unknown(option: &Setting) -> Error {
    let name = &option.name;
    let message = match name.as_str() {
        "remote" => {
            "Record describes the type that it stands on: use `#[record(like = Type)]` at the field instead".to_owned()
        }
        "other" => "C# has no variant for whatever is unknown: remove `other`".to_owned(),
        "getter" => {
            "`getter` is for a type of another crate: use `#[record(like = Type)]` at the field instead".to_owned()
        }
        _ => format!(
            "Record doesn't know what serde's `{name}` does to the JSON here: remove it, or describe the JSON with `#[record(like = Type)]`"
        ),
    };
    Error::new(option.span, message)
}
