//! Random numbers that nobody else can guess.

use std::hash::{BuildHasher, Hasher, RandomState};

/// A random number.
pub(super) fn number() -> u64 {
    u64::from_ne_bytes(bytes())
}

/// A random word of `2 * N` hexadecimal digits.
pub(super) fn hexadecimal<const N: usize>() -> String {
    bytes::<N>().iter().fold(String::with_capacity(2 * N), |word, byte| word + &format!("{byte:02x}"))
}

fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if !fill(&mut bytes) {
        for piece in bytes.chunks_mut(8) {
            piece.copy_from_slice(&hashed().to_ne_bytes()[..piece.len()]);
        }
    }
    bytes
}

#[cfg(unix)]
fn fill(bytes: &mut [u8]) -> bool {
    use std::fs::File;
    use std::io::Read;

    File::open("/dev/urandom").and_then(|mut random| random.read_exact(bytes)).is_ok()
}

#[cfg(not(unix))]
fn fill(_: &mut [u8]) -> bool {
    false
}

/// A fallback if there is no such file. The standard library asks the system for the keys of its hash tables, once per
/// thread, and uses a different key for each table.
fn hashed() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_has_the_requested_length_and_is_never_the_same() {
        let word = hexadecimal::<12>();
        assert_eq!(word.len(), 24);
        assert!(word.bytes().all(|digit| digit.is_ascii_hexdigit()));
        assert_ne!(word, hexadecimal::<12>());
        assert_ne!(hashed(), hashed());
    }
}
