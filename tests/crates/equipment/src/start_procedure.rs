use std::io;

use fleet::{HostResult, ProcedureInput, ProcedureOutput, ProcedureProgress};
use interop::Context;

/// The built-in one, except with the action `panic`: that reports all hosts as not started, so that there is progress
/// to race with, and panics.
#[expect(clippy::panic, reason = "on purpose")]
fn start_procedure(input: ProcedureInput, context: &Context) -> io::Result<ProcedureOutput> {
    if input.action != "panic" {
        return fleet::start_procedure(input, context);
    }
    let total = input.host_list.len();
    for (host, completed) in input.host_list.iter().zip(1..) {
        context.report(&ProcedureProgress { completed, total, host: HostResult::not_started(host) })?;
    }
    panic!("on purpose")
}
interop::export_procedure!("start_procedure", "start_procedure", "start_procedure_async", self::start_procedure);
