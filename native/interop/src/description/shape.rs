//! What a value looks like in JSON.

use super::Link;

/// What a value looks like in JSON.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// One of the types that are in no need of a definition.
    Scalar(Scalar),
    /// Null, or a value.
    Option(&'static Shape),
    /// Absent, or a value. Only a field can be.
    Optional(&'static Shape),
    /// An array.
    List(&'static Shape),
    /// An object whose members are named by keys.
    Map(&'static Shape, &'static Shape),
    /// An array with one value of each.
    Tuple(&'static [&'static Shape]),
    /// A handle of a stream: the shape of its items, and that of the error that may end it.
    Stream(&'static Shape, Option<&'static Shape>),
    /// A handle of a function of the caller's.
    Callback {
        /// What it takes.
        input: &'static Shape,
        /// What it returns.
        output: &'static Shape,
        /// What it throws as data, if anything.
        error: Option<&'static Shape>,
        /// Whether it returns before it has the output.
        is_async: bool,
    },
    /// A user's type, and what stands for its parameters.
    Named(Link, &'static [&'static Shape]),
    /// The parameter of that number of the generic type that is being defined.
    Parameter(usize),
}

macro_rules! scalars {
    ($($variant:ident = $name:literal)+) => {
        /// A type that both languages have.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[expect(missing_docs, reason = "their names in the description say what they are")]
        pub enum Scalar {
            $($variant,)+
        }

        impl Scalar {
            /// Its name in the description, as JSON.
            #[must_use]
            pub const fn json(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!("\"", $name, "\""),)+
                }
            }
        }
    };
}

scalars! {
    Bool = "bool"
    I8 = "i8"
    I16 = "i16"
    I32 = "i32"
    I64 = "i64"
    I128 = "i128"
    U8 = "u8"
    U16 = "u16"
    U32 = "u32"
    U64 = "u64"
    U128 = "u128"
    F32 = "f32"
    F64 = "f64"
    Char = "char"
    String = "string"
    Unit = "unit"
    Duration = "duration"
    SystemTime = "system_time"
    Timestamp = "timestamp"
    Uuid = "uuid"
    Decimal = "decimal"
    Base64 = "base64"
    Bytes = "bytes"
    LentBytes = "lent_bytes"
    IpAddress = "ip_address"
    Path = "path"
    Any = "any"
}
