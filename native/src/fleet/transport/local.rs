//! On this machine, by the platform's shell.

use std::process::Stdio;

use crate::fleet::attempt::{Attempt, Verdict};
use crate::fleet::input::ProcedureInput;
use crate::fleet::platform::{self, Supervision};

pub(super) fn attempt(input: &ProcedureInput, host: &str, number: u32, supervision: &Supervision<'_>) -> Attempt {
    let mut shell = platform::shell(&input.action);
    shell
        .env("HOST", host)
        .env("JOB_ID", input.job_id.to_string())
        .env("ATTEMPT", number.to_string())
        .stdin(Stdio::null());
    let program = shell.get_program().to_string_lossy().into_owned();
    let run = platform::run(&mut shell, super::limits(input), supervision);
    Attempt::conclude(&program, run, |status, _| Verdict::of_exit(status))
}
