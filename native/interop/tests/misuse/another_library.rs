//! A library that is not the one that a string is given back to.

use std::convert::Infallible;

#[expect(clippy::unnecessary_wraps, reason = "a procedure returns a result")]
fn reply(_: ()) -> Result<(), Infallible> {
    Ok(())
}
rust_interop::procedure!(reply);
