//! Types that another crate's exports use, and an export of its own.

use rust_interop::Record;
use serde::{Deserialize, Serialize};

/// A part of a list.
#[derive(Serialize, Deserialize, Record)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// The one after it.
    pub next: Option<Box<Self>>,
}

pub mod money {
    //! What things cost.

    use rust_interop::Record;
    use serde::{Deserialize, Serialize};

    /// An amount of money.
    #[derive(Serialize, Deserialize, Record)]
    pub struct Money {
        /// How much, in the smallest unit.
        pub amount: i64,
        /// Of what.
        pub currency: Currency,
    }

    /// A currency.
    #[derive(Serialize, Deserialize, Record)]
    #[serde(rename_all = "kebab-case")]
    pub enum Currency {
        /// €
        EuroCoin,
        /// $
        UsDollar,
    }
}

/// Twice as much.
#[rust_interop::export]
#[must_use]
pub fn double(money: money::Money) -> money::Money {
    money::Money { amount: money.amount * 2, ..money }
}
