//! Text in const evaluation, where the standard library can't compare it.

pub(crate) const fn is_equal(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    if one.len() != other.len() {
        return false;
    }
    // Paths differ at the end.
    let mut index = one.len();
    while index > 0 {
        index -= 1;
        if one[index] != other[index] {
            return false;
        }
    }
    true
}

/// FNV-1a.
pub(crate) const fn hash(text: &str) -> u64 {
    let text = text.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut index = 0;
    while index < text.len() {
        hash = (hash ^ text[index] as u64).wrapping_mul(0x0100_0000_01b3);
        index += 1;
    }
    hash
}
