//! What stands for a parameter in the definition of a generic type.

use serde::{Deserialize, Serialize};

use super::{Described, Shape};

/// Stands for the parameter of that number. It has the traits that a generic type may ask for because one of its
/// fields does: those that std and serde can derive. It has a size, or clippy would find the user's maps odd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Parameter<const INDEX: usize>(u8);

impl<const INDEX: usize> Described for Parameter<INDEX> {
    const SHAPE: &'static Shape = &Shape::Parameter(INDEX);
}
