//! Bytes that const evaluation writes.

/// Writes into a slice, or only counts if the slice has no room.
#[derive(Debug)]
pub(crate) struct Bytes<'a> {
    room: &'a mut [u8],
    pub(crate) length: usize,
}

impl<'a> Bytes<'a> {
    pub(crate) const fn new(room: &'a mut [u8]) -> Self {
        Self { room, length: 0 }
    }

    // Whole texts at a time: each step of const evaluation costs as much as copying a text.
    pub(crate) const fn put_bytes(&mut self, bytes: &[u8]) {
        let end = self.length + bytes.len();
        if end <= self.room.len() {
            let (_, rest) = self.room.split_at_mut(self.length);
            let (target, _) = rest.split_at_mut(bytes.len());
            target.copy_from_slice(bytes);
        }
        self.length = end;
    }

    pub(crate) const fn put(&mut self, text: &str) {
        self.put_bytes(text.as_bytes());
    }

    /// A JSON string. The text is already escaped.
    pub(crate) const fn string(&mut self, text: &str) {
        self.put("\"");
        self.put(text);
        self.put("\"");
    }

    /// A number in decimal digits.
    pub(crate) const fn number(&mut self, number: usize) {
        const DIGITS: &str = "0123456789";
        if number >= 10 {
            self.number(number / 10);
        }
        let (_, from) = DIGITS.split_at(number % 10);
        let (digit, _) = from.split_at(1);
        self.put(digit);
    }

    /// What separates an item of a list from the one before it.
    pub(crate) const fn comma(&mut self, index: usize) {
        if index > 0 {
            self.put(",");
        }
    }
}
