//! A runtime that has to be entered.

use std::cell::Cell;
use std::marker::PhantomData;

thread_local! {
    static IS_ENTERED: Cell<bool> = const { Cell::new(false) };
}

pub(crate) struct Runtime;

/// As long as it lives, this thread is in the runtime.
pub(crate) struct Entered<'a>(bool, PhantomData<(&'a Runtime, *const ())>);

impl Runtime {
    pub(crate) fn enter(&self) -> Entered<'_> {
        Entered(IS_ENTERED.replace(true), PhantomData)
    }
}

impl Drop for Entered<'_> {
    fn drop(&mut self) {
        IS_ENTERED.set(self.0);
    }
}

/// Whether this thread is in the runtime.
pub(crate) fn is_entered() -> bool {
    IS_ENTERED.get()
}
