//! The first guarded call of a process comes from a destructor while a panic unwinds. This is a test binary of its own
//! because only the first call is at risk.

use std::panic;

use rust_interop::Context;

struct CancelsWhenDropped<'a>(&'a Context);

impl Drop for CancelsWhenDropped<'_> {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

#[test]
fn cancel_while_a_panic_unwinds_cancels_and_keeps_the_panic() {
    let context = Context::new();
    let _registration = context.on_cancel(|| panic!("the waker"));
    let payload = panic::catch_unwind(|| {
        let _cancels = CancelsWhenDropped(&context);
        panic!("the first");
    })
    .unwrap_err();
    assert_eq!(payload.downcast_ref(), Some(&"the first"));
    assert!(context.is_cancelled());
}
