//! Objects: values that stay in Rust, and that the caller has a handle of.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde::de::Error as _;
use serde::ser::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::boundary::handles::crossing;
use crate::boundary::object_cell::{InUse, ObjectCell, ObjectMut, ObjectRef, Owner};
use crate::description::{Concurrent, Described, Exported, Shape};

/// An object that C# can have: a value of a type whose methods are [exported](macro@crate::export). It may stand wherever
/// a value of a record may: in a record, in a list, as an argument and as a result. C# gets a handle of it.
///
/// It is shared, like an [`Arc`]: the object lives until the last of its owners, in Rust and in C#, has gone.
///
/// An exported function that returns the type itself, or takes a reference to it, needs no `Object`.
///
/// ```
/// use rust_interop::{Object, Record, export};
/// use serde::Serialize;
///
/// pub struct Index {
///     words: Vec<String>,
/// }
///
/// #[export]
/// impl Index {
///     pub fn contains(&self, word: &str) -> bool {
///         self.words.iter().any(|other| other == word)
///     }
/// }
///
/// #[derive(Serialize, Record)]
/// pub struct Opened {
///     pub index: Object<Index>,
///     pub words: usize,
/// }
///
/// #[export]
/// pub fn open(text: &str) -> Opened {
///     let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
///     Opened { words: words.len(), index: Object::new(Index { words }) }
/// }
/// ```
pub struct Object<T>(Arc<ObjectCell<T>>);

impl<T: Exported> Object<T> {
    /// Makes an object of a value.
    #[must_use]
    pub fn new(value: T) -> Self {
        Self(Arc::new(ObjectCell::new(value)))
    }

    /// Waits until no call changes the object, and keeps it from being changed. A type without `&mut self` methods has
    /// no need of it.
    ///
    /// # Errors
    /// A call changes the object, and this thread already uses an object. It fails instead of waiting, because the other
    /// call may be waiting for it.
    pub fn read(&self) -> Result<ObjectRef<T>, InUse> {
        ObjectRef::of(Owner::Shared(self.0.clone()))
    }

    /// Waits until no call uses the object, and keeps it for this thread alone. Only for types with `&mut self` methods.
    ///
    /// # Errors
    /// A call uses the object, and this thread already uses an object, perhaps the same.
    pub fn write(&self) -> Result<ObjectMut<T>, InUse> {
        ObjectMut::of(Owner::Shared(self.0.clone()))
    }
}

impl<T> Object<T> {
    pub(crate) fn of_cell(cell: Arc<ObjectCell<T>>) -> Self {
        Self(cell)
    }

    pub(crate) fn into_cell(self) -> Arc<ObjectCell<T>> {
        self.0
    }
}

impl<T: Exported> From<T> for Object<T> {
    fn from(value: T) -> Self {
        Self::new(value)
    }
}

impl<T> Clone for Object<T> {
    /// The same object.
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Concurrent> Deref for Object<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.get()
    }
}

/// An object that a future borrows. [`check::borrowed_by_future`](crate::description::check::borrowed_by_future) refuses
/// other types.
#[doc(hidden)]
#[derive(Debug)]
pub struct SharedObject<T: Exported>(Object<T>);

impl<T: Exported> Deref for SharedObject<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.0.0.get()
    }
}

impl<'de, T: Exported> Deserialize<'de> for SharedObject<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Object::deserialize(deserializer).map(Self)
    }
}

impl<T: Exported> Described for SharedObject<T> {
    const SHAPE: &'static Shape = T::SHAPE;
}

impl<T: Exported> fmt::Debug for Object<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Object").field(&T::DEFINITION.path).finish()
    }
}

impl<T: Exported> Serialize for Object<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(crossing::send(|| self.0.clone()).map_err(S::Error::custom)?)
    }
}

impl<'de, T: Exported> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        crossing::deserialize(deserializer).map(Self)
    }
}

impl<'de, T: Exported> Deserialize<'de> for ObjectRef<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::of(Owner::Handle(crossing::borrow(deserializer)?)).map_err(D::Error::custom)
    }
}

impl<'de, T: Exported> Deserialize<'de> for ObjectMut<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::of(Owner::Handle(crossing::borrow(deserializer)?)).map_err(D::Error::custom)
    }
}

impl<T: Exported> Described for Object<T> {
    const SHAPE: &'static Shape = T::SHAPE;
}

impl<T: Exported> Described for ObjectRef<T> {
    const SHAPE: &'static Shape = T::SHAPE;
}

impl<T: Exported> Described for ObjectMut<T> {
    const SHAPE: &'static Shape = T::SHAPE;
}
