//! Procedures that do whatever a user's may do: return, fail, panic, report progress, wait, and return a lot.

mod errors;
mod input;
mod kinds;
mod names;
mod threads;

#[cfg(feature = "count-allocations")]
use counting_allocator as _;

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::mpsc;

use rust_interop::{Context, procedure};
use serde::{Deserialize, Serialize};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    customer: String,
    lines: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    article: String,
    count: u32,
    price: f64,
}

#[derive(Serialize)]
struct Bill {
    customer: String,
    articles: Vec<String>,
    total: f64,
}

/// A procedure without a context.
fn bill(order: Order) -> Result<Bill, Infallible> {
    let total = order.lines.iter().map(|line| f64::from(line.count) * line.price).sum();
    let articles = order.lines.into_iter().map(|line| line.article).collect();
    Ok(Bill { customer: order.customer, articles, total })
}
procedure!(bill);

fn fail(reason: String) -> Result<(), String> {
    Err(reason)
}
procedure!(fail);

fn panic_with(message: String) -> Result<(), String> {
    panic!("{message}")
}
procedure!(panic_with);

fn nothing(_: ()) -> Result<(), Infallible> {
    Ok(())
}
procedure!(nothing);

fn half(number: u32) -> Result<Option<u32>, Infallible> {
    Ok(number.is_multiple_of(2).then_some(number / 2))
}
procedure!(half);

/// Its first member would make the reply look like an error.
fn look_like_an_error(_: ()) -> Result<BTreeMap<&'static str, BTreeMap<&'static str, u8>>, Infallible> {
    Ok(BTreeMap::from([("error", BTreeMap::new())]))
}
procedure!(look_like_an_error);

#[derive(Serialize)]
struct Step {
    number: u32,
}

fn count_to(last: u32, context: &Context) -> Result<u32, String> {
    for number in 1..=last {
        context.report(&Step { number }).map_err(|error| error.to_string())?;
    }
    Ok(last)
}
procedure!(count_to);

#[derive(Serialize)]
struct Waiting {
    ready: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum WhenCancelled {
    Fail,
    ReturnTrue,
    Panic,
}

/// Waits for the cancel, then ends as `then` says.
fn wait_for_cancel(then: WhenCancelled, context: &Context) -> Result<bool, String> {
    wait(context)?;
    match then {
        WhenCancelled::Fail => Err("stopped half-way".to_owned()),
        WhenCancelled::ReturnTrue => Ok(context.is_cancelled()),
        WhenCancelled::Panic => panic!("cancelled"),
    }
}
procedure!(wait_for_cancel);

fn wait(context: &Context) -> Result<(), String> {
    let (wake, woken) = mpsc::channel();
    let _registration = context.on_cancel(move || _ = wake.send(()));
    context.report(&Waiting { ready: true }).map_err(|error| error.to_string())?;
    woken.recv().map_err(|error| error.to_string())
}

/// Uses a kilobyte of the stack on each level.
fn descend(levels: usize) -> Result<usize, Infallible> {
    fn level(left: usize) -> usize {
        let frame = std::hint::black_box([1_u8; 1024]);
        if left == 0 { 0 } else { level(left - 1) + usize::from(frame[left % 1024]) }
    }
    Ok(level(levels))
}
procedure!(descend);

/// Arrays within arrays.
#[derive(Serialize, Deserialize)]
struct Nested(Vec<Nested>);

fn nest(levels: usize) -> Result<Nested, Infallible> {
    Ok((0..levels).fold(Nested(Vec::new()), |inner, _| Nested(vec![inner])))
}
procedure!(nest);

fn depth(nested: Nested) -> Result<usize, Infallible> {
    let (mut depth, mut nested) = (0, &nested);
    while let Some(inner) = nested.0.first() {
        (depth, nested) = (depth + 1, inner);
    }
    Ok(depth)
}
procedure!(depth);

fn length(text: String) -> Result<usize, Infallible> {
    Ok(text.len())
}
procedure!(length);

fn text_of(length: usize) -> Result<String, Infallible> {
    Ok("x".repeat(length))
}
procedure!(text_of);
