use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::marker::PhantomData;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::num::{NonZeroU8, Wrapping};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use rust_interop::{Bytes, Record, like};
use serde::{Deserialize, Serialize};

use crate::conformance::assert_conforms;
use crate::description::describe;

macro_rules! assert_shapes {
    ($($type:ty: $shape:expr;)+) => {$(
        assert_eq!(describe!($type).output(), ($shape, ""), stringify!($type));
    )+};
}

#[test]
fn standard_type_has_its_shape() {
    assert_shapes! {
        bool: r#""bool""#;
        i8: r#""i8""#;
        i16: r#""i16""#;
        i32: r#""i32""#;
        i64: r#""i64""#;
        isize: r#""i64""#;
        i128: r#""i128""#;
        u8: r#""u8""#;
        u16: r#""u16""#;
        u32: r#""u32""#;
        u64: r#""u64""#;
        usize: r#""u64""#;
        u128: r#""u128""#;
        f32: r#""f32""#;
        f64: r#""f64""#;
        char: r#""char""#;
        String: r#""string""#;
        &'static str: r#""string""#;
        SocketAddr: r#""string""#;
        (): r#""unit""#;
        PhantomData<String>: r#""unit""#;
        Duration: r#""duration""#;
        IpAddr: r#""ip_address""#;
        Ipv4Addr: r#""ip_address""#;
        Ipv6Addr: r#""ip_address""#;
        PathBuf: r#""path""#;
        Box<Path>: r#""path""#;
        serde_json::Value: r#""any""#;
        Bytes: r#""bytes""#;
        NonZeroU8: r#""u8""#;
        Wrapping<i16>: r#""i16""#;
        Reverse<u8>: r#""u8""#;
        Box<str>: r#""string""#;
        Rc<u8>: r#""u8""#;
        Arc<[u8]>: r#"{"list":"u8"}"#;
        Cow<'static, str>: r#""string""#;
        Option<u8>: r#"{"option":"u8"}"#;
        Vec<char>: r#"{"list":"char"}"#;
        [u8; 4]: r#"{"list":"u8"}"#;
        VecDeque<u8>: r#"{"list":"u8"}"#;
        LinkedList<u8>: r#"{"list":"u8"}"#;
        BTreeSet<u8>: r#"{"list":"u8"}"#;
        HashSet<u8>: r#"{"list":"u8"}"#;
        BinaryHeap<u8>: r#"{"list":"u8"}"#;
        HashMap<String, u8>: r#"{"map":["string","u8"]}"#;
        BTreeMap<i32, Vec<u8>>: r#"{"map":["i32",{"list":"u8"}]}"#;
        serde_json::Map<String, serde_json::Value>: r#"{"map":["string","any"]}"#;
        (u8, String): r#"{"tuple":["u8","string"]}"#;
        (u8, u8, u8, u8, u8, (u8, u8)): r#"{"tuple":["u8","u8","u8","u8","u8",{"tuple":["u8","u8"]}]}"#;
        like::Timestamp: r#""timestamp""#;
        like::Uuid: r#""uuid""#;
        like::Decimal: r#""decimal""#;
        like::Base64: r#""base64""#;
        like::Any: r#""any""#;
    }
}

#[expect(clippy::disallowed_types, reason = "users may use it")]
type Instant = std::time::SystemTime;

#[derive(Serialize, Deserialize, Record, PartialEq, Eq, PartialOrd, Ord)]
#[serde(rename_all = "lowercase")]
enum Colour {
    Red,
}

#[derive(Serialize, Deserialize, Record, PartialEq, Eq, PartialOrd, Ord)]
struct Id(u64);

#[test]
fn serde_writes_standard_types_as_described() {
    assert_shapes! { Instant: r#""system_time""#; }
    assert_conforms!(
        (true, -1, i64::MIN, usize::MAX, 'ß', ("t".to_owned(), (), 0.5)),
        (bool, i8, i64, usize, char, (String, (), f32))
    );
    assert_conforms!(
        (Duration::from_millis(1500), Instant::UNIX_EPOCH, Ipv6Addr::LOCALHOST.into(), PathBuf::from("/tmp")),
        (Duration, Instant, IpAddr, PathBuf)
    );
    assert_conforms!(
        (NonZeroU8::MIN, Wrapping(1), Reverse(2), PhantomData),
        (NonZeroU8, Wrapping<u8>, Reverse<u8>, PhantomData<u8>)
    );
    assert_conforms!(serde_json::json!({"any": [1]}), serde_json::Value);
    assert_conforms!(
        (BTreeMap::from([(Colour::Red, 1)]), BTreeMap::from([(Id(7), 1)]), BTreeMap::from([('k', 1)])),
        (BTreeMap<Colour, u8>, BTreeMap<Id, u8>, BTreeMap<char, u8>)
    );
    assert_conforms!(
        (BTreeSet::from([1]), VecDeque::from([1]), "127.0.0.1:80".parse().unwrap(), Cow::Borrowed("c")),
        (BTreeSet<u8>, VecDeque<u8>, SocketAddr, Cow<'static, str>)
    );
}
