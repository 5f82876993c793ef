//! Writes values in compact form.

use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::Error;

/// Appends to the bytes.
pub(super) struct Writer<'a>(pub(super) &'a mut Vec<u8>);

impl Writer<'_> {
    #[inline]
    fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if self.0.capacity() - self.0.len() < bytes.len() {
            self.grow(bytes.len())?;
        }
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    /// Fails if there is no memory: a value may be far larger than anything before it.
    #[cold]
    fn grow(&mut self, bytes: usize) -> Result<(), Error> {
        self.0.try_reserve(bytes).map_err(Error::new)
    }
}

fn count_of(length: usize) -> Result<u32, Error> {
    u32::try_from(length).map_err(|_| Error::new("the value has more than 4 294 967 295 bytes or items in one place"))
}

macro_rules! numbers {
    ($($method:ident: $type:ty;)+) => {$(
        #[inline]
        fn $method(mut self, value: $type) -> Result<(), Error> {
            self.put(&value.to_le_bytes())
        }
    )+};
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Items<'a>;
    type SerializeTuple = Items<'a>;
    type SerializeTupleStruct = Items<'a>;
    type SerializeTupleVariant = Items<'a>;
    type SerializeMap = Items<'a>;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    numbers! {
        serialize_i8: i8;
        serialize_i16: i16;
        serialize_i32: i32;
        serialize_i64: i64;
        serialize_i128: i128;
        serialize_u8: u8;
        serialize_u16: u16;
        serialize_u32: u32;
        serialize_u64: u64;
        serialize_u128: u128;
        serialize_f32: f32;
        serialize_f64: f64;
    }

    #[inline]
    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.serialize_u8(value.into())
    }

    #[inline]
    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_u32(value.into())
    }

    #[inline]
    fn serialize_str(self, value: &str) -> Result<(), Error> {
        self.serialize_bytes(value.as_bytes())
    }

    #[inline]
    fn serialize_bytes(mut self, value: &[u8]) -> Result<(), Error> {
        self.put(&count_of(value.len())?.to_le_bytes())?;
        self.put(value)
    }

    #[inline]
    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_u8(0)
    }

    #[inline]
    fn serialize_some<T: Serialize + ?Sized>(mut self, value: &T) -> Result<(), Error> {
        self.put(&[1])?;
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.serialize_u8(0)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    #[inline]
    fn serialize_unit_variant(self, _: &'static str, index: u32, _: &'static str) -> Result<(), Error> {
        self.serialize_u32(index)
    }

    #[inline]
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    #[inline]
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        mut self,
        _: &'static str,
        index: u32,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.put(&index.to_le_bytes())?;
        value.serialize(self)
    }

    #[inline]
    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a>, Error> {
        Items::begin(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'a>, Error> {
        Items::begin(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'a>, Error> {
        Items::begin(self)
    }

    fn serialize_tuple_variant(
        mut self,
        _: &'static str,
        index: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Items<'a>, Error> {
        self.put(&index.to_le_bytes())?;
        Items::begin(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Items<'a>, Error> {
        Items::begin(self)
    }

    #[inline]
    fn serialize_struct(mut self, _: &'static str, length: usize) -> Result<Self, Error> {
        if length == 0 {
            self.put(&[0])?;
        }
        Ok(self)
    }

    fn serialize_struct_variant(
        mut self,
        name: &'static str,
        index: u32,
        _: &'static str,
        length: usize,
    ) -> Result<Self, Error> {
        self.put(&index.to_le_bytes())?;
        self.serialize_struct(name, length)
    }
}

/// The items of a list, a tuple or a map. How many they are is written when they are, because it need not be known before.
pub(super) struct Items<'a> {
    writer: Writer<'a>,
    start: usize,
    count: usize,
}

impl<'a> Items<'a> {
    #[inline]
    fn begin(mut writer: Writer<'a>) -> Result<Self, Error> {
        writer.put(&[0; size_of::<u32>()])?;
        let start = writer.0.len();
        Ok(Self { writer, start, count: 0 })
    }

    #[inline]
    fn put<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Error> {
        item.serialize(Writer(self.writer.0))
    }

    #[inline]
    fn end(self) -> Result<(), Error> {
        let count = count_of(self.count)?.to_le_bytes();
        self.writer.0[self.start - count.len()..self.start].copy_from_slice(&count);
        Ok(())
    }
}

macro_rules! items {
    ($($trait:ident: $method:ident;)+) => {$(
        impl $trait for Items<'_> {
            type Ok = ();
            type Error = Error;

            #[inline]
            fn $method<T: Serialize + ?Sized>(&mut self, item: &T) -> Result<(), Error> {
                self.count += 1;
                self.put(item)
            }

            #[inline]
            fn end(self) -> Result<(), Error> {
                self.end()
            }
        }
    )+};
}

items! {
    SerializeSeq: serialize_element;
    SerializeTuple: serialize_element;
    SerializeTupleStruct: serialize_field;
    SerializeTupleVariant: serialize_field;
}

impl SerializeMap for Items<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.count += 1;
        self.put(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.put(value)
    }

    fn end(self) -> Result<(), Error> {
        self.end()
    }
}

macro_rules! fields {
    ($($trait:ident)+) => {$(
        impl $trait for Writer<'_> {
            type Ok = ();
            type Error = Error;

            #[inline]
            fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, field: &T) -> Result<(), Error> {
                field.serialize(Writer(self.0))
            }

            #[inline]
            fn end(self) -> Result<(), Error> {
                Ok(())
            }
        }
    )+};
}

fields! { SerializeStruct SerializeStructVariant }
