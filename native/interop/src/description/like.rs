//! Types to name in `#[record(like = Type)]`, for JSON that no type of the standard library has.

use super::{Described, Scalar, Shape};

macro_rules! likes {
    ($($(#[$docs:meta])* $name:ident)+) => {$(
        $(#[$docs])*
        #[derive(Debug, Clone, Copy)]
        pub enum $name {}

        impl Described for $name {
            const SHAPE: &'static Shape = &Shape::Scalar(Scalar::$name);
        }
    )+};
}

likes! {
    /// A date and a time with an offset, as text by RFC 3339: `chrono::DateTime`, say. In C#, a `DateTimeOffset`.
    Timestamp
    /// A UUID as text: `uuid::Uuid`. In C#, a `Guid`.
    Uuid
    /// A decimal number as text: `rust_decimal::Decimal`. In C#, a `decimal`.
    Decimal
    /// Bytes as text in Base64. In C#, a `byte[]`.
    Base64
    /// Any JSON. In C#, a `JsonElement`.
    Any
}
