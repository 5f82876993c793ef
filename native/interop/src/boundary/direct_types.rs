//! What a function of the caller's takes and returns without JSON.

use std::ffi::{CStr, c_char};

/// The most arguments that cross without JSON.
pub(crate) const MOST: usize = 4;

/// A type whose values cross as they are. The header has the letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Type {
    Unsigned = b'u',
    Signed = b'i',
    Bool = b'b',
    Char = b'c',
    F32 = b'f',
    F64 = b'd',
    Text = b't',
    /// Of an output only.
    Nothing = b'n',
}

/// The types of a function's arguments, and that of its output.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DirectTypes {
    arguments: [Type; MOST],
    count: usize,
    output: Type,
    has_text: bool,
}

impl DirectTypes {
    /// What the letters say: one for each argument, and the last for the output. `None` if they say nothing.
    ///
    /// # Safety
    /// `letters` is NULL or points to a NUL-terminated string.
    pub(crate) unsafe fn parse(letters: *const c_char) -> Option<Self> {
        if letters.is_null() {
            return None;
        }
        // SAFETY: the caller's promise.
        let (output, letters) = unsafe { CStr::from_ptr(letters) }.to_bytes().split_last()?;
        let mut types = Self {
            arguments: [Type::Nothing; MOST],
            count: letters.len(),
            output: Type::of(*output)?,
            has_text: *output == Type::Text as u8 || letters.contains(&(Type::Text as u8)),
        };
        if letters.len() > MOST {
            return None;
        }
        for (argument, letter) in types.arguments.iter_mut().zip(letters) {
            *argument = Type::of(*letter).filter(|&is| is != Type::Nothing)?;
        }
        Some(types)
    }

    #[inline]
    pub(crate) fn arguments(&self) -> &[Type] {
        self.arguments.get(..self.count).unwrap_or_default()
    }

    #[inline]
    pub(crate) fn output(&self) -> Type {
        self.output
    }

    /// Whether one of them is text.
    #[inline]
    pub(crate) fn has_text(&self) -> bool {
        self.has_text
    }
}

impl Type {
    fn of(letter: u8) -> Option<Self> {
        [Self::Unsigned, Self::Signed, Self::Bool, Self::Char, Self::F32, Self::F64, Self::Text, Self::Nothing]
            .into_iter()
            .find(|is| *is as u8 == letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(letters: Option<&CStr>) -> Option<DirectTypes> {
        // SAFETY: the text is NULL or NUL-terminated.
        unsafe { DirectTypes::parse(letters.map_or(std::ptr::null(), CStr::as_ptr)) }
    }

    #[test]
    fn parse_letters_are_the_arguments_and_then_the_output() {
        let types = parse(Some(c"uicbd")).unwrap();
        assert_eq!(types.arguments(), [Type::Unsigned, Type::Signed, Type::Char, Type::Bool]);
        assert_eq!((types.output(), types.has_text()), (Type::F64, false));
        let types = parse(Some(c"n")).unwrap();
        assert_eq!((types.arguments(), types.output()), (&[] as &[_], Type::Nothing));
        assert!([c"tn", c"ut", c"fft"].iter().all(|letters| parse(Some(letters)).unwrap().has_text()));
    }

    #[test]
    fn parse_anything_else_is_none() {
        for letters in [c"", c"x", c"xu", c"ux", c"nu", c"uuuuuu", c"u\xff"] {
            assert!(parse(Some(letters)).is_none(), "{letters:?}");
        }
        assert!(parse(None).is_none());
    }
}
