//! A second library, whose strings the first one must refuse.

use std::convert::Infallible;

#[expect(clippy::unnecessary_wraps, reason = "a procedure returns a result")]
fn reply(_: ()) -> Result<(), Infallible> {
    Ok(())
}
rust_interop::procedure!(reply);
