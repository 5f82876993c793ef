//! A procedure whose error is data.

use std::fmt;

use rust_interop::boundary::procedure_error::TypedError;
use rust_interop::{Context, procedure};
use serde::Serialize;

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum TravelError {
    NoTrain { station: String, days: u64 },
    Cancelled,
    Stuck { why: String },
}

impl fmt::Display for TravelError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoTrain { station, days } => write!(formatter, "no train to {station} for {days} days"),
            Self::Stuck { why } => write!(formatter, "stuck: {why}"),
            Self::Cancelled => formatter.write_str("the journey was cancelled"),
        }
    }
}

/// Returns a typed error: at once for a station, and at the cancel without one.
fn travel(station: Option<String>, context: &Context) -> Result<(), TypedError<TravelError>> {
    if let Some(station) = station {
        return Err(TypedError(TravelError::NoTrain { station, days: u64::MAX }));
    }
    Err(TypedError(crate::wait(context).map_or_else(|why| TravelError::Stuck { why }, |()| TravelError::Cancelled)))
}
procedure!(travel);
