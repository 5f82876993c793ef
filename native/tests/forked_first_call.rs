//! A caller that forks while its other threads make their first calls. The child process has none of these threads, and
//! calls too.
#![cfg(unix)]
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod c_program;

/// Without the code under test, about one child process in ten hangs.
const PROCESSES: u32 = 60;

#[test]
fn start_procedure_in_a_child_forked_during_the_first_calls_works() {
    let program = c_program::compile("forked_first_call");
    for delay in 0..PROCESSES {
        c_program::run(&program, &[&delay.to_string()]);
    }
}
