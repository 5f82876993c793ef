//! What is said of a value in the place of another type: that it is one, and not which. It may be a secret, as what stands
//! for an action. Who wants that asks for any type: asked for a certain one, `serde_json` quotes what it finds instead.

use serde::de::{Error, Expected};

/// Has a visitor refuse these.
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
