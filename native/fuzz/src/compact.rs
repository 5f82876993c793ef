use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use c_caller::{Value, direct, kind};
use rust_interop::{Record, compact, export};
use serde::{Deserialize, Serialize};

/// A record with every kind of member that has a compact form.
#[derive(Debug, Serialize, Deserialize, Record)]
struct Packed {
    flag: bool,
    numbers: (i8, u16, i32, u64, i128),
    reals: [f64; 2],
    letter: char,
    text: String,
    nothing: Vec<()>,
    list: Vec<Part>,
    map: BTreeMap<u16, Vec<u8>>,
    set: BTreeSet<String>,
    option: Option<u32>,
    time: Duration,
    tree: Tree,
}

#[derive(Debug, Serialize, Deserialize, Record)]
enum Part {
    Empty,
    Number(f32),
    Pair(i64, char),
    Named { name: String, parts: Vec<Part> },
}

#[derive(Debug, Serialize, Deserialize, Record)]
struct Tree(Vec<Tree>);

#[export]
fn mirror_packed(packed: Packed) -> Result<Packed, String> {
    if packed.flag { Ok(packed) } else { Err(packed.text) }
}

/// A value in compact form, as a user's function gets it: it returns the value, or fails with its text. What was read has one form, which is
/// no longer than what it was read from.
pub fn target(bytes: &[u8]) {
    let reply = direct!("rust_interop_fuzz_mirror_packed").unwrap().call(&[Value::bytes(bytes)], bytes.len());
    match (compact::read::<Packed>(bytes), reply) {
        (Ok(packed), Ok(reply)) => {
            assert!(packed.flag);
            assert!(!reply.was_in_library, "it is no longer than what was sent");
            // As bytes, because a number may be NaN, and the items of maps and sets may have been in another order.
            assert_eq!(reply.bytes, compact::write(&packed).unwrap());
        }
        (Ok(packed), Err(reply)) => {
            assert!(!packed.flag);
            assert_eq!(kind(&reply), "failed");
        }
        (Err(_), Err(reply)) => assert_eq!(kind(&reply), "invalid_input"),
        (Err(error), Ok(_)) => panic!("accepted, though {error}"),
    }
}
