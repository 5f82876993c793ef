//! The error for a value of the wrong type, which doesn't quote the value: it may be a secret, say if it stands where
//! the action should. To use it, a visitor has to ask for any type: if it asks for a specific one, `serde_json` quotes
//! what it finds instead.

use serde::de::{Error, Expected};

/// Makes a visitor refuse these types.
macro_rules! refuse {
    ($($method:ident: $type:ty),*) => {$(
        fn $method<E: ::serde::de::Error>(self, _: $type) -> Result<Self::Value, E> {
            Err($crate::unquoted::unlike(&self))
        }
    )*};
}
pub(super) use refuse;

pub(super) fn unlike<E: Error>(expected: &dyn Expected) -> E {
    E::custom(format_args!("invalid type, expected {expected}"))
}
