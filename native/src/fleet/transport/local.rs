//! On this machine, by the platform's shell.

use super::Request;
use crate::fleet::attempt::{Attempt, Verdict};
use crate::fleet::platform::{self, Stdin};

pub(super) fn attempt(request: &Request<'_>) -> Attempt {
    let input = request.input;
    let mut shell = platform::shell(&input.action);
    shell.env("HOST", request.host).env("JOB_ID", input.job_id.to_string()).env("ATTEMPT", request.number.to_string());
    let program = shell.get_program().to_string_lossy().into_owned();
    let run = platform::run(&mut shell, Stdin::Empty, super::limits(input), request.supervision, request.waits);
    Attempt::conclude(&program, run, |status, _| Verdict::of_exit(status))
}
