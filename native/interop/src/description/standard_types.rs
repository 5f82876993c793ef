//! The shapes of the standard library's types, and of `serde_json`'s: what serde makes of them.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6};
use std::num::{
    NonZeroI8, NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize, NonZeroU8, NonZeroU16, NonZeroU32,
    NonZeroU64, NonZeroU128, NonZeroUsize, Wrapping,
};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use super::{Described, Scalar, Shape};

macro_rules! scalars {
    ($($scalar:ident: $($type:ty)+;)+) => {$($(
        impl Described for $type {
            const SHAPE: &'static Shape = &Shape::Scalar(Scalar::$scalar);
        }
    )+)+};
}

scalars! {
    Bool: bool;
    I8: i8 NonZeroI8;
    I16: i16 NonZeroI16;
    I32: i32 NonZeroI32;
    I64: i64 isize NonZeroI64 NonZeroIsize;
    I128: i128 NonZeroI128;
    U8: u8 NonZeroU8;
    U16: u16 NonZeroU16;
    U32: u32 NonZeroU32;
    U64: u64 usize NonZeroU64 NonZeroUsize;
    U128: u128 NonZeroU128;
    F32: f32;
    F64: f64;
    Char: char;
    String: str String SocketAddr SocketAddrV4 SocketAddrV6;
    Unit: ();
    Duration: Duration;
    IpAddress: IpAddr Ipv4Addr Ipv6Addr;
    Path: Path PathBuf;
    Any: serde_json::Value;
}

#[allow(clippy::disallowed_types, reason = "the crate's rule is not for users, who may need it")]
impl Described for std::time::SystemTime {
    const SHAPE: &'static Shape = &Shape::Scalar(Scalar::SystemTime);
}

impl<T: ?Sized> Described for PhantomData<T> {
    const SHAPE: &'static Shape = &Shape::Scalar(Scalar::Unit);
}

macro_rules! same {
    ($($type:ty)+) => {$(
        impl<T: Described + ?Sized> Described for $type {
            const SHAPE: &'static Shape = T::SHAPE;
        }
    )+};
}

same! { &T Box<T> Rc<T> Arc<T> }

macro_rules! wrappers {
    ($($type:ty)+) => {$(
        impl<T: Described> Described for $type {
            const SHAPE: &'static Shape = T::SHAPE;
        }
    )+};
}

wrappers! { Wrapping<T> Reverse<T> }

impl<T: Described + ToOwned + ?Sized> Described for Cow<'_, T> {
    const SHAPE: &'static Shape = T::SHAPE;
}

impl<T: Described> Described for Option<T> {
    const SHAPE: &'static Shape = &Shape::Option(T::SHAPE);
}

macro_rules! lists {
    ($($type:ty)+) => {$(
        impl<T: Described> Described for $type {
            const SHAPE: &'static Shape = &Shape::List(T::SHAPE);
        }
    )+};
}

lists! { [T] Vec<T> VecDeque<T> LinkedList<T> BTreeSet<T> BinaryHeap<T> }

impl<T: Described, S> Described for HashSet<T, S> {
    const SHAPE: &'static Shape = &Shape::List(T::SHAPE);
}

impl<T: Described, const N: usize> Described for [T; N] {
    const SHAPE: &'static Shape = &Shape::List(T::SHAPE);
}

impl<K: Described, V: Described, S> Described for HashMap<K, V, S> {
    const SHAPE: &'static Shape = &Shape::Map(K::SHAPE, V::SHAPE);
}

impl<K: Described, V: Described> Described for BTreeMap<K, V> {
    const SHAPE: &'static Shape = &Shape::Map(K::SHAPE, V::SHAPE);
}

impl Described for serde_json::Map<String, serde_json::Value> {
    const SHAPE: &'static Shape = BTreeMap::<String, serde_json::Value>::SHAPE;
}

macro_rules! tuples {
    ($(($($item:ident)+))+) => {$(
        impl<$($item: Described),+> Described for ($($item,)+) {
            const SHAPE: &'static Shape = &Shape::Tuple(&[$($item::SHAPE),+]);
        }
    )+};
}

tuples! { (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) }
