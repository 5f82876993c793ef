//! What is wrong with a type.

use crate::description::Definition;
use crate::description::bytes::Bytes;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Problem {
    before: &'static str,
    /// The name that it is about.
    name: &'static str,
    after: &'static str,
    /// Where it is, if it isn't where the compiler points: in this part of a generic type.
    place: Option<(&'static Definition, &'static str)>,
}

impl Problem {
    pub(crate) const fn new(message: &'static str) -> Self {
        Self { before: message, name: "", after: "", place: None }
    }

    pub(crate) const fn of_name(before: &'static str, name: &'static str, after: &'static str) -> Self {
        Self { before, name, after, place: None }
    }

    /// The same in a part of a generic type, unless it is in a type further in.
    pub(crate) const fn within(self, definition: &'static Definition, part: &'static str) -> Self {
        if self.place.is_some() { self } else { Self { place: Some((definition, part)), ..self } }
    }

    #[track_caller]
    #[expect(clippy::panic, reason = "in const evaluation, this is a compile error")]
    pub(crate) const fn report(self) -> ! {
        let mut room = [b' '; 1024];
        let mut message = Bytes::new(&mut room);
        message.put(self.before);
        message.put(self.name);
        message.put(self.after);
        if let Some((definition, part)) = self.place {
            message.put(" (in `");
            message.put(definition.path);
            message.put(".");
            message.put(part);
            message.put("`)");
        }
        let length = message.length;
        let (text, _) = room.split_at(if length < room.len() { length } else { room.len() });
        match str::from_utf8(text) {
            Ok(text) => panic!("{}", text),
            Err(_) => panic!("{}", self.before),
        }
    }
}
