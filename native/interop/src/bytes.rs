//! Bytes, which don't fit into JSON, and cross beside it.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::de::{Error as _, SeqAccess, Visitor};
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::boundary::handles::crossing::{self, HandleError};
use crate::boundary::loan::LentBytes;
use crate::boundary::shared_bytes::SharedBytes;
use crate::description::{Described, Scalar, Shape};

/// Bytes that C# can have. They may stand wherever a value of a record may: in a record, in a list, as an argument and as
/// a result. C# reads them where they are, in Rust's memory. Those that C# sends are copied once, unless Rust returned
/// them before: then they are shared.
///
/// A function that only reads bytes takes `&[u8]`, which needs no copy. A `Vec<u8>` is a list of numbers.
///
/// They never change, so a clone is the same bytes. Outside the input and the output of a call, serde reads and writes them
/// like any bytes.
///
/// ```
/// use rust_interop::{Bytes, Record, export};
/// use serde::{Deserialize, Serialize};
///
/// #[derive(Serialize, Deserialize, Record)]
/// pub struct Page {
///     pub title: String,
///     pub image: Option<Bytes>,
/// }
///
/// #[export]
/// pub fn compress(data: &[u8], level: u32) -> Bytes {
///     # let _ = level;
///     let packed: Vec<u8> = data.to_vec();
///     packed.into()
/// }
/// ```
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Bytes(SharedBytes);

impl Bytes {
    pub(crate) fn of_shared(bytes: Arc<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    pub(crate) fn into_shared(self) -> Arc<Vec<u8>> {
        self.0.into_shared()
    }
}

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl AsRef<[u8]> for Bytes {
    fn as_ref(&self) -> &[u8] {
        self
    }
}

impl From<Vec<u8>> for Bytes {
    /// Without a copy.
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes.into())
    }
}

impl From<&[u8]> for Bytes {
    /// A copy.
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl From<Bytes> for Vec<u8> {
    /// Without a copy, if nobody else has the bytes.
    fn from(bytes: Bytes) -> Self {
        bytes.0.into_vector()
    }
}

impl fmt::Debug for Bytes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} bytes", self.len())
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match crossing::send(|| self.0.share()) {
            Ok(handle) => serializer.serialize_u64(handle),
            Err(HandleError::NotCrossing) => serializer.serialize_bytes(self),
            Err(error) => Err(S::Error::custom(error)),
        }
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if crossing::is_reading() {
            LentBytes::deserialize(deserializer)?.into_bytes().map_err(D::Error::custom)
        } else {
            deserializer.deserialize_byte_buf(BytesVisitor)
        }
    }
}

impl<'de> Deserialize<'de> for LentBytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::receive(u64::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

impl Described for Bytes {
    const SHAPE: &'static Shape = &Shape::Scalar(Scalar::Bytes);
}

impl Described for LentBytes {
    const SHAPE: &'static Shape = &Shape::Scalar(Scalar::LentBytes);
}

/// Reads bytes in any of the forms that formats have for them.
struct BytesVisitor;

impl<'de> Visitor<'de> for BytesVisitor {
    type Value = Bytes;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("bytes")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Bytes, E> {
        Ok(bytes.into())
    }

    fn visit_byte_buf<E>(self, bytes: Vec<u8>) -> Result<Bytes, E> {
        Ok(bytes.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut numbers: A) -> Result<Bytes, A::Error> {
        let mut bytes = Vec::new();
        while let Some(byte) = numbers.next_element()? {
            bytes.push(byte);
        }
        Ok(bytes.into())
    }
}
