use std::io::{Error, ErrorKind, Read, Result};
use std::mem;
use std::str;

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Cuts a text into blocks, never within a word. A block is empty if a word doesn't end within the bytes read for it.
pub(crate) struct Blocks<R> {
    reader: R,
    /// How many bytes to read for each block.
    size: u64,
    /// How many bytes have become text.
    position: u64,
    /// A word that may continue, with the white space before it.
    word: String,
    /// The first bytes of a character that isn't complete.
    character: Vec<u8>,
    ended: bool,
}

impl<R: Read> Blocks<R> {
    pub(crate) fn new(reader: R, size: u64) -> Self {
        Self { reader, size, position: 0, word: String::new(), character: Vec::new(), ended: false }
    }

    /// How many bytes the blocks have taken so far.
    pub(crate) fn position(&self) -> u64 {
        self.position
    }

    fn next_block(&mut self) -> Result<String> {
        let mut text = self.read()?;
        let cut = if self.ended { Some(text.len()) } else { text.rfind(char::is_whitespace) };
        let Some(cut) = cut else {
            self.word.push_str(&text);
            return Ok(String::new());
        };
        let rest = text.split_off(cut);
        Ok(mem::replace(&mut self.word, rest) + &text)
    }

    fn read(&mut self) -> Result<String> {
        let mut bytes = mem::take(&mut self.character);
        let read = self.reader.by_ref().take(self.size).read_to_end(&mut bytes)?;
        self.ended = (read as u64) < self.size;
        if !self.ended {
            self.character = bytes.split_off(complete(&bytes));
        }
        let length = bytes.len() as u64;
        let mut text = String::from_utf8(bytes).map_err(|error| {
            let position = self.position + error.utf8_error().valid_up_to() as u64;
            Error::new(ErrorKind::InvalidData, format!("not UTF-8 at byte {position}"))
        })?;
        if self.position == 0 && text.starts_with(BYTE_ORDER_MARK) {
            text.remove(0);
        }
        self.position += length;
        Ok(text)
    }
}

impl<R: Read> Iterator for Blocks<R> {
    type Item = Result<String>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let block = self.next_block();
        self.ended |= block.is_err();
        Some(block)
    }
}

/// How many of the bytes are left without the last character, if only its first bytes were read.
fn complete(bytes: &[u8]) -> usize {
    let last = bytes.iter().rposition(|byte| byte & 0b1100_0000 != 0b1000_0000).unwrap_or(0);
    match str::from_utf8(&bytes[last..]) {
        Err(error) if error.error_len().is_none() => last,
        _ => bytes.len(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &[u8], size: u64) -> Result<Vec<String>> {
        Blocks::new(text, size).collect()
    }

    #[test]
    fn blocks_of_any_size_cut_the_text_only_before_white_space() {
        let text = " zwölf\u{3000}Größen\r\n\u{a0}𝒳𝒴 a-word-longer-than-any-block\u{2028}end";
        for size in 1..=text.len() as u64 + 1 {
            let blocks = blocks(text.as_bytes(), size).unwrap();
            assert_eq!(blocks.concat(), text, "size {size}");
            let cut: Vec<_> = blocks.iter().filter(|block| !block.is_empty()).skip(1).collect();
            assert!(cut.iter().all(|block| block.starts_with(char::is_whitespace)), "size {size}: {blocks:?}");
        }
    }

    #[test]
    fn blocks_are_about_as_long_as_their_size() {
        let longest = blocks(&b"to be or not ".repeat(100), 50).unwrap().iter().map(String::len).max();
        assert!(longest <= Some(53), "{longest:?}");
    }

    #[test]
    fn blocks_of_an_empty_text_have_no_text() {
        assert_eq!(blocks(b"", 8).unwrap().concat(), "");
    }

    #[test]
    fn byte_order_mark_is_removed_only_at_the_beginning() {
        for size in 1..9 {
            assert_eq!(blocks("\u{feff}a \u{feff}b".as_bytes(), size).unwrap().concat(), "a \u{feff}b", "size {size}");
        }
    }

    #[test]
    fn invalid_utf8_is_an_error_with_its_place_and_ends_the_blocks() {
        for (text, place) in [
            (&b"\xff"[..], 0),
            (b"zw\xc3\xb6lf \xc3x", 7),
            (b"zw\xc3\xb6lf Gr\xc3\xb6\xc3", 11),
            (b"a b c d\x80\x80", 7),
            (b"\xf0\x9f\x98", 0),
            (b"a \xed\xa0\x80 b", 2),
        ] {
            for size in 1..=text.len() as u64 + 1 {
                let mut blocks = Blocks::new(text, size);
                let error = blocks.find_map(Result::err).unwrap();
                assert_eq!(error.to_string(), format!("not UTF-8 at byte {place}"), "{text:?}, size {size}");
                assert!(blocks.next().is_none());
            }
        }
    }
}
