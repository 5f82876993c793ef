//! Procedures with the names of functions of the C library.

use std::convert::Infallible;

use rust_interop::procedure;

macro_rules! procedures {
    ($($name:ident)*) => {
        $(
            fn $name(text: String) -> Result<String, Infallible> {
                Ok(format!("{} {text}", stringify!($name)))
            }
            procedure!($name);
        )*
    };
}

procedures!(close malloc open read write);
