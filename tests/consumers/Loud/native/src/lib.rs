//! A function of a user's, for every system.

/// The text in capitals, and a number that the C library computes.
#[rust_interop::export]
pub fn shout(text: &str) -> (String, f64) {
    assert!(!text.is_empty(), "nothing to shout");
    (text.to_uppercase(), (text.len() as f64).powf(0.5))
}
