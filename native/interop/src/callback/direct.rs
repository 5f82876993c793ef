//! Calls of callbacks without JSON: numbers, truth values, characters and text cross as they are, if C# takes and returns
//! them so.

use std::fmt;
use std::mem::MaybeUninit;

use serde::de::value::Error as ValueError;
use serde::de::{Deserialize, Deserializer, Error as _, Visitor};
use serde::forward_to_deserialize_any;
use serde::ser::{self, Impossible, Serialize, SerializeTuple, Serializer};

use super::CallbackError;
use super::output::{self, CallbackOutput};
use crate::boundary::caller_function::CallerFunction;
use crate::boundary::direct::{Place, Value};
use crate::boundary::direct_types::{DirectTypes, MOST, Type};
use crate::boundary::error::{Error, ErrorKind};

/// How many bytes of text there is room for. Longer ones cross as JSON.
const ROOM: usize = 512;

/// Calls the function. `None`, and nothing was called, if the function or the input does not cross in this way.
#[inline]
pub(super) fn call<Out: CallbackOutput>(
    function: &CallerFunction,
    input: &(impl Serialize + ?Sized),
) -> Option<Result<Out::Value, Out::Error>> {
    let types = function.direct_types()?;
    if types.has_text() {
        call_with_room::<Out, ROOM>(function, types, input)
    } else {
        call_with_room::<Out, 0>(function, types, input)
    }
}

#[inline]
fn call_with_room<Out: CallbackOutput, const ROOM: usize>(
    function: &CallerFunction,
    types: &DirectTypes,
    input: &(impl Serialize + ?Sized),
) -> Option<Result<Out::Value, Out::Error>> {
    let mut text = [const { MaybeUninit::uninit() }; ROOM];
    let mut arguments =
        Arguments { expected: types.arguments(), values: [Value::ZERO; MOST], count: 0, text: &mut text };
    input.serialize(&mut arguments).ok()?;
    let arguments = arguments.complete()?;
    let mut room = [const { MaybeUninit::uninit() }; ROOM];
    let mut place = Place::in_room(&mut room);
    let answer = function.enter(|running| {
        // If it has failed, or there is no room for its output, it answers the same call by JSON.
        if running.invoke_directly(arguments, &mut place) { None } else { Some(output::ask::<Out>(running, None)) }
    });
    Some(match answer {
        Some(None) => Out::Value::deserialize(Answer { is: types.output(), value: place.value() })
            .map_err(|error| unreadable(&error).into()),
        Some(Some(answer)) => answer,
        None => Err(CallbackError::withdrawn().into()),
    })
}

#[cold]
fn unreadable(error: &ValueError) -> CallbackError {
    CallbackError::unreadable(&Error::new(ErrorKind::InvalidInput, error.to_string()))
}

/// The arguments of a call, if they are of the types that the function takes.
struct Arguments<'a> {
    expected: &'a [Type],
    values: [Value; MOST],
    count: usize,
    /// Where texts go. They are copied, because what serializes them may have made them for that moment.
    text: &'a mut [MaybeUninit<u8>],
}

/// The input does not cross in this way.
#[derive(Debug)]
struct Unfit;

impl fmt::Display for Unfit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("it crosses as JSON")
    }
}

impl std::error::Error for Unfit {}

impl ser::Error for Unfit {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl Arguments<'_> {
    #[inline]
    fn add(&mut self, is: Type, value: Value) -> Result<(), Unfit> {
        let place = self.values.get_mut(self.count).filter(|_| self.expected.get(self.count) == Some(&is));
        *place.ok_or(Unfit)? = value;
        self.count += 1;
        Ok(())
    }

    #[inline]
    fn complete(&self) -> Option<&[Value]> {
        if self.count == self.expected.len() { self.values.get(..self.count) } else { None }
    }
}

macro_rules! numbers {
    ($($method:ident $type:ty => $is:ident $number:ident $bits:expr;)+) => {$(
        #[inline]
        fn $method(self, $number: $type) -> Result<(), Unfit> {
            self.add(Type::$is, Value::of_number($bits))
        }
    )+};
}

impl Serializer for &mut Arguments<'_> {
    type Ok = ();
    type Error = Unfit;
    type SerializeSeq = Impossible<(), Unfit>;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Impossible<(), Unfit>;
    type SerializeTupleVariant = Impossible<(), Unfit>;
    type SerializeMap = Impossible<(), Unfit>;
    type SerializeStruct = Impossible<(), Unfit>;
    type SerializeStructVariant = Impossible<(), Unfit>;

    numbers! {
        serialize_u8 u8 => Unsigned number u64::from(number);
        serialize_u16 u16 => Unsigned number u64::from(number);
        serialize_u32 u32 => Unsigned number u64::from(number);
        serialize_u64 u64 => Unsigned number number;
        serialize_i8 i8 => Signed number i64::from(number).cast_unsigned();
        serialize_i16 i16 => Signed number i64::from(number).cast_unsigned();
        serialize_i32 i32 => Signed number i64::from(number).cast_unsigned();
        serialize_i64 i64 => Signed number number.cast_unsigned();
        serialize_bool bool => Bool number u64::from(number);
        serialize_char char => Char number u64::from(u32::from(number));
        serialize_f32 f32 => F32 number u64::from(number.to_bits());
        serialize_f64 f64 => F64 number number.to_bits();
    }

    fn serialize_str(self, text: &str) -> Result<(), Unfit> {
        let room = std::mem::take(&mut self.text);
        let (place, rest) = room.split_at_mut_checked(text.len()).ok_or(Unfit)?;
        self.text = rest;
        let copy = place.write_copy_of_slice(text.as_bytes());
        self.add(Type::Text, Value::of_bytes(copy.as_ptr(), copy.len()))
    }

    #[inline]
    fn serialize_unit(self) -> Result<(), Unfit> {
        Ok(())
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Unfit> {
        value.serialize(self)
    }

    #[inline]
    fn serialize_tuple(self, _: usize) -> Result<Self, Unfit> {
        Ok(self)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unfit> {
        Err(Unfit)
    }

    fn serialize_none(self) -> Result<(), Unfit> {
        Err(Unfit)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, _: &T) -> Result<(), Unfit> {
        Err(Unfit)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unfit> {
        Err(Unfit)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Result<(), Unfit> {
        Err(Unfit)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unfit> {
        Err(Unfit)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Unfit> {
        Err(Unfit)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Unfit> {
        Err(Unfit)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unfit> {
        Err(Unfit)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unfit> {
        Err(Unfit)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Unfit> {
        Err(Unfit)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unfit> {
        Err(Unfit)
    }
}

impl SerializeTuple for &mut Arguments<'_> {
    type Ok = ();
    type Error = Unfit;

    #[inline]
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unfit> {
        value.serialize(&mut **self)
    }

    #[inline]
    fn end(self) -> Result<(), Unfit> {
        Ok(())
    }
}

/// What the function has returned.
struct Answer<'a> {
    is: Type,
    value: &'a Value,
}

impl<'de> Deserializer<'de> for Answer<'_> {
    type Error = ValueError;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        let number = self.value.number();
        match self.is {
            Type::Unsigned => visitor.visit_u64(number),
            Type::Signed => visitor.visit_i64(number.cast_signed()),
            Type::Bool => visitor.visit_bool(number != 0),
            Type::F64 => visitor.visit_f64(f64::from_bits(number)),
            Type::F32 => match u32::try_from(number) {
                Ok(bits) => visitor.visit_f32(f32::from_bits(bits)),
                Err(_) => Err(ValueError::custom("it is longer than 32 bits")),
            },
            Type::Char => match u32::try_from(number).ok().and_then(char::from_u32) {
                Some(character) => visitor.visit_char(character),
                None => Err(ValueError::custom(format_args!("{number:#x} is no character"))),
            },
            Type::Text => match self.value.text() {
                Ok(text) => visitor.visit_str(text),
                Err(error) => Err(ValueError::custom(error.message)),
            },
            Type::Nothing => visitor.visit_unit(),
        }
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, ValueError> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}
