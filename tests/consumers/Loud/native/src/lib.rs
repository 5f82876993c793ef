//! A procedure of a user's, for every system.

/// The text in capitals, and a number that the C library computes.
fn shout(text: String) -> Result<(String, f64), String> {
    assert!(!text.is_empty(), "nothing to shout");
    Ok((text.to_uppercase(), (text.len() as f64).powf(0.5)))
}
rust_interop::procedure!(shout);
