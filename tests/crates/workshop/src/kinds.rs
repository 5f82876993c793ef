//! Every kind of member that docs/your-own-procedures.md names.

use std::collections::HashMap;
use std::convert::Infallible;

use rust_interop::procedure;
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kinds {
    text: String,
    flag: bool,
    real: f64,
    byte: u8,
    int: i32,
    long: i64,
    unsigned_long: u64,
    list: Vec<i32>,
    map: HashMap<String, i32>,
    option: Option<String>,
    colour: Colour,
    bytes: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Colour {
    Red,
    DarkBlue,
}

fn mirror(kinds: Kinds) -> Result<Kinds, Infallible> {
    Ok(kinds)
}
procedure!(mirror);

fn not_a_number(_: ()) -> Result<f64, Infallible> {
    Ok(f64::NAN)
}
procedure!(not_a_number);
