//! A struct or an enum as the user wrote it.

use proc_macro::{Delimiter, Ident, TokenStream, TokenTree};

use super::generics::Generics;
use crate::attributes::Attribute;
use crate::code::{self, Code};
use crate::cursor::Cursor;
use crate::error::{Error, Result};

pub(crate) struct Item {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) name: Ident,
    pub(crate) generics: Generics,
    pub(crate) data: Data,
}

pub(crate) enum Data {
    Struct(Fields),
    Enum(Vec<Variant>),
}

pub(crate) enum Fields {
    Named(Vec<Field>),
    Unnamed(Vec<Field>),
    Unit,
}

pub(crate) struct Field {
    pub(crate) attributes: Vec<Attribute>,
    /// `None` in a tuple.
    pub(crate) name: Option<Ident>,
    pub(crate) ty: TokenStream,
}

pub(crate) struct Variant {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) name: Ident,
    pub(crate) fields: Fields,
}

impl Item {
    pub(crate) fn parse(tokens: TokenStream) -> Result<Self> {
        let mut cursor = Cursor::new(tokens);
        let attributes = Attribute::take_all(&mut cursor)?;
        cursor.visibility();
        let is_enum = cursor.is_word("enum");
        if !cursor.eat_word("struct") && !cursor.eat_word("enum") {
            return Err(Error::new(cursor.span(), "JSON cannot say which field of a union is meant: make it an enum"));
        }
        let name = cursor.name()?;
        let mut generics = Generics::parse(&mut cursor)?;
        generics.parse_clause(&mut cursor);
        let data = if is_enum {
            Data::Enum(Variant::parse_all(&mut cursor)?)
        } else {
            let fields = Fields::parse(&mut cursor)?;
            generics.parse_clause(&mut cursor);
            Data::Struct(fields)
        };
        let mut item = Self { attributes, name, generics, data };
        item.name_self();
        Ok(item)
    }

    /// Writes the type's name for `Self`, which has no meaning where the macro repeats the types of the fields.
    fn name_self(&mut self) {
        let mut name = Code::default();
        name.tokens(TokenTree::from(self.name.clone()).into());
        self.generics.write_arguments(&mut name);
        let name = name.into_tokens();
        let fields: Box<dyn Iterator<Item = &mut Field>> = match &mut self.data {
            Data::Struct(fields) => Box::new(fields.iter_mut()),
            Data::Enum(variants) => Box::new(variants.iter_mut().flat_map(|variant| variant.fields.iter_mut())),
        };
        for field in fields {
            field.ty = code::replace(std::mem::take(&mut field.ty), "Self", &name);
        }
    }
}

impl Fields {
    fn iter_mut(&mut self) -> impl Iterator<Item = &mut Field> {
        match self {
            Self::Named(fields) | Self::Unnamed(fields) => fields.iter_mut(),
            Self::Unit => [].iter_mut(),
        }
    }

    fn parse(cursor: &mut Cursor) -> Result<Self> {
        if let Some(group) = cursor.group(Delimiter::Brace) {
            let mut fields = Vec::new();
            let mut cursor = Cursor::of_group(&group);
            while !cursor.is_empty() {
                let attributes = Attribute::take_all(&mut cursor)?;
                cursor.visibility();
                let name = Some(cursor.name()?);
                cursor.eat_punct(':');
                fields.push(Field { attributes, name, ty: cursor.until_punct(',') });
            }
            Ok(Self::Named(fields))
        } else if let Some(group) = cursor.group(Delimiter::Parenthesis) {
            let mut fields = Vec::new();
            let mut cursor = Cursor::of_group(&group);
            while !cursor.is_empty() {
                let attributes = Attribute::take_all(&mut cursor)?;
                cursor.visibility();
                fields.push(Field { attributes, name: None, ty: cursor.until_punct(',') });
            }
            Ok(Self::Unnamed(fields))
        } else {
            Ok(Self::Unit)
        }
    }
}

impl Variant {
    fn parse_all(cursor: &mut Cursor) -> Result<Vec<Self>> {
        let mut variants = Vec::new();
        let span = cursor.span();
        let Some(group) = cursor.group(Delimiter::Brace) else {
            return Err(Error::new(span, "the variants are expected here"));
        };
        let mut cursor = Cursor::of_group(&group);
        while !cursor.is_empty() {
            let attributes = Attribute::take_all(&mut cursor)?;
            cursor.visibility();
            let name = cursor.name()?;
            variants.push(Self { attributes, name, fields: Fields::parse(&mut cursor)? });
            // A discriminant is an expression, where `<` need not be a bracket.
            while cursor.take().is_some_and(|token| !matches!(token, TokenTree::Punct(punct) if punct.as_char() == ','))
            {
            }
        }
        Ok(variants)
    }
}
