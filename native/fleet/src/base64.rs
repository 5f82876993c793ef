//! Base64 (RFC 4648, with padding), in which JSON holds bytes.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Marks a byte that isn't in the alphabet.
const NONE: u8 = 64;

/// The value of each byte.
const VALUES: [u8; 256] = {
    let mut values = [NONE; 256];
    let mut value = 0;
    while value < NONE {
        values[ALPHABET[value as usize] as usize] = value;
        value += 1;
    }
    values
};

pub(super) fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for group in bytes.chunks(3) {
        let [first, second, third] = [0, 1, 2].map(|index| group.get(index).copied().unwrap_or(0));
        let values = [first >> 2, first << 4 | second >> 4, second << 2 | third >> 6, third];
        for (index, value) in values.into_iter().enumerate() {
            let letter = ALPHABET[usize::from(value & 63)];
            text.push(if index <= group.len() { char::from(letter) } else { '=' });
        }
    }
    text
}

/// `None` if the text isn't what `encode` writes.
pub(super) fn decode(text: &str) -> Option<Vec<u8>> {
    let padding = text.bytes().rev().take(2).take_while(|&byte| byte == b'=').count();
    let letters = &text.as_bytes()[..text.len() - padding];
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    for group in letters.chunks(4) {
        let [first, second, third, fourth] =
            [0, 1, 2, 3].map(|index| group.get(index).map_or(0, |&letter| VALUES[usize::from(letter)]));
        if [first, second, third, fourth].contains(&NONE) {
            return None;
        }
        let decoded = [first << 2 | second >> 4, second << 4 | third >> 2, third << 6 | fourth];
        let (kept, rest) = decoded.split_at(group.len() - 1);
        if rest.iter().any(|&byte| byte != 0) {
            return None;
        }
        bytes.extend_from_slice(kept);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encode_and_decode_every_length_and_byte() {
        // The examples of RFC 4648.
        for (bytes, text) in
            [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE=")]
        {
            assert_eq!((encode(bytes.as_bytes()).as_str(), decode(text)), (text, Some(bytes.into())));
        }
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(decode(&encode(&all)), Some(all));
    }

    #[test]
    fn decode_another_text_is_none() {
        for text in ["Z", "Zg", "Zg=", "Zg===", "====", "=", "Zh==", "Zm9=", "Zm 9", "Zm9v\n", "Zm-_", "Zg==Zg==", "é="]
        {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
