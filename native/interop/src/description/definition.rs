//! A user's type, as `#[derive(Record)]` describes it. All texts in it are escaped for JSON.

use super::Shape;
use super::text::hash;

/// A user's type.
#[derive(Debug)]
pub struct Definition {
    /// Its name, with the modules and the crate.
    pub path: &'static str,
    /// A number that hardly any other path has.
    pub(crate) path_hash: u64,
    /// A number that hardly any other place in the sources has: two types in two functions may have the same path.
    pub(crate) place_hash: u64,
    /// What it consists of.
    pub body: Body,
    /// Whether the body is all that serde goes by, so that values can do without the names.
    pub(crate) is_complete: bool,
    /// The same as JSON.
    pub(crate) json: &'static [u8],
    /// Its docs and those of its parts, as members of a JSON object.
    pub(crate) docs: &'static str,
}

impl Definition {
    /// What the macro knows.
    #[must_use]
    pub const fn new(path: &'static str, place: &str, body: Body, json: &'static [u8], docs: &'static str) -> Self {
        Self { path, path_hash: hash(path), place_hash: hash(place), body, is_complete: true, json, docs }
    }

    /// Something of the type has a form of its own, or names that the body lacks.
    #[must_use]
    pub const fn incomplete(self) -> Self {
        Self { is_complete: false, ..self }
    }
}

/// What a type, or a variant, consists of.
#[derive(Debug, Clone, Copy)]
pub enum Body {
    /// An object.
    Struct(&'static [Field]),
    /// The JSON of another type.
    Newtype(&'static Shape),
    /// An array.
    Tuple(&'static [&'static Shape]),
    /// Null.
    Unit,
    /// One of several.
    Enum(Tagging, &'static [Variant]),
    /// The number that is its handle.
    Object,
    /// An object with the handle of a function for each method.
    Interface(&'static [Method]),
}

/// A method that C# implements.
#[derive(Debug, Clone, Copy)]
pub struct Method {
    /// Its name.
    pub name: &'static str,
    /// The names and shapes of its arguments.
    pub arguments: &'static [(&'static str, &'static Shape)],
    /// What it returns.
    pub output: &'static Shape,
    /// What it throws as data, if anything.
    pub error: Option<&'static Shape>,
}

/// How JSON says which variant it is.
#[derive(Debug, Clone, Copy)]
pub enum Tagging {
    /// An object whose one member has the variant's name, or that name alone.
    External,
    /// A member with this name, among the variant's own.
    Internal(&'static str),
    /// A member with the first name; the content is in a member with the second one.
    Adjacent(&'static str, &'static str),
    /// Not at all.
    Untagged,
}

/// The only direction that a field or a variant is used in.
#[derive(Debug, Clone, Copy)]
pub enum Direction {
    /// Rust reads it.
    Input,
    /// Rust writes it.
    Output,
}

/// A field of a struct.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "serde has as many attributes")]
pub struct Field {
    pub(crate) name: &'static str,
    pub(crate) rust: &'static str,
    /// How its JSON begins: with both names, and a comma before them if it isn't the first field.
    pub(crate) json: &'static str,
    pub(crate) shape: &'static Shape,
    pub(crate) default: bool,
    pub(crate) required: bool,
    pub(crate) skip_if: bool,
    pub(crate) flatten: bool,
    pub(crate) direction: Option<Direction>,
}

impl Field {
    /// A field that is always there, by its names in JSON and in Rust.
    #[must_use]
    pub const fn new(name: &'static str, rust: &'static str, json: &'static str, shape: &'static Shape) -> Self {
        Self {
            name,
            rust,
            json,
            shape,
            default: false,
            required: false,
            skip_if: false,
            flatten: false,
            direction: None,
        }
    }

    /// The input may lack it.
    #[must_use]
    pub const fn default(self) -> Self {
        Self { default: true, ..self }
    }

    /// The input may not lack it, even if it is an option: a function of the user's reads it.
    #[must_use]
    pub const fn read_by_function(self) -> Self {
        Self { required: matches!(self.shape, Shape::Option(_)), ..self }
    }

    /// The output may lack it.
    #[must_use]
    pub const fn skip_if(self) -> Self {
        Self { skip_if: true, ..self }
    }

    /// Its own members stand in its place.
    #[must_use]
    pub const fn flatten(self) -> Self {
        Self { flatten: true, ..self }
    }

    /// The output never has it.
    #[must_use]
    pub const fn input(self) -> Self {
        Self { direction: Some(Direction::Input), ..self }
    }

    /// The input never has it.
    #[must_use]
    pub const fn output(self) -> Self {
        Self { direction: Some(Direction::Output), ..self }
    }
}

/// A variant of an enum.
#[derive(Debug, Clone, Copy)]
pub struct Variant {
    pub(crate) name: &'static str,
    pub(crate) rust: &'static str,
    /// As of a field.
    pub(crate) json: &'static str,
    pub(crate) body: Body,
    pub(crate) direction: Option<Direction>,
}

impl Variant {
    /// A variant by its names in JSON and in Rust.
    #[must_use]
    pub const fn new(name: &'static str, rust: &'static str, json: &'static str, body: Body) -> Self {
        Self { name, rust, json, body, direction: None }
    }

    /// Rust never writes it.
    #[must_use]
    pub const fn input(self) -> Self {
        Self { direction: Some(Direction::Input), ..self }
    }

    /// Rust never reads it.
    #[must_use]
    pub const fn output(self) -> Self {
        Self { direction: Some(Direction::Output), ..self }
    }
}
