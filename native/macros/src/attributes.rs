//! Attributes, and the options in them.

use proc_macro::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::code;
use crate::cursor::Cursor;
use crate::error::{Error, Result};
use crate::text;

/// `#[name …]`
pub(crate) struct Attribute {
    pub(crate) name: String,
    pub(crate) span: Span,
    rest: TokenStream,
}

impl Attribute {
    /// Takes all attributes in front of an item.
    pub(crate) fn take_all(cursor: &mut Cursor) -> Result<Vec<Self>> {
        let mut attributes = Vec::new();
        while cursor.eat_punct('#') {
            let span = cursor.span();
            let Some(group) = cursor.group(Delimiter::Bracket) else {
                return Err(Error::new(span, "an attribute is expected here"));
            };
            let mut inner = Cursor::of_group(&group);
            // What a `macro_rules` took as $attribute:meta.
            if let Some(meta) = inner.group(Delimiter::None) {
                inner = Cursor::of_group(&meta);
            }
            // Of a path with several segments, which is none of ours, the first one.
            let name = inner.name()?;
            attributes.push(Self { name: name.to_string(), span: name.span(), rest: inner.rest() });
        }
        Ok(attributes)
    }

    /// All of it.
    pub(crate) fn tokens(&self) -> TokenStream {
        let name = TokenTree::from(Ident::new(&self.name, self.span));
        let content = TokenStream::from(name).into_iter().chain(self.rest.clone()).collect();
        let brackets = TokenTree::from(Group::new(Delimiter::Bracket, content));
        [TokenTree::from(Punct::new('#', Spacing::Alone)), brackets].into_iter().collect()
    }

    /// `value` of `#[name = value]`
    pub(crate) fn value(&self) -> Option<TokenStream> {
        let mut cursor = Cursor::new(self.rest.clone());
        cursor.eat_punct('=').then(|| cursor.rest())
    }

    /// `option`, `option = value` and `option(…)` in `#[name(…)]`
    fn options(&self) -> Result<Vec<Setting>> {
        let mut options = Vec::new();
        let Some(group) = Cursor::new(self.rest.clone()).group(Delimiter::Parenthesis) else {
            return Ok(options);
        };
        let mut cursor = Cursor::of_group(&group);
        while !cursor.is_empty() {
            let name = cursor.name()?;
            let mut option = Setting { name: name.to_string(), span: name.span(), value: None, nested: None };
            if cursor.eat_punct('=') {
                option.value = Some(cursor.until(is_comma));
            } else if let Some(nested) = cursor.group(Delimiter::Parenthesis) {
                option.nested = Some(nested.stream());
            }
            if !cursor.is_empty() && !cursor.eat_punct(',') {
                return Err(Error::new(cursor.span(), "`,` is expected here"));
            }
            options.push(option);
        }
        Ok(options)
    }
}

fn is_comma(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == ',')
}

/// An option in an attribute.
pub(crate) struct Setting {
    pub(crate) name: String,
    pub(crate) span: Span,
    value: Option<TokenStream>,
    nested: Option<TokenStream>,
}

impl Setting {
    /// The options of all attributes of that name.
    pub(crate) fn all(attributes: &[Attribute], name: &str) -> Result<Vec<Self>> {
        let mut all = Vec::new();
        for attribute in attributes.iter().filter(|attribute| attribute.name == name) {
            all.extend(attribute.options()?);
        }
        Ok(all)
    }

    /// The text of `option = "text"`.
    pub(crate) fn text(&self) -> Result<String> {
        if self.nested.is_some() {
            let message = format!(
                "C# has one name and one shape for both directions, so `{}` cannot depend on the direction: write `{} = \"…\"`",
                self.name, self.name
            );
            return Err(Error::new(self.span, message));
        }
        let text = self.value.clone().and_then(text::of_literal);
        text.ok_or_else(|| Error::new(self.span, format!("`{} = \"…\"` is expected", self.name)))
    }

    /// The type of `option = Type` or `option = "Type"`.
    pub(crate) fn ty(&self) -> Result<TokenStream> {
        let missing = || Error::new(self.span, format!("`{} = Type` is expected", self.name));
        let value = self.value.clone().filter(|value| !value.is_empty()).ok_or_else(missing)?;
        match text::of_literal(value.clone()) {
            Some(text) => {
                let tokens: TokenStream = text.parse().map_err(|_| missing())?;
                let span = value.into_iter().next().map_or(self.span, |token| token.span());
                Ok(code::locate(tokens, span))
            }
            None => Ok(value),
        }
    }
}
