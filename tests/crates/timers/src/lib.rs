//! Async functions: they are ready at once or later, report, fail, panic, or wait for ever.

mod runtime;
mod timer;

use std::collections::BTreeSet;
use std::fmt;
use std::future::{pending, ready};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rust_interop::{Context, Record, export};
use serde::Serialize;

use runtime::{Runtime, is_entered};
use timer::sleep;

/// Twice the number.
#[export]
async fn double(number: u32) -> u32 {
    ready(number * 2).await
}

/// A text that is repeated, with a pause before each time.
#[export]
async fn repeat(text: &str, times: u32, pause: Duration) -> String {
    let mut repeated = String::new();
    for _ in 0..times {
        sleep(pause).await;
        repeated.push_str(text);
    }
    repeated
}

#[derive(Serialize, Record)]
struct Tick {
    number: u32,
}

/// Why a clock stops.
#[derive(Serialize, Record)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum ClockError {
    /// It was wound up for so many ticks.
    RanDown { after: u32 },
}

impl fmt::Display for ClockError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::RanDown { after } => write!(formatter, "it ran down after {after} ticks"),
        }
    }
}

/// Ticks, and reports each tick. The first one comes at once.
#[export]
async fn tick(ticks: u32, wound_up_for: Option<u32>, context: &Context<Tick>) -> Result<u32, ClockError> {
    for number in 1..=ticks {
        if let Some(after) = wound_up_for
            && number > after
        {
            return Err(ClockError::RanDown { after });
        }
        // The call ends by itself.
        let _ = context.report(&Tick { number });
        sleep(Duration::from_millis(1)).await;
    }
    Ok(ticks)
}

/// Panics after a while.
#[export]
async fn panic_later(message: String) {
    sleep(Duration::from_millis(1)).await;
    panic!("{message}");
}

/// The calls of `never` whose futures were dropped.
static DROPPED: Mutex<BTreeSet<u32>> = Mutex::new(BTreeSet::new());

fn dropped() -> MutexGuard<'static, BTreeSet<u32>> {
    DROPPED.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Call(u32);

impl Drop for Call {
    fn drop(&mut self) {
        dropped().insert(self.0);
    }
}

/// Never ends by itself.
#[export]
async fn never(call: u32, context: &Context<Tick>) {
    let _call = Call(call);
    let _ = context.report(&Tick { number: 0 });
    pending::<()>().await;
}

/// Whether that call of `never` is over.
#[export]
fn is_dropped(call: u32) -> bool {
    dropped().contains(&call)
}

static RUNTIME: Runtime = Runtime;

/// Whether each poll was in the runtime.
#[export(runtime = RUNTIME)]
async fn is_in_its_runtime(pauses: u32) -> bool {
    let mut is_always = is_entered();
    for _ in 0..pauses {
        sleep(Duration::from_millis(1)).await;
        is_always &= is_entered();
    }
    is_always
}

/// Whether any poll of a function without a runtime was in one.
#[export]
async fn is_in_a_runtime() -> bool {
    sleep(Duration::from_millis(1)).await;
    is_entered()
}
