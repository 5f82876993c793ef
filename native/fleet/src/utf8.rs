//! Bytes that end or begin in the middle of a UTF-8 character.

/// The most bytes that a part of a character has.
const LONGEST_PART: usize = 3;

/// How many bytes at the end begin a character of which the rest is missing.
pub(crate) fn cut_at_the_end(bytes: &[u8]) -> usize {
    let last = &bytes[bytes.len().saturating_sub(LONGEST_PART)..];
    let Some(start) = last.iter().rposition(|byte| !is_inside(*byte)) else { return 0 };
    match std::str::from_utf8(&last[start..]) {
        Err(error) if error.error_len().is_none() => last.len() - start,
        _ => 0,
    }
}

/// How many bytes at the beginning belong to a character of which the beginning is missing.
pub(crate) fn cut_at_the_start(bytes: &[u8]) -> usize {
    bytes.iter().take(LONGEST_PART).take_while(|byte| is_inside(**byte)).count()
}

/// Whether it is a byte of a character, but not the first.
fn is_inside(byte: u8) -> bool {
    byte & 0xC0 == 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cut_at_the_end_is_the_part_of_a_character() {
        for text in ["é", "€", "🦀"].map(str::as_bytes) {
            for length in 0..text.len() {
                let cut = [b"\xFFa", &text[..length]].concat();
                assert_eq!(cut_at_the_end(&cut), length, "{cut:?}");
            }
            assert_eq!(cut_at_the_end(text), 0);
        }
    }

    #[test]
    fn cut_at_the_end_invalid_bytes_are_no_part() {
        for bytes in [&b""[..], b"a", b"\xFF", b"\x80", b"\x80\x80\x80\x80", b"\xC3a", b"\xC0", b"\xED\xA0"] {
            assert_eq!(cut_at_the_end(bytes), 0, "{bytes:?}");
        }
    }

    #[test]
    fn cut_at_the_start_is_the_rest_of_a_character() {
        for text in ["é", "€", "🦀"].map(str::as_bytes) {
            for start in 1..text.len() {
                let cut = [&text[start..], b"a"].concat();
                assert_eq!(cut_at_the_start(&cut), text.len() - start, "{cut:?}");
            }
            assert_eq!(cut_at_the_start(text), 0);
        }
        assert_eq!(cut_at_the_start(&[0x80; 9]), LONGEST_PART);
    }
}
