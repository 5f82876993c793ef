//! The call that takes items of a stream.

use std::num::NonZeroUsize;
use std::sync::Arc;

use serde::{Deserialize, Deserializer};

use super::source::{Owner, Source};
use crate::Context;
use crate::boundary::decode;
use crate::boundary::error::Error;
use crate::boundary::handles::crossing;
use crate::boundary::outgoing::Outgoing;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Next {
    stream: Given,
    most: NonZeroUsize,
}

/// A stream that a caller has the handle of.
struct Given(Arc<Source>);

impl<'de> Deserialize<'de> for Given {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let owner: Arc<Owner> = crossing::deserialize(deserializer)?;
        Ok(Self(owner.0.clone()))
    }
}

/// The next items of a stream.
///
/// # Errors
/// The input doesn't fit, or the stream has failed.
pub(crate) fn next(json: &str, context: &Context) -> Result<Outgoing, Error> {
    let Next { stream, most } = decode::decode(json)?;
    stream.0.next(most.get(), context)
}
